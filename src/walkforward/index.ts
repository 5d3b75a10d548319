export { walkForward, walkOn } from "./walkForward";
export type { WalkForwardHost } from "./walkForward";
export { DEFAULT_GUARDS, DEFAULT_TOP, DEFAULT_WINDOWS } from "./settings";
export type { WalkForwardSettings } from "./settings";
export type { Boundary, Consensus, Cpcv, CpcvOptions, Curve, Efficiency, Evidence, Figures, Guards, RedFlag, Rival, Stability, TestFigures, WalkForward, WalkForwardOptions, WindowResult } from "./types";
