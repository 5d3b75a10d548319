// docs/engine.md §3 step 4: which rules hold, what they do to size, and what they force to close.
import * as abi from "../../assembly/abi";
import type { BreakerSpec } from "../../src/strategy/spec";
import type { Position } from "./position";

export interface BreakerState {
  prevEquity: number;
  weekBase: number;
  peak: number;
  weekHalted: boolean;
  /** Session at which the drawdown halt fired; −1 = not halted. */
  drawdownHaltedAt: number;
  cut: boolean;
}

export const initialBreakers = (equity: number): BreakerState => ({
  prevEquity: equity,
  weekBase: equity,
  peak: equity,
  weekHalted: false,
  drawdownHaltedAt: -1,
  cut: false,
});

export interface BreakerDay {
  session: number;
  day: number;
  /** Day of the previous session; the day itself on the first. */
  previousDay: number;
  /** Marked equity after exits. */
  equity: number;
  vix: number;
}

export interface BreakerResult {
  multiplier: number;
  bits: number;
}

interface Rule extends BreakerResult {
  /** Share of the open risk to force out now; 0 = none. */
  force: number;
}

const quiet: Rule = { multiplier: 1, bits: 0, force: 0 };

const mondayNumber = (day: number): number => Math.floor((day + 3) / 7);

/** Refreshes every rule and flags the positions that must go. */
export function refreshBreakers(spec: BreakerSpec | null, state: BreakerState, today: BreakerDay, positions: Position[]): BreakerResult {
  if (spec === null) return { multiplier: 1, bits: 0 };
  rollBaselines(spec, state, today);
  const rules = [dayRule(spec, state, today), weekRule(spec, state, today), drawdownRule(spec, state, today), vixRule(spec, today)];
  for (const { force } of rules) forceClose(positions, force);
  return { multiplier: Math.min(...rules.map((rule) => rule.multiplier)), bits: rules.reduce((bits, rule) => bits | rule.bits, 0) };
}

function rollBaselines(spec: BreakerSpec, state: BreakerState, { session, day, previousDay, equity }: BreakerDay): void {
  if (mondayNumber(day) !== mondayNumber(previousDay)) {
    state.weekBase = state.prevEquity;
    state.weekHalted = false;
  }
  if (state.drawdownHaltedAt >= 0 && session - state.drawdownHaltedAt >= spec.drawdownCooldown) {
    state.drawdownHaltedAt = -1;
    state.cut = false;
    state.peak = equity;
  }
  state.peak = Math.max(state.peak, equity);
}

function dayRule(spec: BreakerSpec, { prevEquity }: BreakerState, { equity }: BreakerDay): Rule {
  const loss = (prevEquity - equity) / prevEquity;
  if (loss >= spec.dayHalt) return { multiplier: 0, bits: abi.BREAKER_DAY_HALT, force: 0 };
  if (loss >= spec.dayHalf) return { multiplier: 0.5, bits: abi.BREAKER_DAY_HALF, force: 0 };
  return loss >= spec.dayAlert ? { multiplier: 1, bits: abi.BREAKER_DAY_ALERT, force: 0 } : quiet;
}

function weekRule(spec: BreakerSpec, state: BreakerState, { equity }: BreakerDay): Rule {
  const loss = (state.weekBase - equity) / state.weekBase;
  if (state.weekHalted || loss >= spec.weekHalt) {
    const fires = !state.weekHalted;
    state.weekHalted = true;
    return { multiplier: 0, bits: abi.BREAKER_WEEK_HALT, force: fires ? 0.5 : 0 };
  }
  return loss >= spec.weekHalf ? { multiplier: 0.5, bits: abi.BREAKER_WEEK_HALF, force: 0 } : quiet;
}

function drawdownRule(spec: BreakerSpec, state: BreakerState, { session, equity }: BreakerDay): Rule {
  const fall = (state.peak - equity) / state.peak;
  if (state.drawdownHaltedAt >= 0 || fall >= spec.drawdownHalt) {
    const fires = state.drawdownHaltedAt < 0;
    if (fires) state.drawdownHaltedAt = session;
    return { multiplier: 0, bits: abi.BREAKER_DRAWDOWN_HALT, force: fires ? 1 : 0 };
  }
  const fires = !state.cut;
  state.cut = fall >= spec.drawdownCut;
  return state.cut ? { multiplier: 0.25, bits: abi.BREAKER_DRAWDOWN_CUT, force: fires ? 0.25 : 0 } : quiet;
}

function vixRule({ vixLevels, vixMultipliers }: BreakerSpec, { vix }: BreakerDay): Rule {
  let reached = -1;
  vixLevels.forEach((level, k) => {
    if (vix >= level) reached = k;
  });
  return reached < 0 ? quiet : { multiplier: vixMultipliers[reached], bits: abi.BREAKER_VIX, force: 0 };
}

/** Flags the largest risks until the flagged ones hold the share; ties to the lowest id. */
function forceClose(positions: Position[], share: number): void {
  const risk = (some: Position[]): number => some.reduce((sum, position) => sum + position.maxLoss, 0);
  const all = risk(positions);
  while (risk(positions.filter((position) => position.forced)) < share * all) {
    const rest = positions.filter((position) => !position.forced);
    const largest = Math.max(...rest.map((position) => position.maxLoss));
    rest.find((position) => position.maxLoss === largest)!.forced = true;
  }
}
