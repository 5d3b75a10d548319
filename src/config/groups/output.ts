import { custom, textOrNone, toggle } from "../kinds";
import { readRiskFree } from "../readers";
import type { RiskFree } from "../readers";

export const OUTPUT = {
  risk_free: custom<RiskFree>({ group: "output", help: "Risk-free rate in Sharpe and Sortino; curve = the dataset's dated rates.", unit: "% a year", default: 0, accepts: "number from -10 to 100, or curve", read: readRiskFree }),
  break_even: toggle({ group: "output", help: "Find the slippage at which the total P&L is zero (re-runs the backtest about ten times).", default: true }),
  out: textOrNone({ group: "output", help: "Folder of the result files; none = out/ and a name made of the config's hash.", default: null }),
  export_trades: textOrNone({ group: "output", help: "One more copy of the trades: a file ending in .csv, .json or .arrow.", default: null }),
  json: toggle({ group: "output", help: "Print metrics and funnel as JSON on standard output; errors as JSON on standard error.", default: false }),
  quiet: toggle({ group: "output", help: "Print nothing but errors.", default: false }),
};
