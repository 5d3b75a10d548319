// How much the chosen parameters move, and which of them to take in the end.
import { log } from "../../assembly/portable/log";
import { rawText } from "../config";
import type { Space } from "../sweep/types";
import type { ConfigSet } from "./configs";
import type { Consensus, Stability, WindowResult } from "./types";

type Chosen = Pick<WindowResult, "chosen" | "parameters">;

/** Per swept and linked parameter: values chosen, changes between neighbouring windows, entropy, choices at the grid's edge. */
export function stability(space: Space, windows: readonly Chosen[]): Stability[] {
  return [...space.axes, ...space.linked].map(({ key }) => {
    const values = counted(windows, key);
    const possible = space.axes.find((axis) => axis.key === key)?.values.length ?? values.length;
    return { key, values, ...moves(windows, key), entropy: entropy(values.map((entry) => entry.windows), possible), edge: edgeOf(space, windows, key) };
  });
}

const textOf = ({ parameters }: Chosen, key: string): string => (key in parameters ? rawText(parameters[key]) : "");

function counted(windows: readonly Chosen[], key: string): Stability["values"] {
  const found = new Map<string, { value: unknown; windows: number }>();
  for (const window of windows) {
    if (window.chosen === null) continue;
    const text = textOf(window, key);
    const entry = found.get(text) ?? { value: window.parameters[key] ?? null, windows: 0 };
    entry.windows++;
    found.set(text, entry);
  }
  return [...found.values()].sort((a, b) => b.windows - a.windows); // stable: equals in the order of their first window
}

function moves(windows: readonly Chosen[], key: string): Pick<Stability, "steps" | "changes"> {
  let [steps, changes] = [0, 0];
  for (let w = 1; w < windows.length; w++) {
    if (windows[w].chosen === null || windows[w - 1].chosen === null) continue;
    steps++;
    if (textOf(windows[w], key) !== textOf(windows[w - 1], key)) changes++;
  }
  return { steps, changes };
}

/** −Σ p ln p over the shares / ln of the number of values that could have been chosen. */
function entropy(sizes: readonly number[], possible: number): number {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const most = log(Math.min(possible, total));
  if (!(most > 0)) return 0;
  return sizes.reduce((sum, size) => sum - (size / total) * log(size / total), 0) / most + 0;
}

/** Windows that chose an end of an axis of three or more numbers. */
function edgeOf({ axes }: Space, windows: readonly Chosen[], key: string): number | null {
  const numbers = axes.find((axis) => axis.key === key)?.values.flatMap(({ scalar }) => (typeof scalar === "number" ? [scalar] : [])) ?? [];
  if (numbers.length < 3) return null;
  const ends = [Math.min(...numbers), Math.max(...numbers)];
  return windows.filter(({ chosen, parameters }) => chosen !== null && ends.includes(parameters[key] as number)).length;
}

/**
 * The config for the time after the last window: the one most windows chose. Ties go to the one whose parameter values most windows share, then to the one
 * chosen last. No out-of-sample result takes part, so the stitched curve stays a test of the rule and not of this choice. null when no window chose.
 */
export function consensus(set: Pick<ConfigSet, "parameters">, windows: readonly Chosen[]): Consensus | null {
  const chose = windows.filter((window): window is Chosen & { chosen: number } => window.chosen !== null);
  const candidates = [...new Set(chose.map(({ chosen }) => chosen))].map((config) => ({
    config, windows: chose.filter(({ chosen }) => chosen === config).length, agreement: agreement(set.parameters(config), chose), last: chose.findLastIndex(({ chosen }) => chosen === config),
  }));
  const [first] = candidates.sort((a, b) => b.windows - a.windows || b.agreement - a.agreement || b.last - a.last);
  if (!first) return null;
  const { last: _, ...rest } = first;
  return { ...rest, parameters: set.parameters(first.config) };
}

/** Mean over parameters of the share of windows with the same value. Whole counts are summed, so that equal sums tie exactly. */
function agreement(parameters: Record<string, unknown>, windows: readonly Chosen[]): number {
  const keys = Object.keys(parameters);
  const same = keys.reduce((sum, key) => sum + windows.filter((window) => textOf(window, key) === rawText(parameters[key])).length, 0);
  return keys.length ? same / (keys.length * windows.length) : 1;
}
