export * from "../index";
export { loadCore } from "./core";
export { createPool } from "./pool";
export type { BrowserPoolOptions } from "./pool";
export { fileSource, urlSource } from "./sources";
export { serveSweepWorker } from "./sweepWorker";
