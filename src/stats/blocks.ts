// Resamples of a series as runs of consecutive days: a mean over a resample is then a sum of differences of prefix sums, whatever the number of rows.
//
//   replicate r owns runs starts[r] … starts[r + 1] − 1; run i takes the days from[i] … to[i] − 1,
//   days counted round the circle: from < length, from < to ≤ from + length, day d ≥ length is day d − length.
import { log } from "../../assembly/portable/log";
import { dataError } from "../errors";
import { draw, MAX_REPLICATES, PURPOSE, seedWords, streamOf } from "./random";
import type { SeedWords } from "./random";

export interface Resamples {
  /** Days of the series resampled. */
  length: number;
  replicates: number;
  starts: Int32Array;
  from: Int32Array;
  to: Int32Array;
}

/** Refuses what no resampling can be made of. */
function check(length: number, meanBlock: number, replicates: number): void {
  if (length < 1) throw dataError("series of 0 days", "nothing to resample");
  if (!(meanBlock >= 1)) throw dataError(`mean block = ${meanBlock} days`, "below one day");
  if (!(replicates >= 1 && replicates <= MAX_REPLICATES)) throw dataError(`replicates = ${replicates}`, `outside 1 … ${MAX_REPLICATES}`);
}

/** Length of a geometric block, ≥ 1, with the given log of the chance to continue; −Infinity: always 1. */
const geometric = (u: number, logContinue: number): number => (logContinue === -Infinity ? 1 : 1 + Math.floor(log(1 - u) / logContinue));

interface Writer { from: Int32Array; to: Int32Array; used: number }

function push(writer: Writer, from: number, to: number): void {
  if (writer.used === writer.from.length) {
    const grown = (old: Int32Array) => { const next = new Int32Array(2 * old.length); next.set(old); return next; };
    writer.from = grown(writer.from);
    writer.to = grown(writer.to);
  }
  writer.from[writer.used] = from;
  writer.to[writer.used++] = to;
}

/** Runs of `length` days in all: draw i gives block i its start by the whole part of u × length and its size by the fraction; the last block is cut. */
function fill(writer: Writer, length: number, logContinue: number, seed: SeedWords, stream: number): void {
  for (let day = 0, i = 0; day < length; i++) {
    const place = draw(seed, stream, i) * length;
    const from = Math.floor(place);
    const size = Math.min(geometric(place - from, logContinue), length - day);
    push(writer, from, from + size);
    day += size;
  }
}

/**
 * Stationary bootstrap (Politis and Romano 1994): blocks begin on a day drawn evenly and have geometric lengths with the given mean, round the circle.
 * Seeded: replicate r uses stream (BLOCKS, r).
 */
export function stationaryBlocks(length: number, meanBlock: number, seed: number, replicates: number): Resamples {
  check(length, meanBlock, replicates);
  const writer = { from: new Int32Array(1024), to: new Int32Array(1024), used: 0 };
  const starts = new Int32Array(replicates + 1);
  const words = seedWords(seed);
  const logContinue = meanBlock > 1 ? log(1 - 1 / meanBlock) : -Infinity;
  for (let r = 0; r < replicates; r++) {
    fill(writer, length, logContinue, words, streamOf(PURPOSE.BLOCKS, r));
    starts[r + 1] = writer.used;
  }
  return { length, replicates, starts, from: writer.from.subarray(0, writer.used), to: writer.to.subarray(0, writer.used) };
}

/** Circular blocks of one length (Politis and Romano 1992), ⌊length / block⌋ of them, as Ledoit and Wolf (2008) resample; stream (BLOCKS, r), draw i = start of block i. */
export function circularBlocks(length: number, block: number, seed: number, replicates: number): Resamples {
  check(length, block, replicates);
  const perReplicate = Math.floor(length / block);
  const words = seedWords(seed);
  const from = Int32Array.from({ length: replicates * perReplicate }, (_, i) =>
    Math.floor(draw(words, streamOf(PURPOSE.BLOCKS, Math.floor(i / perReplicate)), i % perReplicate) * length));
  return { length, replicates, starts: Int32Array.from({ length: replicates + 1 }, (_, r) => r * perReplicate), from, to: from.map((start) => start + block) };
}

/** Resamples from foreign indices, one array of days per replicate: consecutive days join into runs. */
export function blocksOfIndices(length: number, indices: readonly ArrayLike<number>[]): Resamples {
  const writer = { from: new Int32Array(1024), to: new Int32Array(1024), used: 0 };
  const starts = new Int32Array(indices.length + 1);
  indices.forEach((days, r) => {
    for (let i = 0, size = 1; i < days.length; i += size, size = 1) {
      while (i + size < days.length && size < length && days[i + size] === (days[i] + size) % length) size++;
      push(writer, days[i], days[i] + size);
    }
    starts[r + 1] = writer.used;
  });
  return { length, replicates: indices.length, starts, from: writer.from.subarray(0, writer.used), to: writer.to.subarray(0, writer.used) };
}

/** The days of one replicate, in order. */
export function daysOf({ length, starts, from, to }: Resamples, replicate: number): Int32Array {
  const days: number[] = [];
  for (let i = starts[replicate]; i < starts[replicate + 1]; i++) for (let day = from[i]; day < to[i]; day++) days.push(day < length ? day : day - length);
  return Int32Array.from(days);
}

/** One replicate of the stationary bootstrap as the days it takes, the same days as replicate `replicate` of `stationaryBlocks`. */
export function stationaryBootstrap(length: number, meanBlock: number, seed: number, replicate: number): Int32Array {
  check(length, meanBlock, replicate + 1);
  const writer = { from: new Int32Array(64), to: new Int32Array(64), used: 0 };
  fill(writer, length, meanBlock > 1 ? log(1 - 1 / meanBlock) : -Infinity, seedWords(seed), streamOf(PURPOSE.BLOCKS, replicate));
  return daysOf({ length, replicates: 1, starts: Int32Array.of(0, writer.used), from: writer.from, to: writer.to }, 0);
}
