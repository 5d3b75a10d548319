// The public API with Node's files behind it.
export * from "../index";
export { coreHash, loadCore } from "./core";
export { loadConfigLayers, loadSpace, scenarioNames, spaceNames } from "./config";
export { directorySource } from "./files";
export { createPool } from "./pool";
export type { PoolOptions } from "./pool";
export { exportTrades, readRecord, writeResults } from "./results";
export { ensureEmbeddedMarket } from "./simulate";
export { openDataset } from "./datasetWriter";
export type { DatasetWriter, PartitionAccount, WriterOptions } from "./datasetWriter";
export type { ManifestDraft, PartitionEntry, SymbolDraft } from "../store/manifest";
export type { Chain } from "../store/partition";
export { exportDataset } from "./export";
export type { ExportOptions, ExportReport } from "./export";
export { writeDataset } from "./write";
export { sweep } from "./sweep";
export type { SweepOptions } from "./sweep";
export { readSweepResults } from "./sweepResults";
