import * as abi from "../../assembly/abi";
import type { Core } from "../core/core";
import { packSpecs } from "../core/packed";
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

export const STATUS_TEXT: Record<number, string> = {
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
  const { arena } = prepared.core;
  return withRun(prepared, specRecords(spec, prepared.underlyings.length), ({ sessions, chances, trades, addresses }) => ({
    trades: arena.view(Float64Array, addresses.trades, trades * abi.TRADE_STRIDE).slice(),
    equity: arena.view(Float64Array, addresses.equity, sessions * abi.EQ_STRIDE).slice(),
    funnel: arena.view(Uint8Array, addresses.funnel, sessions * chances).slice(),
    summary: arena.view(Float64Array, addresses.summary, abi.SUM_SLOTS).slice(),
  }));
}

/** One spec as the core's records. */
export interface SpecRecords {
  /** A_SLOTS. */
  account: Float64Array;
  /** [sleeve][S_SLOTS] */
  sleeves: Float64Array;
  /** Per underlying: bit g set = member of group g. */
  groups: Int32Array;
}

/** A finished run, still in the core's memory. */
export interface FinishedRun {
  sessions: number;
  /** Per session: underlyings × sleeves. */
  chances: number;
  /** Number of trades. */
  trades: number;
  /** Of the TRADE, EQUITY and SUMMARY records and of the u8 funnel. */
  addresses: { trades: number; equity: number; funnel: number; summary: number };
}

function specRecords(spec: RunSpec, underlyings: number): SpecRecords {
  const { accounts, sleeves, groups } = packSpecs([spec], underlyings);
  return { account: accounts, sleeves, groups };
}

/** Runs one spec and hands its outputs to `use` before they are released. Throws an engine error on any status but OK. */
export function withRun<T>(prepared: Prepared, records: SpecRecords, use: (run: FinishedRun) => T): T {
  const { arena, kernels } = prepared.core;
  const mark = arena.mark();
  try {
    const context = placeContext(prepared, records);
    const status = kernels.runBacktest(arena.place(context));
    if (status !== abi.STATUS_OK) throw new MahlerError("engine", `status = ${status}`, STATUS_TEXT[status] ?? "unknown status", "this is a bug: please report it with the config");
    const summary = context[abi.CTX_SUMMARY_PTR];
    return use({
      sessions: context[abi.CTX_SESSIONS],
      chances: context[abi.CTX_UNDERLYINGS] * context[abi.CTX_SLEEVES],
      trades: arena.view(Float64Array, summary, abi.SUM_SLOTS)[abi.SUM_TRADES],
      addresses: { trades: context[abi.CTX_TRADES_PTR], equity: context[abi.CTX_EQUITY_PTR], funnel: context[abi.CTX_FUNNEL_PTR], summary },
    });
  } finally {
    arena.release(mark);
  }
}

/** The CONTEXT record of a run, everything it names allocated; `outputs` = false: but for columns by session, which only the day loop writes. */
export function placeContext({ core: { arena }, timeline, underlyings, records: markets, addresses }: Prepared, { account, sleeves, groups }: SpecRecords, outputs = true): Uint32Array {
  const sessions = timeline.day.length;
  const sleeveCount = sleeves.length / abi.S_SLOTS;
  const chances = underlyings.length * sleeveCount;
  const positions = Math.max(account[abi.A_MAX_POSITIONS], 1);
  const trades = Math.min(sessions * Math.min(chances, account[abi.A_MAX_ENTRIES]), sessions * chances) + 1;
  const context = new Uint32Array(abi.CTX_SLOTS); // unsigned: addresses reach 4 GiB
  context[abi.CTX_SESSIONS] = sessions;
  context[abi.CTX_UNDERLYINGS] = underlyings.length;
  context[abi.CTX_SLEEVES] = sleeveCount;
  context[abi.CTX_DAY_PTR] = addresses.day;
  context[abi.CTX_VIX_PTR] = addresses.vix;
  context[abi.CTX_RATE_PTR] = addresses.rate;
  context[abi.CTX_CORRELATION_PTR] = addresses.correlation;
  context[abi.CTX_CORRELATION_LENGTH] = timeline.returnDay.length;
  context[abi.CTX_CORRELATION_INDEX_PTR] = addresses.correlationIndex;
  context[abi.CTX_ACCOUNT_PTR] = arena.place(account);
  context[abi.CTX_SLEEVES_PTR] = arena.place(sleeves);
  context[abi.CTX_UNDERLYINGS_PTR] = arena.place(underlyingRecords(markets, groups));
  context[abi.CTX_POSITIONS_PTR] = arena.alloc(positions * abi.POS_STRIDE * 8);
  context[abi.CTX_POSITIONS_CAPACITY] = positions;
  context[abi.CTX_TRADES_PTR] = arena.alloc(trades * abi.TRADE_STRIDE * 8);
  context[abi.CTX_TRADES_CAPACITY] = trades;
  if (outputs) context[abi.CTX_EQUITY_PTR] = arena.alloc(sessions * abi.EQ_STRIDE * 8);
  if (outputs) context[abi.CTX_FUNNEL_PTR] = arena.alloc(sessions * chances);
  context[abi.CTX_SUMMARY_PTR] = arena.alloc(abi.SUM_SLOTS * 8);
  context[abi.CTX_SCRATCH_PTR] = arena.alloc(underlyings.length * 8 + abi.SCREEN_SCRATCH + chances * 12);
  return context;
}

/** UNDERLYING records with this run's group memberships. */
function underlyingRecords(markets: readonly Int32Array[], groups: Int32Array): Int32Array {
  const records = new Int32Array(abi.U_SLOTS * markets.length);
  markets.forEach((record, i) => {
    records.set(record, i * abi.U_SLOTS);
    records[i * abi.U_SLOTS + abi.U_GROUPS] = groups[i];
  });
  return records;
}
