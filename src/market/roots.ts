// What the exchange lists under each OPRA root. The quote's ticker alone does not tell the settlement (D.4).
import { SETTLEMENT } from "./types";

export interface RootTerms {
  /** The underlying the root belongs to. */
  underlying: string;
  /** `monthly-am`: AM on the third Friday, PM on any other date. */
  settlement: "pm" | "am" | "monthly-am";
  exercise: "american" | "european";
  delivery: "physical" | "cash";
}

const etf = (underlying: string): RootTerms => ({ underlying, settlement: "pm", exercise: "american", delivery: "physical" });
const index = (underlying: string, settlement: RootTerms["settlement"]): RootTerms => ({ underlying, settlement, exercise: "european", delivery: "cash" });

const KNOWN = new Map<string, RootTerms>([
  ...["SPY", "QQQ", "IWM", "DIA", "VXX", "GLD", "TLT", "EEM", "EFA", "XLF", "XLE"].map((s) => [s, etf(s)] as const),
  ["SPX", index("SPX", "monthly-am")],
  ["SPXW", index("SPX", "pm")],
  ["SPXPM", index("SPX", "pm")],
  ["SPXQ", index("SPX", "pm")],
  ["NDX", index("NDX", "monthly-am")],
  ["NDXP", index("NDX", "pm")],
  ["RUT", index("RUT", "monthly-am")],
  ["RUTW", index("RUT", "pm")],
  ["DJX", index("DJX", "monthly-am")],
  ["XSP", index("XSP", "pm")],
  ["VIX", index("VIX", "am")],
  ["VIXW", index("VIX", "am")],
  ["XEO", index("OEX", "pm")],
  ["OEX", { underlying: "OEX", settlement: "pm", exercise: "american", delivery: "cash" }],
]);

/** Binary options of Cboe: they pay a fixed amount, and their quotes are no spread's legs. */
const BINARY = new Set(["BSZ", "BSF", "BVZ"]);

export const isBinary = (root: string): boolean => BINARY.has(root);

/** Terms of a root, or undefined when it is not in the table: callers then assume PM, American, physical, and say so. */
export const knownRoot = (root: string): RootTerms | undefined => KNOWN.get(root);

/** PM, American, physical: what nearly every single stock and fund is. */
export const assumedRoot = (root: string): RootTerms => etf(root);

/** SETTLEMENT of a series; `isThirdFriday` says whether it settles on the month's third Friday (or the session before, when that is closed). */
export function settlementOf({ settlement }: RootTerms, isThirdFriday: boolean): number {
  return settlement === "am" || (settlement === "monthly-am" && isThirdFriday) ? SETTLEMENT.AM : SETTLEMENT.PM;
}
