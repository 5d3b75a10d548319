// What the metrics kernel keeps of a run beside the metrics, spelled out: docs of the layout in assembly/abi.ts.
import * as abi from "../../assembly/abi";
import { isoDate } from "../../src/units";
import type { RunOutput } from "../../src/engine/types";

export interface ReferenceEvaluation {
  years: number[];
  /** Change of marked equity per year, units. */
  yearly: number[];
  reasons: number[];
  exits: number[];
  fingerprint: [number, number];
}

export function referenceEvaluation(output: RunOutput, initial: number): ReferenceEvaluation {
  return { ...yearlyChanges(output.equity, initial), ...counts(output), fingerprint: fingerprint(compactTrades(output.trades)) };
}

function yearlyChanges(equity: Float64Array, initial: number): { years: number[]; yearly: number[] } {
  const last = new Map<number, number>();
  for (let at = 0; at < equity.length; at += abi.EQ_STRIDE) last.set(Number(isoDate(equity[at + abi.E_DAY]).slice(0, 4)), equity[at + abi.E_EQUITY]);
  const ends = [...last.values()];
  return { years: [...last.keys()], yearly: ends.map((value, i) => value - (i === 0 ? initial : ends[i - 1])) };
}

function counts({ funnel, trades }: RunOutput): { reasons: number[]; exits: number[] } {
  const reasons = Array<number>(abi.REASON_CODES).fill(0);
  const exits = Array<number>(abi.EXIT_REASONS).fill(0);
  for (const code of funnel) reasons[code]++;
  for (let at = 0; at < trades.length; at += abi.TRADE_STRIDE) exits[trades[at + abi.T_REASON]]++;
  return { reasons, exits };
}

/** COMPACT TRADE slot → TRADE slots whose sum it holds. */
const SLOTS: readonly (readonly [slot: number, of: readonly number[]])[] = [
  [abi.C_UNDERLYING, [abi.T_UNDERLYING]], [abi.C_SLEEVE, [abi.T_SLEEVE]], [abi.C_ENTRY_DAY, [abi.T_ENTRY_DAY]], [abi.C_EXIT_DAY, [abi.T_EXIT_DAY]],
  [abi.C_SHORT_PUT, [abi.T_SHORT_PUT]], [abi.C_SHORT_CALL, [abi.T_SHORT_CALL]], [abi.C_CONTRACTS, [abi.T_CONTRACTS]], [abi.C_CREDIT, [abi.T_CREDIT]],
  [abi.C_EXIT_COST, [abi.T_EXIT_COST]], [abi.C_COMMISSIONS, [abi.T_ENTRY_COMMISSION, abi.T_EXIT_COMMISSION]], [abi.C_FEES, [abi.T_FEES]],
  [abi.C_NET_PNL, [abi.T_NET_PNL]], [abi.C_MAX_LOSS, [abi.T_MAX_LOSS]], [abi.C_EQUITY, [abi.T_EQUITY]], [abi.C_REASON, [abi.T_REASON]],
];

/** TRADE records in any order → COMPACT TRADE records in the order of ids. */
export function compactTrades(trades: Float64Array): Float64Array[] {
  const rows = Array.from({ length: trades.length / abi.TRADE_STRIDE }, (_, i) => trades.subarray(i * abi.TRADE_STRIDE, (i + 1) * abi.TRADE_STRIDE));
  return rows.sort((a, b) => a[abi.T_ID] - b[abi.T_ID]).map((row) => {
    const compact = new Float64Array(abi.COMPACT_STRIDE);
    for (const [slot, of] of SLOTS) compact[slot] = of.reduce((sum, from) => sum + row[from], 0);
    return compact;
  });
}

const GOLDEN = 0x9e3779b1;
/** First slot of the pairs that are folded into one: money with small integers below it. */
const FOLDS = [
  [abi.C_EXIT_COST, abi.C_UNDERLYING], [abi.C_FEES, abi.C_ENTRY_DAY], [abi.C_MAX_LOSS, abi.C_SHORT_PUT], [abi.C_CONTRACTS, abi.C_REASON],
] as const;

/** 16 folded words per trade, each with one chain over the even trades and one over the odd; then all chains and the count mixed into two words. */
export function fingerprint(trades: readonly Float64Array[]): [number, number] {
  const chains = Array.from({ length: 32 }, (_, i) => Math.imul(i + 1, GOLDEN));
  trades.forEach((trade, t) => {
    const words = new Int32Array(trade.buffer, trade.byteOffset, trade.length * 2);
    FOLDS.forEach(([money, small], pair) => {
      for (let i = 0; i < 4; i++) {
        const at = (t % 2) * 16 + pair * 4 + i;
        const product = Math.imul(chains[at] ^ words[money * 2 + i] ^ words[small * 2 + (i ^ 1)], 0x01000193);
        chains[at] = product ^ (product >>> 15);
      }
    });
  });
  let low = trades.length;
  let high = trades.length ^ GOLDEN;
  for (const chain of chains) {
    low = Math.imul(low ^ chain, 0x85ebca6b);
    low ^= low >>> 13;
    high = Math.imul(high + chain, 0xc2b2ae35);
    high ^= high >>> 16;
  }
  return [low >>> 0, high >>> 0];
}
