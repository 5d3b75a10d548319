export * from "../index";
export { loadCore } from "./core";
export { createPool } from "./pool";
export type { BrowserPoolOptions } from "./pool";
export { fileSource, urlSource } from "./sources";
export { sweep } from "./sweep";
export type { BrowserSweepOptions } from "./sweep";
export { serveSweepWorker } from "./sweepWorker";
