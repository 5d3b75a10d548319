import type { DatasetWriter } from "../../src/node/datasetWriter";
import type { ManifestDraft, PartitionEntry } from "../../src/store/manifest";
import { NO_PROVENANCE, UNKNOWN_SYMBOL } from "../../src/store/manifest";
import { narrowest } from "../../src/store/encode";
import type { Chain } from "../../src/store/partition";
import { sampleUnderlying } from "./sample";

/** 2018-12-26, 2019-12-26, 2020-12-21: with the days after, and a week later, sessions. */
const BASE: Record<number, number> = { 2018: 17_891, 2019: 18_256, 2020: 18_617 };

export interface ChainShape {
  tick?: number;
  strikeUnit?: number;
  roots?: string[];
  flags?: boolean;
  /** Added to every open interest. */
  openInterest?: number;
  /** Distinguishes the contents of versions. */
  bid?: number;
}

/** A chain of two days: per root a block with one call and two puts on the first day, one put on the second. */
export function chainOf(year: number, { tick = 100, strikeUnit = 500, roots = ["SPY"], flags = false, openInterest = 0, bid = 10 }: ChainShape = {}): Chain {
  const blocks = { expiry: [] as number[], vendorExpiry: [] as number[], settlement: [] as number[], root: [] as number[], callsBegin: [] as number[], putsBegin: [] as number[], end: [] as number[] };
  const days = { day: [] as number[], blocksBegin: [] as number[], blocksEnd: [] as number[], spot: [] as number[] };
  const sign: number[] = [];
  let rows = 0;
  for (const d of [0, 1]) {
    const day = BASE[year] + d;
    days.day.push(day);
    days.spot.push(2_500_000 + year + d);
    days.blocksBegin.push(blocks.end.length);
    roots.forEach((_, root) => {
      const [calls, puts] = d === 0 ? [1, 2] : [0, 1];
      blocks.expiry.push(day + 7);
      blocks.vendorExpiry.push(day + 8);
      blocks.settlement.push(0);
      blocks.root.push(root);
      blocks.callsBegin.push(rows);
      blocks.putsBegin.push(rows + calls);
      blocks.end.push((rows += calls + puts));
      sign.push(...Array<number>(calls).fill(1), ...Array<number>(puts).fill(-1));
    });
    days.blocksEnd.push(blocks.end.length);
  }
  const each = (value: (i: number) => number): number[] => Array.from({ length: rows }, (_, i) => value(i));
  return {
    tick, strikeUnit, roots,
    rows: {
      strike: narrowest(each((i) => 1000 + i)), bid: narrowest(each((i) => bid + i)), ask: narrowest(each((i) => bid + i + 2)),
      iv: Uint16Array.from(each((i) => 2000 + i)), delta: Int16Array.from(each((i) => sign[i] * i)),
      openInterest: narrowest(each((i) => openInterest + i)), volume: narrowest(each((i) => i)), flags: flags ? Uint8Array.from(each((i) => i % 3)) : null,
    },
    blocks: {
      expiry: Int32Array.from(blocks.expiry), vendorExpiry: Int32Array.from(blocks.vendorExpiry), settlement: Uint8Array.from(blocks.settlement), root: Uint8Array.from(blocks.root),
      callsBegin: Uint32Array.from(blocks.callsBegin), putsBegin: Uint32Array.from(blocks.putsBegin), end: Uint32Array.from(blocks.end),
    },
    days: { day: Int32Array.from(days.day), blocksBegin: Uint32Array.from(days.blocksBegin), blocksEnd: Uint32Array.from(days.blocksEnd), spot: Int32Array.from(days.spot) },
  };
}

/** A draft with one symbol of these partitions, and its bars. */
export async function draftOf(writer: DatasetWriter, partitions: PartitionEntry[]): Promise<ManifestDraft> {
  const { symbol, multiplier, exercise, delivery, dividendYield, bars } = sampleUnderlying();
  return {
    name: "years", origin: "simulated", createdBy: { name: "test", version: "1" }, parameters: {}, sources: [], curves: { vix: null, rate: null }, extras: [],
    symbols: [{ terms: { symbol, multiplier, exercise, delivery, dividendYield }, partitions, bars: await writer.putBars(symbol, bars, NO_PROVENANCE), provenance: UNKNOWN_SYMBOL }],
  };
}

/** Puts the chains as SPY's years and commits. */
export async function commitYears(writer: DatasetWriter, chains: Record<number, Chain>): Promise<void> {
  const partitions: PartitionEntry[] = [];
  for (const [year, chain] of Object.entries(chains)) partitions.push(await writer.putPartition("SPY", Number(year), chain));
  await writer.commit(await draftOf(writer, partitions));
}
