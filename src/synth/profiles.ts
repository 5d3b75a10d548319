import { configError } from "../errors";
import { knownRoot } from "../market/roots";
import { PROFILES } from "../simulate/parameters";

/** What the quoting machinery knows about one symbol. */
export interface SynthProfile {
  symbol: string;
  /** Quote width and option activity relative to SPY. */
  width: number;
  activity: number;
  /** Its index relative to the reference's, on the whole: what `level` is measured against. */
  usual: number;
  /** Curvature of the smile relative to SPY's at the same state. */
  curvature: number;
}

/** Smiles of the funds beside SPY: QQQ on 12 February 2026, the one day of its chains at hand; IWM has none and takes QQQ's. */
const OTHER = { usual: 1.22, curvature: 0.85 };

/**
 * SPY, QQQ and IWM as the simulated market has them; any other fund is quoted like IWM. Cash-settled indices are refused: their
 * morning settlement and five-point strikes are not modelled.
 */
export function synthProfile(symbol: string): SynthProfile {
  if (knownRoot(symbol)?.delivery === "cash") throw configError(`symbol = ${symbol}`, "cash-settled index options are not modelled", "use the fund on it, e.g. SPY for SPX");
  const known = PROFILES.find((p) => p.symbol === symbol) ?? PROFILES[PROFILES.length - 1];
  const smile = symbol === "SPY" ? { usual: 1, curvature: 1 } : OTHER;
  return { symbol, width: known.width, activity: known.optionActivity, ...smile };
}
