// Two runs up to a day: equal to the bit, or the first session that is not.
import * as abi from "../../assembly/abi";
import { REASONS } from "../results/reasons";
import { countUpTo } from "../market/days";
import { equityCells, tradeCells } from "./shown";
import { entriesUpTo, exitsUpTo, firstUnequalTrade, ENTRY_SLOTS, EXIT_SLOTS } from "./trades";
import { KINDS } from "./types";
import type { Compared, Difference, Known, Names, Observed } from "./types";

export interface Scope {
  /** Day number: the last session that is compared. */
  upTo: number;
  /** The closing data of that session differ: what happens at the close is left out of it. */
  closing: boolean;
  names: Names;
}

export interface Comparison {
  /** Everything that differs in the first session in which anything does, in the order of KINDS; empty = equal. */
  differences: readonly Difference[];
  compared: Compared;
}

/** Compares what two runs knew, decided and recorded up to a day. Positions that are open on it count with their entry. */
export function compare(original: Observed, changed: Observed, scope: Scope): Comparison {
  const sessions = countUpTo(original.days, scope.upTo);
  const chances = scope.names.underlyings.length * scope.names.sleeves.length;
  const all = [
    ...compareSessions(original, changed, sessions), ...compareKnown(original, changed, sessions), ...compareReasons(original, changed, sessions, scope.names),
    ...compareEquity(original, changed, sessions, scope), ...compareTrades(original, changed, scope),
  ];
  const first = Math.min(...all.map(({ day }) => day));
  const differences = all.filter(({ day }) => day === first).sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  const compared = {
    sessions, known: sessions * original.known.length, reasons: sessions * chances,
    entries: entriesUpTo(original.output.trades, scope.upTo).length, exits: exitsUpTo(original.output.trades, scope.upTo, scope.closing).length,
  };
  return { differences, compared };
}

function compareSessions({ days }: Observed, changed: Observed, sessions: number): Difference[] {
  for (let s = 0; s < sessions; s++) {
    const other = changed.days[s];
    if (days[s] !== other) return [{ kind: "sessions", day: Math.min(days[s], other ?? days[s]), underlying: null, sleeve: null, columns: [] }];
  }
  return [];
}

function compareKnown(original: Observed, changed: Observed, sessions: number): Difference[] {
  let first = sessions;
  for (const [k, { values }] of original.known.entries()) first = firstUnequal(values, changed.known[k].values, first);
  if (first === sessions) return [];
  const unequal = original.known.flatMap((known, k) => (Object.is(known.values[first], changed.known[k].values[first]) ? [] : [{ known, other: changed.known[k] }]));
  const owners = [...new Set(unequal.map(({ known }) => known.underlying))];
  const text = ({ values }: Known): string => (Number.isNaN(values[first]) ? "undefined" : String(values[first]));
  return owners.map((underlying) => ({
    kind: "known", day: original.days[first], underlying, sleeve: null,
    columns: unequal.filter(({ known }) => known.underlying === underlying).map(({ known, other }) => ({ name: known.name, original: text(known), changed: text(other) })),
  }));
}

/** Index of the first pair below `end` that is not the same value; NaN equals NaN. */
function firstUnequal(a: ArrayLike<number>, b: ArrayLike<number>, end: number): number {
  for (let i = 0; i < end; i++) if (!Object.is(a[i], b[i])) return i;
  return end;
}

function compareReasons({ days, output: { funnel } }: Observed, changed: Observed, sessions: number, { underlyings, sleeves }: Names): Difference[] {
  const chances = underlyings.length * sleeves.length;
  const first = firstUnequal(funnel, changed.output.funnel, sessions * chances);
  if (first === sessions * chances) return [];
  const session = Math.floor(first / chances);
  const text = (code: number | undefined): string => (code === undefined ? "none" : REASONS[code].id);
  return Array.from({ length: chances }, (_, c) => session * chances + c).filter((at) => funnel[at] !== changed.output.funnel[at]).map((at) => ({
    kind: "reason", day: days[session], underlying: underlyings[Math.floor((at % chances) / sleeves.length)], sleeve: sleeves[at % sleeves.length],
    columns: [{ name: "reason", original: text(funnel[at]), changed: text(changed.output.funnel[at]) }],
  }));
}

const BREAKER_SLOTS = [abi.E_BREAKER_MULTIPLIER, abi.E_BREAKER_BITS];
const EQUITY_SLOTS = Array.from({ length: abi.EQ_STRIDE }, (_, slot) => slot).filter((slot) => !BREAKER_SLOTS.includes(slot));
/** What the close of a session cannot move: not the cash of a settlement, not a stale mark bounded by the close. */
const BEFORE_CLOSE_SLOTS = [abi.E_DAY, abi.E_POSITIONS, abi.E_HEAT, abi.E_STALE, abi.E_ENTRIES, abi.E_EXITS];

function compareEquity(original: Observed, changed: Observed, sessions: number, { closing }: Scope): Difference[] {
  const [a, b] = [original.output.equity, changed.output.equity];
  const unequal = (kind: "breakers" | "equity", slots: (session: number) => readonly number[]): Difference[] => {
    for (let s = 0; s < sessions; s++) {
      const differing = slots(s).filter((slot) => !Object.is(a[s * abi.EQ_STRIDE + slot], b[s * abi.EQ_STRIDE + slot]));
      if (differing.length) return [{ kind, day: original.days[s], underlying: null, sleeve: null, columns: equityCells(a, b, s * abi.EQ_STRIDE, differing) }];
    }
    return [];
  };
  return [...unequal("breakers", () => BREAKER_SLOTS), ...unequal("equity", (s) => (closing && s === sessions - 1 ? BEFORE_CLOSE_SLOTS : EQUITY_SLOTS))];
}

function compareTrades(original: Observed, changed: Observed, { upTo, closing, names }: Scope): Difference[] {
  const [a, b] = [original.output.trades, changed.output.trades];
  const entry = firstUnequalTrade({ a, b }, entriesUpTo(a, upTo), entriesUpTo(b, upTo), ENTRY_SLOTS, abi.T_ENTRY_DAY);
  const exit = firstUnequalTrade({ a, b }, exitsUpTo(a, upTo, closing), exitsUpTo(b, upTo, closing), EXIT_SLOTS, abi.T_EXIT_DAY);
  const difference = (kind: "entry" | "exit", found: typeof entry): Difference[] => {
    if (!found) return [];
    const owner = found.original === null ? { raw: b, at: found.changed! } : { raw: a, at: found.original };
    return [{
      kind, day: found.day, underlying: names.underlyings[owner.raw[owner.at + abi.T_UNDERLYING]], sleeve: names.sleeves[owner.raw[owner.at + abi.T_SLEEVE]],
      columns: tradeCells({ a, b }, found, kind === "entry" ? ENTRY_SLOTS : EXIT_SLOTS, names),
    }];
  };
  return [...difference("exit", exit), ...difference("entry", entry)];
}
