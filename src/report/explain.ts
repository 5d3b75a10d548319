import type { Census } from "../sweep/plan";
import type { Tally } from "../sweep/expand";
import { grouped } from "./format";
import { textTable } from "./table";
import { section } from "./view";
import type { View } from "./view";

export interface Explanation {
  /** Swept parameters with their number of values, linked ones with their formula. */
  axes: readonly { key: string; values: string }[];
  tally: Tally;
  census: Census;
  underlyings: number;
  /** Of the dataset; null = not known yet. */
  sessions: number | null;
}

/** Bytes per entry candidate (strikes, credit, score, features) and per session of its path (mark, exit cost). */
const ENTRY_BYTES = 32;
const PATH_BYTES = 4;

/** Upper bound of the entries and paths that the configs share: every session could offer an entry that lives to the end of its band. */
export const sharedBytes = ({ screens, pathSessions }: Census, underlyings: number, sessions: number): number => underlyings * sessions * (screens * ENTRY_BYTES + pathSessions * PATH_BYTES);

/** What a sweep would do, and what its configs share. */
export function explainSweep(view: View, explanation: Explanation): string {
  const { axes, tally, census, underlyings, sessions } = explanation;
  const { dim } = view.style;
  const left = { align: "left" } as const;
  const right = { align: "right" } as const;
  const per = (count: number): string => `${grouped(tally.configs / Math.max(1, count), 1)} configs`;
  const shared = [
    ["feature sets", census.features, "windows, detector, lag"], ["fill models and quote filters", census.fills, "slippage, width caps"],
    ["entry screens", census.screens, "structure, bands, widths, credit, ranking …"], ["sets of entries", census.entries, "all of the above together"],
    ["exit sets", census.exits, "target, stop, time, priority"], ["accounts", census.accounts, "sizing, limits, regime, breakers, costs"],
  ] as const;
  const lost = [...(tally.rejected ? [`${grouped(tally.rejected)} combinations break a constraint`] : []), ...(tally.invalid ? [`${grouped(tally.invalid)} do not fit together, the first because ${tally.firstInvalid}`] : [])];
  const lines = [
    ...section(view, "Space", textTable([{ title: "parameter", ...left }, { title: "values", ...left }], axes.map(({ key, values }) => [key, values]), dim), `${grouped(tally.configs)} configs`),
    ...lost.map((line) => `  ${line}`),
    ...section(view, "Plan", textTable([{ title: "distinct", ...right }, { title: "what", ...left }, { title: "shared by", ...right }, { title: "made of", ...left }], shared.map(([name, count, of]) => [grouped(count), name, per(count), dim(of)]), dim)),
    "",
    `  Evaluated by features, then entries: each set of entries is met once. Written in config order.`,
    ...(sessions === null ? [] : [`  Shared entries and their paths to expiry: at most ${grouped(sharedBytes(census, underlyings, sessions) / 2 ** 20, 1)} MiB (${grouped(sessions)} sessions, underlyings: ${underlyings}).`]),
  ];
  return `${lines.join("\n").replace(/^\n/, "")}\n`;
}
