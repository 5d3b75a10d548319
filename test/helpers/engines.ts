import { referenceRun } from "../reference/dayloop";
import { coreRun } from "./coreEngine";
import type { Engine } from "./runInput";

/** Every engine that must keep the rules of docs/engine.md; suites run on each of them. */
export const engines: readonly (readonly [name: string, run: Engine])[] = [
  ["twin", referenceRun],
  ["core", coreRun],
];
