// The look-ahead detector: the same config on data that are others after a day must decide the same up to it.
import { dataError } from "../errors";
import type { Market } from "../market/types";
import { changeMarket, closingParts, partsOf } from "./change";
import { compare } from "./compare";
import type { Comparison, Scope } from "./compare";
import { findCulprits } from "./culprit";
import type { Culprit } from "./culprit";
import { randomDays, sessionsOf } from "./points";
import { PROBES } from "./types";
import type { Change, Compared, Difference, Names, Observe, Observed, Probe } from "./types";

export interface DetectRequest {
  market: Market;
  /** Underlyings of the run. */
  tickers: readonly string[];
  names: Names;
  observe: Observe;
  /** Days per probe; default 20. */
  points?: number;
  /** Default 1. */
  seed?: number;
  /** Day numbers to use in place of random ones. */
  days?: readonly number[] | null;
  /** Default: all. */
  probes?: readonly Probe[];
}

export interface Point {
  /** Day number. */
  day: number;
  how: Change["how"];
  /** Nothing differed up to the day. */
  equal: boolean;
}

/** The earliest session in which look-ahead showed, over all points of a probe. */
export interface Leak {
  point: Point;
  /** What differs in that session, in the order in which a session knows and does. */
  differences: readonly Difference[];
  /** Data that alone are enough; empty when only several tables together are. */
  culprits: readonly Culprit[];
}

export interface ProbeVerdict {
  probe: Probe;
  points: readonly Point[];
  /** Summed over the points. */
  compared: Compared;
  leak: Leak | null;
}

export interface Verdict {
  /** Of the run on the data at hand. */
  sessions: { first: number; last: number; count: number };
  seed: number;
  probes: readonly ProbeVerdict[];
  /** No probe found a difference. */
  clean: boolean;
}

export interface Progress {
  done: number;
  total: number;
  phase: "comparing" | "searching";
}

/** Runs all probes; yields after every run of a point, so that callers can show progress and stop. */
export function* detect(request: DetectRequest): Generator<Progress, Verdict> {
  const { market, tickers, observe, points = 20, seed = 1, days = null, probes = PROBES } = request;
  const original = observe(market);
  const chosen = probes.map((probe) => ({ probe, days: days ? sessionsOf(days, original, market, tickers) : randomDays(original, market, tickers, { probe, count: points, seed }) }));
  const total = chosen.reduce((sum, { days: list }) => sum + list.length, 0);
  if (total === 0) throw dataError("days", "none of them is a session of the run that has data after it", "give days within the run");
  const verdicts: ProbeVerdict[] = [];
  let done = 0;
  for (const { probe, days: list } of chosen) {
    const steps = probeDays({ request, original, probe, days: list, seed });
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) {
        verdicts.push(step.value);
        break;
      }
      yield { done: step.value === "comparing" ? ++done : done, total, phase: step.value };
    }
  }
  const { days: sessions } = original;
  return { sessions: { first: sessions[0], last: sessions[sessions.length - 1], count: sessions.length }, seed, probes: verdicts, clean: verdicts.every(({ leak }) => leak === null) };
}

/** Calendar days that are wild; what follows is as it was. For longer, wild quotes would make or lose more than an account can hold exactly. */
const WILD_DAYS = 60;

interface ProbeTask {
  request: DetectRequest;
  original: Observed;
  probe: Probe;
  days: readonly number[];
  seed: number;
}

function* probeDays({ request, original, probe, days, seed }: ProbeTask): Generator<Progress["phase"], ProbeVerdict> {
  const { market, tickers, names, observe } = request;
  const all = partsOf(market, tickers);
  const judge = (change: Change, scope: Scope): Comparison => compare(original, observe(changeMarket(market, change)), scope);
  const points: Point[] = [];
  const compared: Compared = { sessions: 0, known: 0, reasons: 0, entries: 0, exits: 0 };
  let worst: { point: Point; change: Change; scope: Scope; differences: readonly Difference[] } | null = null;
  for (const [i, day] of days.entries()) {
    const how: Change["how"] = probe === "truncate" ? probe : i % 2 === 0 ? "plausible" : "wild";
    const parts = probe === "close" ? closingParts(market, tickers) : all;
    const change: Change = { how, parts, seed: seed + 7919 * i, ...(probe === "close" ? { after: day - 1, upTo: day } : { after: day, upTo: how === "wild" ? day + WILD_DAYS : Infinity }) };
    const scope = { upTo: day, closing: probe === "close", names };
    const result = judge(change, scope);
    const point = { day, how, equal: result.differences.length === 0 };
    points.push(point);
    for (const key of Object.keys(compared) as (keyof Compared)[]) compared[key] += result.compared[key];
    if (!point.equal && (worst === null || result.differences[0].day < worst.differences[0].day)) worst = { point, change, scope, differences: result.differences };
    yield "comparing";
  }
  if (worst === null) return { probe, points, compared, leak: null };
  yield "searching";
  const { point, change, scope, differences } = worst;
  const culprits = findCulprits(market, change, (narrowed) => judge(narrowed, scope).differences.length > 0);
  return { probe, points, compared, leak: { point, differences, culprits } };
}
