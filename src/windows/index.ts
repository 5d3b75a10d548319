export { choose, combinatorialSplits, combinatorialWindows, groupSpans, reconstructPaths } from "./combinatorial";
export type { CombinatorialWindow, Split } from "./combinatorial";
export { addMonths, parseLength } from "./length";
export { purge, trainingSpans } from "./purge";
export { parseWindows, rollingWindows, WINDOW_PRESETS } from "./rolling";
export type { RollingOptions, RollingWindow } from "./rolling";
export { mergeSpans, overlap, spanText } from "./span";
export type { Span } from "./span";
