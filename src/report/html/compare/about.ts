// What is compared, what it was told, what it cost, where it comes from.
import { rawText } from "../../../config";
import { originNotice } from "../../origin";
import { dollars, grouped, metricText, percent, wholeDollars } from "../../format";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";
import type { HtmlColumn } from "../table";
import { COMPARED_METRICS, labelOf, rangeText } from "./common";
import type { Common, CommonSide } from "./common";
import { definitionId } from "../backtest/summary";
import { isLog, whatOf } from "./side";
import type { RecordedLog } from "../../../log/read";
import type { RecordedRun } from "../../../results/readRun";
import type { Side } from "./side";

const left = (title: string): HtmlColumn => ({ title, align: "left" });

/** The runs by letter, and over what they are compared. */
export function runs({ day, dropped, same, sides }: Common): Html {
  const rows = sides.map((side) => [
    side.letter, side.run.folder, html`${whatOf(side)}${!side.marked && html` <small class="warn">equity of closed trades only</small>`}`, rangeText(side.sessions.day), grouped(side.sessions.day.length), wholeDollars(side.initial),
    isLog(side.recorded) ? "not known" : side.recorded.record.data.name,
  ]);
  const gone = dropped > 0 ? ` ${grouped(dropped)} session${dropped === 1 ? "" : "s"} in between ${dropped === 1 ? "is" : "are"} missing from some and left out of all.` : "";
  const scope = same ? html`<p>All have the same ${grouped(day.length)} sessions, ${rangeText(day)}.</p>` : html`<p><strong>The ranges differ: everything below is over the ${grouped(day.length)} sessions that all have, ${rangeText(day)}</strong>, from the equity each had at the close before.${gone}</p>`;
  return html`${htmlTable("Each with its own range and the equity it began with", [left("run"), left("folder"), { title: "what", wrap: true }, left("range"), { title: "sessions" }, { title: "start" }, left("data")], rows)}${scope}`;
}

/** A warning over everything when quotes are no vendor's; null when all are, or nothing is known. */
export function banner(sides: readonly Side[]): Html | undefined {
  const notices = sides.flatMap(({ letter, recorded }) => {
    const notice = isLog(recorded) ? null : originNotice(recorded.record.data.origin);
    return notice === null ? [] : [{ letter, ...notice }];
  });
  const titles = [...new Set(notices.map(({ title }) => title))];
  const mixed = notices.length > 0 && notices.length < sides.length;
  return notices.length === 0 ? undefined : html`${titles.map((title) => {
    const those = notices.filter((notice) => notice.title === title);
    return html`<strong>${title}: ${those.map(({ letter }) => letter).join(", ")}.</strong> ${those[0].text} `;
  })}${mixed && "The others do not share these quotes: differences between them are those of the data too."}`;
}

/** Keys whose values differ between runs; of a log little is known. */
export function parameters(sides: readonly Side[]): Html {
  const configs = sides.map(({ recorded }) => recorded.record.config as Record<string, unknown>);
  const keys = [...new Set(configs.flatMap(Object.keys))];
  const text = (i: number, key: string): string => (key in configs[i] ? rawText(configs[i][key]) || "none" : isLog(sides[i].recorded) ? "not known" : "–");
  const known = (key: string): string[] => sides.flatMap((_, i) => (key in configs[i] ? [text(i, key)] : []));
  const rows = keys.filter((key) => new Set(known(key)).size > 1 || (known(key).length < sides.length && !sides.some(({ recorded }, i) => !(key in configs[i]) && isLog(recorded))));
  const logs = sides.filter(({ recorded }) => isLog(recorded)).map(({ letter }) => letter);
  const note = logs.length > 0 && html`<p class="muted">${logs.join(", ")} ${logs.length === 1 ? "is a log: its" : "are logs: their"} parameters are not known, but for the equity at the start and the underlyings.</p>`;
  if (rows.length === 0) return html`<p>No parameter that is known of both differs.</p>${note}`;
  return html`${htmlTable("Parameters that differ", [left("key"), ...sides.map(({ letter }): HtmlColumn => ({ title: letter, wrap: true }))], rows.map((key) => [html`<code>${key}</code>`, ...sides.map((_, i) => text(i, key))]))}${note}`;
}

const FILLS: Record<string, string> = { orats: "ORATS shares", mid: "mid", pessimistic: "the far side" };

/** Commissions, fees and fills over the trades of the common range. */
export function costs({ sides }: Common): Html {
  const row = (name: string, of: (side: CommonSide) => string): string[] => [name, ...sides.map(of)];
  const sum = (side: CommonSide, of: (trade: Side["trades"][number]) => number): number => side.inside.reduce((total, trade) => total + of(trade), 0);
  const known = (value: number, text: (v: number) => string): string => (Number.isFinite(value) ? text(value) : "not known");
  const commissions = (side: CommonSide): number => sum(side, (trade) => trade.commissions);
  const gross = (side: CommonSide): number => sum(side, (trade) => trade.net) + commissions(side) + sum(side, (trade) => trade.fees);
  const rows = [
    row("gross P&L, at fills", (side) => known(gross(side), wholeDollars)), row("commissions", (side) => known(commissions(side), dollars)), row("fees of assignment", (side) => (isLog(side.recorded) ? "in the commissions" : dollars(sum(side, (trade) => trade.fees)))),
    row("commissions per trade", (side) => (side.inside.length ? known(commissions(side) / side.inside.length, dollars) : "–")), row("costs, share of gross P&L", (side) => (gross(side) > 0 ? known((gross(side) - sum(side, (trade) => trade.net)) / gross(side), (v) => percent(v, 1)) : "–")),
    row("fills", ({ recorded }) => (isLog(recorded) ? "not known" : FILLS[String(recorded.record.config.slippage)] ?? `${String(recorded.record.config.slippage)} % of the quoted width`)),
    row("break-even fill, own range", ({ run: { metrics } }) => ((metrics.values.break_even_slippage?.value ?? null) === null ? "–" : metricText(metrics.values.break_even_slippage))),
  ];
  return htmlTable("Costs of the trades opened and ended in the common range", [left("what"), ...sides.map(({ letter }) => ({ title: letter }))], rows);
}

/** Data and program of each, and whether they are the same. */
export function provenance(sides: readonly Side[]): Html {
  const runsOnly = sides.flatMap(({ recorded, letter }) => (isLog(recorded) ? [] : [{ letter, record: recorded.record }]));
  const sameData = new Set(runsOnly.map(({ record }) => JSON.stringify(Object.entries(record.data.files).sort()))).size === 1;
  const sameCore = new Set(runsOnly.map(({ record }) => record.mahler.core)).size === 1;
  const words = runsOnly.length < 2 ? "" : `${sameData ? "The runs read the same data files" : "The runs read different data files"} and ${sameCore ? "were made by the same core" : "were made by different cores"}.`;
  return html`${words && html`<p${sameData && sameCore ? null : html` class="warn"`}>${words}</p>`}
${sides.map((side) => html`<h3>${side.letter}: ${side.run.folder}</h3>${isLog(side.recorded) ? logProvenance(side.letter, side.recorded) : runProvenance(side.letter, side.recorded)}`)}`;
}

const COLUMNS: readonly HtmlColumn[] = [left("what"), { title: "", wrap: true }];

function runProvenance(letter: string, { record: { data, mahler, bits }, folder }: RecordedRun): Html {
  const rows = [["dataset", `${data.name} (${data.path}), ${data.origin}, ${grouped(Object.keys(data.files).length)} files read`], ["program", `mahler ${mahler.version}, ABI ${mahler.abi}`], ["core.wasm", html`<code>${mahler.core}</code>`], ["trades", html`<code>${bits.trades}</code>`], ["equity", html`<code>${bits.equity}</code>`], ["again, bit for bit", html`<code>mahler replay ${folder}</code>`]];
  return htmlTable(`Where ${letter} comes from; hashes are SHA-256`, COLUMNS, rows);
}

/** The files that a log came from, and the fate of their lines. */
export function logProvenance(name: string, { record }: RecordedLog): Html {
  const counts = (entries: Readonly<Record<string, number>>): string => Object.entries(entries).map(([name, n]) => `${name.replaceAll("_", " ")} ${grouped(n)}`).join(", ");
  const rows = record.files.flatMap(({ file, sha256, fate, observations }): (readonly (string | Html)[])[] => [
    [file, html`<code>${sha256}</code>`],
    ["its lines", [`${grouped(fate.read)} read, ${grouped(fate.kept)} kept`, counts(fate.repairs) && `repaired: ${counts(fate.repairs)}`, counts(fate.quarantined) && `set aside: ${counts(fate.quarantined)}`, counts(observations) && `seen: ${counts(observations)}`].filter(Boolean).join("; ")],
  ]);
  return htmlTable(`Where ${name} comes from: an Option Omega log imported by mahler ${record.mahler.version}; hashes are SHA-256`, COLUMNS, [...rows, ["strategies", record.strategies.join(", ")], ["quotes and fills", "of the other tool: not known"]]);
}

/** What a reader must know of the logs. */
export function remarks(sides: readonly Side[]): Html {
  const logs = sides.flatMap(({ letter, recorded }) => (isLog(recorded) ? [{ letter, recorded }] : []));
  if (logs.length === 0) return html`<p class="muted">None: all are runs of this project, and know everything.</p>`;
  return html`${logs.map(({ letter, recorded }) => html`<h3>${letter}: what the log does not say</h3>${notSaid(recorded)}`)}`;
}

/** What a log leaves unknown, with the reason, and the notes of its import. */
export function notSaid({ record, metrics }: RecordedLog): Html {
  const unknown = new Map<string, string[]>();
  for (const { label, reason } of Object.values(metrics.values)) if (reason) unknown.set(reason, [...(unknown.get(reason) ?? []), label]);
  return html`<ul>${[...unknown].map(([reason, labels]) => html`<li>${labels.join(", ")}: ${reason}</li>`)}${record.notes.map((note) => html`<li>${note}</li>`)}<li>deltas, implied volatility, regimes and daily marks of single trades, its parameters, and why it did not trade: a log has none of them</li></ul>`;
}

/** Of a window the usual definition does not hold: trades reach over its ends. */
const NET_PROFIT = "sum of the net P&L, after costs, of the trades opened and ended inside the common range, positions open at the end of the data at their last mark";

const TERMS: readonly (readonly [term: string, definition: string])[] = [
  ["Common sessions", "days that are a session of every run; the return of the first is against the equity each had at its last session before it, or at its start"],
  ["Equity from 100", "equity / equity at that close × 100, so that accounts of different size can be compared"],
  ["Underwater", "equity below its running peak since the common start, share of the peak"],
  ["Difference", "daily return of the one − that of the other on the same session; the band is what sums of such differences give when their mean is taken away and days are drawn in blocks"],
  ["Same position", "underlying, day of entry, expiry and strikes are equal; contracts may differ"],
  ["Better", "the higher or the lower end, as the figure's definition prefers; nothing for figures without a better end"],
];

/** What the figures mean. */
export const definitions = (): Html => html`<dl class="definitions">
${COMPARED_METRICS.map(({ id, label, definition, unit }) => html`<dt id="${definitionId(id)}">${labelOf({ id, label, unit })} <small><code>${id}</code>, ${unit}</small></dt><dd>${id === "net_profit" ? NET_PROFIT : definition}</dd>
`)}
${TERMS.map(([term, definition]) => html`<dt>${term}</dt><dd>${definition}</dd>
`)}</dl>`;
