import { EXIT_ORDER } from "../../strategy/spec";
import type { ExitKind } from "../../strategy/spec";
import { EXIT_STYLE_NAMES } from "../presets";
import { choice, custom, number, numberOrOff, toggle } from "../kinds";
import { rawWidth, readExitPriority, readWeights, readWidth, WIDTH_FORMS } from "../readers";
import type { WeightRow, Width } from "../readers";

const sleeve = true;

/** Which contracts are candidates, and which candidate wins. */
export const SCREEN = {
  min_delta: number({ group: "screen", sleeve, help: "Smallest |Δ| of the short leg.", default: 0.1, min: 0, max: 1 }),
  max_delta: number({ group: "screen", sleeve, help: "Largest |Δ| of the short leg.", default: 0.3, min: 0, max: 1 }),
  min_dte: number({ group: "screen", sleeve, help: "Fewest calendar days to the last trade date at entry.", unit: "days", default: 25, min: 0, max: 3650, integer: true }),
  max_dte: number({ group: "screen", sleeve, help: "Most calendar days to the last trade date at entry.", unit: "days", default: 45, min: 0, max: 3650, integer: true }),
  width: custom<Width>({ group: "screen", sleeve, help: "Distance of the long leg from the short one.", default: { mode: "dollars", values: [5] }, accepts: WIDTH_FORMS, read: readWidth, raw: rawWidth }),
  min_credit: number({ group: "screen", sleeve, help: "Smallest credit at executable prices (short bid − long ask).", unit: "% of width", default: 10, min: 0, max: 100 }),
  min_open_interest: number({ group: "screen", sleeve, help: "Smallest open interest of every leg.", unit: "contracts", default: 0, min: 0, max: 1e9, integer: true }),
  min_volume: number({ group: "screen", sleeve, help: "Smallest volume of every leg at the snapshot.", unit: "contracts", default: 0, min: 0, max: 1e9, integer: true }),
  min_iv_percentile: number({ group: "screen", sleeve, help: "Enter only when the lagged IV percentile is at least this; 0 = no filter.", unit: "percentile", default: 0, min: 0, max: 100 }),
  require_iv: toggle({ group: "screen", sleeve, help: "With a filter: an IV percentile still warming up refuses the entry (off: lets it pass).", default: true }),
  ranking: choice({ group: "screen", sleeve, help: "Which candidate wins; ties go to the earlier expiry, the lower strike, the narrower width.", default: "expected-value", of: ["expected-value", "target-delta", "credit", "weighted"] }),
  target_delta: number({ group: "screen", sleeve, help: "|Δ| that ranking target-delta aims at.", default: 0.15, min: 0, max: 1 }),
  weights: custom<readonly WeightRow[]>({ group: "screen", sleeve, help: "Weights of ranking weighted: credit/width, 1 − |Δ|, DTE near the band's middle, tight quotes; one row, or one per four-state regime.", default: row(0.4, 0.3, 0.15, 0.15), accepts: "a,b,c,d or four such rows separated by ;", read: readWeights, raw: (rows) => rows.map((r) => r.join(",")).join(";") }),
};

/** When a position leaves before expiry. Triggers look at marks; orders fill with the fill model, never at the trigger. */
export const EXITS = {
  profit_target: numberOrOff({ group: "exits", sleeve, help: "Close when the gain reaches this share of the credit.", unit: "% of credit", default: 65, min: 0, max: 100, above: true }),
  stop_loss: numberOrOff({ group: "exits", sleeve, help: "Close when the loss reaches this share of the credit.", unit: "% of credit", default: 125, min: 0, max: 100_000, above: true }),
  dynamic_exits: choice({ group: "exits", sleeve, help: "Target ÷ and stop × the volatility ratio (dynamic_window and the keys after it), anew each day: scaled = of profit_target and stop_loss; a style = of its own 40/100, 50/125 or 60/150 % of credit. A trigger that is off stays off.", default: "off", of: ["off", "scaled", ...EXIT_STYLE_NAMES] }),
  time_exit: numberOrOff({ group: "exits", sleeve, help: "Close when this many days or fewer are left; 0 = on expiry day, before the settlement.", unit: "days", default: 0, min: 0, max: 3650, integer: true }),
  gamma_exit: numberOrOff({ group: "exits", sleeve, help: "Like time_exit, with its own place in the priorities and its own exit reason.", unit: "days", default: null, min: 0, max: 3650, integer: true }),
  exit_priority: custom<readonly ExitKind[]>({ group: "exits", sleeve, help: "Which trigger names the exit when several hold; triggers left out follow in default order.", default: EXIT_ORDER, accepts: EXIT_ORDER.join(","), read: readExitPriority }),
};

function row(...weights: WeightRow): readonly WeightRow[] {
  return [weights, weights, weights, weights];
}
