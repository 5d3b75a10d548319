import { ABI_VERSION } from "./abi";

export function abiVersion(): i32 {
  return ABI_VERSION;
}

/** First byte the host may use: everything below belongs to the module. */
export function heapBase(): usize {
  return __heap_base;
}

export { runBacktest } from "./dayloop";
export { buildCodes } from "./codes";
export { compileBegin, compileCarried, compileEnd, compileSessions } from "./compile";
export { replay } from "./replay";
export { computeFeatures } from "./features";
export { rollingCorrelation } from "./correlation";
export { measure } from "./metrics";
export { compactRun } from "./metrics/compact";
export { bsmGreeksColumn, impliedVolColumn, normCdfColumn, normInvColumn } from "./pricing";
export { bsmPriceColumn } from "./pricing-pair";

// The portable functions one value at a time: the host has the same sources; these exist so that equality can be checked.
export { fromWords, highWord, imul, lowWord, truncate, unsigned } from "./portable/bits";
export { erfc, erfcx } from "./portable/erf";
export { exp, expm1 } from "./portable/exp";
export { log, log1p } from "./portable/log";
export { normCdf, normInv, normPdf } from "./portable/normal";
export { pow } from "./portable/pow";
export { gaussian, uniform } from "./portable/rng";
export { cos, sin } from "./portable/trig";
