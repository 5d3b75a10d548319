import type { UnderlyingInfo } from "../market/types";

/** Volatility indices: nobody can hold them, so that each expiry's options hang on a futures contract of their own. */
const NO_ASSETS: readonly string[] = ["VIX", "VXN", "RVX", "VXD", "OVX", "GVZ"];

/** Whether the underlying can be bought and kept: only then do spot and forwards of different expiries bind each other. */
export const isAsset = ({ symbol }: Pick<UnderlyingInfo, "symbol">): boolean => !NO_ASSETS.includes(symbol);
