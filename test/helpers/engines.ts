import { referenceRun } from "../reference/dayloop";
import { loadCore } from "./core";
import { coreEngine } from "./coreEngine";
import type { Engine } from "./runInput";

/** Every engine that must keep the rules of docs/engine.md; suites run on each of them. */
export const engines: readonly (readonly [name: string, run: Engine])[] = [
  ["twin", referenceRun],
  ["core", coreEngine(loadCore())],
];
