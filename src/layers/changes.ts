import { KEYS, parameterOf, rawText } from "../config";
import type { RunRequest } from "./types";

export interface KeyChange {
  key: string;
  from: string;
  to: string;
}

/** Keys that differ between two requests, and gates that only one has, as text. */
export function changesBetween(from: RunRequest, to: RunRequest): KeyChange[] {
  const keys = KEYS.flatMap((key) => {
    const [a, b] = [from, to].map(({ config }) => rawText(parameterOf(key).raw(config[key])));
    return a === b ? [] : [{ key, from: a, to: b }];
  });
  const gates = [...new Set([...from.gates, ...to.gates])].filter((gate) => from.gates.includes(gate) !== to.gates.includes(gate));
  return [...keys, ...gates.map((gate) => (to.gates.includes(gate) ? { key: gate, from: "off", to: "on" } : { key: gate, from: "on", to: "off" }))];
}
