import { ABI_VERSION } from "./abi";

export function abiVersion(): i32 {
  return ABI_VERSION;
}

/** First byte the host may use: everything below belongs to the module. */
export function heapBase(): usize {
  return __heap_base;
}

export { runBacktest } from "./dayloop";
export { computeFeatures } from "./features";
export { rollingCorrelation } from "./correlation";
