// The public API that needs no host: no file system, no network, no process.
export { instantiateCore } from "./core/core";
export type { Core } from "./core/core";
export { runBacktest } from "./engine/backtest";
export type { BacktestRequest, BacktestResult } from "./engine/backtest";
export type * from "./engine/types";
export { MahlerError } from "./errors";
export type { ErrorKind } from "./errors";
export type * from "./market/types";
export type * from "./strategy/spec";
export * from "./units";
export * from "./config";
export * from "./metrics";
export * from "./simulate";
export { readDataset, readManifest } from "./store/read";
export type { ReadOptions } from "./store/read";
export type { Manifest } from "./store/manifest";
export type { ByteSource } from "./store/source";
