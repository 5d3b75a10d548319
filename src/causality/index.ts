export { detect } from "./detect";
export type { DetectRequest, Leak, Point, ProbeVerdict, Progress, Verdict } from "./detect";
export type { Culprit } from "./culprit";
export { changeMarket, closingParts, partsOf } from "./change";
export { compare } from "./compare";
export { configObserver, namesOf, observePrepared } from "./observe";
export { PROBES } from "./types";
export type { Change, Difference, Known, Names, Observe, Observed, Part, Probe } from "./types";
