export { qualityContext } from "./context";
export type { ContextOptions, QualityContext } from "./context";
export { DEFAULT_LIMITS } from "./limits";
export type { QualityLimits } from "./limits";
export { ARBITRAGE_CHECKS, checksOf, QUALITY_CHECKS, runChecks } from "./run";
export type { CheckResult } from "./run";
export type { Finding, QualityBasis, QualityCheck, QualityExample, QualityGrade, QualityScope } from "./types";
export { sliceDays } from "./walk";
