// What the look-ahead detector found, as text.
import type { Culprit, Difference, ProbeVerdict, Verdict } from "../causality";
import { isoDate } from "../units";
import { grouped } from "./format";
import { textTable } from "./table";
import { wrapText } from "./style";
import { section } from "./view";
import type { View } from "./view";

const MEANING = {
  truncate: "the data end after the day",
  perturb: "all data after the day are others",
  close: "the day's closing bar, volatility index and rate are others",
} as const;

export interface CausalityHeader {
  title: string;
  /** Dataset. */
  data: string;
}

/** The whole report of a verdict. */
export function causalityText(view: View, verdict: Verdict, { title, data }: CausalityHeader): string {
  const { accent, bold, dim, good, bad } = view.style;
  const { first, last, count } = verdict.sessions;
  const facts = `${isoDate(first)} … ${isoDate(last)} · ${grouped(count)} sessions · data: ${data} · seed ${verdict.seed}`;
  const rows = verdict.probes.map((probe) => [probe.probe, grouped(probe.points.length), probe.leak ? bad(`${grouped(leaks(probe))} leak`) : good("equal"), dim(MEANING[probe.probe])]);
  const last_ = verdict.clean ? good("No decision hangs on data that were not known yet.") : bad("Look-ahead: decisions change with data dated after them.");
  const lines = [
    `${accent(bold("mahler"))}  ${bold(`causality of ${title}`)}`, dim(facts),
    ...section(view, "Probes", textTable([{ title: "probe", align: "left" }, { title: "days", align: "right" }, { title: "decisions", align: "left" }, { title: "what was changed", align: "left" }], rows, dim)),
    "", ...comparedLines(view, verdict).map((line) => dim(`  ${line}`)),
    ...verdict.probes.flatMap((probe) => leakLines(view, probe)),
    "", `  ${bold(last_)}`,
  ];
  return `${lines.join("\n")}\n`;
}

const leaks = ({ points }: ProbeVerdict): number => points.filter(({ equal }) => !equal).length;

function comparedLines(view: View, { probes }: Verdict): string[] {
  const sum = (key: keyof ProbeVerdict["compared"]): string => grouped(probes.reduce((total, { compared }) => total + compared[key], 0));
  const text = `Compared over all days: ${sum("sessions")} sessions of the account, ${sum("known")} known values, ${sum("reasons")} reason codes, ${sum("entries")} entries, ${sum("exits")} exits.`;
  return wrapText(text, view.width - 4);
}

function leakLines(view: View, { probe, leak }: ProbeVerdict): string[] {
  if (!leak) return [];
  const { point, differences, culprits } = leak;
  const how = point.how === "truncate" ? "truncated" : `changed (${point.how})`;
  const title = `Leak: ${probe}, data ${how} ${probe === "close" ? "on" : "after"} ${isoDate(point.day)}`;
  const lines = [
    ...differences.flatMap((difference) => differenceLines(view, difference)),
    "",
    ...(culprits.length ? culprits.map(culpritText) : ["No table alone is enough: the decision hangs on several at once."]).flatMap((text) => wrapText(text, view.width - 4)).map((line) => `  ${line}`),
  ];
  return section(view, title, lines, `first seen ${isoDate(differences[0].day)}`);
}

/** At most so many columns of one difference are listed. */
const MOST = 8;

function differenceLines({ style: { bold, dim }, width }: View, { kind, underlying, sleeve, columns }: Difference): string[] {
  const owner = [underlying, sleeve].filter((name) => name !== null).join(" ");
  const cells = columns.slice(0, MOST).map(({ name, original, changed }) => `${name}: ${original} → ${changed}`);
  const more = columns.length > MOST ? [`… and ${columns.length - MOST} more columns`] : [];
  return [`  ${bold(kind)}${owner ? ` ${owner}` : ""}`, ...[...cells, ...more].flatMap((cell) => wrapText(cell, width - 6)).map((line) => dim(`    ${line}`))];
}

function culpritText({ table, underlying, columns, earliest, latest }: Culprit): string {
  const source = underlying === null ? table : `${table} of ${underlying}`;
  if (earliest === null || latest === null) return `Leaked: ${source}, by where it ends (its length, or its last row).`;
  const days = earliest === latest ? `the data of ${isoDate(earliest)}` : `data from ${isoDate(earliest)} to ${isoDate(latest)}`;
  return `Leaked: ${source}, ${days}, ${columns.length === 1 ? "column" : "columns"} ${columns.join(", ")}.`;
}
