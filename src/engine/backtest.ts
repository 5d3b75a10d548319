import * as abi from "../../assembly/abi";
import type { Core } from "../core/core";
import { groupBits } from "../core/packed";
import { accountRecord, sleeveRecord } from "../core/records";
import { MahlerError } from "../errors";
import type { Market } from "../market/types";
import type { RunSpec } from "../strategy/spec";
import { prepare, type Prepared } from "./prepare";
import type { Features, RunOutput, Timeline } from "./types";

export interface BacktestRequest {
  tickers: string[];
  /** Day numbers, inclusive. */
  start: number;
  end: number;
  spec: RunSpec;
}

export interface BacktestResult {
  output: RunOutput;
  timeline: Timeline;
  underlyings: string[];
  features: Features[];
  /** Symbols whose bars had to be made from chain snapshots. */
  snapshotBars: string[];
}

const STATUS_TEXT: Record<number, string> = {
  [abi.STATUS_POSITIONS_FULL]: "the position table is full",
  [abi.STATUS_TRADES_FULL]: "the trade table is full",
  [abi.STATUS_NOT_CONSERVED]: "cash flows and marks do not add up to the equity",
  [abi.STATUS_NOT_FINITE]: "an amount is not finite",
};

/** One backtest of `request.spec` on the market: a pure function, the same bits in every host. */
export function runBacktest(core: Core, market: Market, request: BacktestRequest): BacktestResult {
  const mark = core.arena.mark();
  try {
    const prepared = prepare(core, market, { ...request, features: request.spec.features });
    return {
      output: run(prepared, request.spec),
      timeline: prepared.timeline,
      underlyings: [...request.tickers],
      features: prepared.features,
      snapshotBars: prepared.snapshotBars,
    };
  } finally {
    core.arena.release(mark);
  }
}

/** Runs one spec over a prepared market; many specs may follow each other. Throws an engine error on any status but OK. */
export function run(prepared: Prepared, spec: RunSpec): RunOutput {
  const { arena, kernels } = prepared.core;
  const mark = arena.mark();
  try {
    const { address, context } = placeRun(prepared, spec);
    const status = kernels.runBacktest(address);
    if (status !== abi.STATUS_OK) throw new MahlerError("engine", `status = ${status}`, STATUS_TEXT[status] ?? "unknown status", "this is a bug: please report it with the config");
    const summary = arena.view(Float64Array, context[abi.CTX_SUMMARY_PTR], abi.SUM_SLOTS).slice();
    const sessions = context[abi.CTX_SESSIONS];
    return {
      trades: arena.view(Float64Array, context[abi.CTX_TRADES_PTR], summary[abi.SUM_TRADES] * abi.TRADE_STRIDE).slice(),
      equity: arena.view(Float64Array, context[abi.CTX_EQUITY_PTR], sessions * abi.EQ_STRIDE).slice(),
      funnel: arena.view(Uint8Array, context[abi.CTX_FUNNEL_PTR], sessions * context[abi.CTX_UNDERLYINGS] * context[abi.CTX_SLEEVES]).slice(),
      summary,
    };
  } finally {
    arena.release(mark);
  }
}

/** Places a run's records, outputs and scratch behind everything in the memory: its CONTEXT record and that record's address. */
export function placeRun(prepared: Prepared, spec: RunSpec): { address: number; context: Int32Array } {
  const { timeline } = prepared;
  const { arena } = prepared.core;
  const sessions = timeline.day.length;
  const chances = prepared.underlyings.length * spec.sleeves.length;
  const sleeves = new Float64Array(abi.S_SLOTS * spec.sleeves.length);
  spec.sleeves.forEach((sleeve, i) => sleeves.set(sleeveRecord(sleeve), i * abi.S_SLOTS));
  const positions = Math.max(spec.account.maxPositions, 1);
  const trades = Math.min(sessions * Math.min(chances, spec.account.maxEntries), sessions * chances) + 1;

  const context = new Int32Array(abi.CTX_SLOTS);
  context[abi.CTX_SESSIONS] = sessions;
  context[abi.CTX_UNDERLYINGS] = prepared.underlyings.length;
  context[abi.CTX_SLEEVES] = spec.sleeves.length;
  context[abi.CTX_DAY_PTR] = prepared.addresses.day;
  context[abi.CTX_VIX_PTR] = prepared.addresses.vix;
  context[abi.CTX_RATE_PTR] = prepared.addresses.rate;
  context[abi.CTX_CORRELATION_PTR] = prepared.addresses.correlation;
  context[abi.CTX_CORRELATION_LENGTH] = timeline.returnDay.length;
  context[abi.CTX_CORRELATION_INDEX_PTR] = prepared.addresses.correlationIndex;
  context[abi.CTX_ACCOUNT_PTR] = arena.place(accountRecord(spec.account));
  context[abi.CTX_SLEEVES_PTR] = arena.place(sleeves);
  context[abi.CTX_UNDERLYINGS_PTR] = arena.place(underlyingRecords(prepared, spec));
  context[abi.CTX_POSITIONS_PTR] = arena.alloc(positions * abi.POS_STRIDE * 8);
  context[abi.CTX_POSITIONS_CAPACITY] = positions;
  context[abi.CTX_TRADES_PTR] = arena.alloc(trades * abi.TRADE_STRIDE * 8);
  context[abi.CTX_TRADES_CAPACITY] = trades;
  context[abi.CTX_EQUITY_PTR] = arena.alloc(sessions * abi.EQ_STRIDE * 8);
  context[abi.CTX_FUNNEL_PTR] = arena.alloc(sessions * chances);
  context[abi.CTX_SUMMARY_PTR] = arena.alloc(abi.SUM_SLOTS * 8);
  context[abi.CTX_SCRATCH_PTR] = arena.alloc(prepared.underlyings.length * 8 + abi.SCREEN_SCRATCH + chances * 12);
  return { address: arena.place(context), context };
}

/** UNDERLYING records with this run's group memberships. */
function underlyingRecords(prepared: Prepared, spec: RunSpec): Int32Array {
  const records = new Int32Array(abi.U_SLOTS * prepared.records.length);
  prepared.records.forEach((record, i) => {
    records.set(record, i * abi.U_SLOTS);
    records[i * abi.U_SLOTS + abi.U_GROUPS] = groupBits(spec, i);
  });
  return records;
}
