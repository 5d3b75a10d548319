import { blockPlan, type BlockPlan } from "../sweep/blocks";
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
    ...(sessions === null ? [] : memoryLines(blockPlan(census, underlyings, sessions), underlyings, sessions)),
  ];
  return `${lines.join("\n").replace(/^\n/, "")}\n`;
}

const mebibytes = (bytes: number): string => `${grouped(bytes / 2 ** 20, bytes < 10 * 2 ** 20 ? 1 : 0)} MiB`;

/** How much is compiled, and in how many blocks of history. */
function memoryLines(plan: BlockPlan, underlyings: number, sessions: number): string[] {
  const { configs, screens, entryBytes, mostBytes, tableBytes, fewest, most, carriedBytes, carriedConfigs } = plan;
  const lines = [
    `  Compiled for up to ${grouped(configs)} configs at a time (${grouped(screens)} screens, ${grouped(sessions)} sessions, underlyings: ${underlyings}): ${mebibytes(entryBytes)} of entries, and at`,
    `  most ${mebibytes(mostBytes - entryBytes)} of spreads and their paths to expiry, if no two screens ever picked the same.`,
  ];
  if (most === 1) return [...lines, `  One block of history: that is less than ${mebibytes(tableBytes)}.`];
  return [
    ...lines,
    `  History is cut into blocks of at most ${mebibytes(tableBytes)}: ${fewest === most ? "" : `${grouped(fewest)} to `}${grouped(most)} of them, of ${grouped(Math.floor(sessions / most))} sessions${fewest === most ? "" : " or more"}. Through several, each config`,
    `  carries its run so far, about ${mebibytes(carriedBytes)}: up to ${grouped(carriedConfigs)} configs at a time.`,
  ];
}
