export { readChain } from "./chain";
export type { Chain, Head } from "./chain";
export { createTally, joinTrials, selectTrials } from "./count";
export type { Tally, TrialCount } from "./count";
export { encodeEntry } from "./entry";
export type { Digest, Entry, Line, Scope, Trials } from "./entry";
export { configKeys } from "./key";
export { createRecorder, trialOfRun, trialsOf } from "./recorder";
export type { Recorder } from "./recorder";
