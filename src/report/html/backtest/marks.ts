// Small pictures of single trades by session: gain against target and stop, spot against the strikes.
import { dot, gridY, lineY, ruleY } from "@observablehq/plot";
import { dataError } from "../../../errors";
import { MARKS_FILE } from "../../../results/marks";
import type { RecordedRun } from "../../../results/readRun";
import { isoDate } from "../../../units";
import { dollars, grouped, shortDollars, wholeDollars } from "../../format";
import { chartSvg, legend } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";
import { htmlTable } from "../table";
import type { ReportInput, Trade } from "./input";
import { dateOf } from "../time";

/** One session of a trade. NaN = the session's morning ended the position before a mark; of the spot: unknown. */
export interface Mark {
  day: number;
  /** Dollars per share. */
  mark: number;
  /** Dollars, before commissions. */
  gain: number;
  spot: number;
  stale: boolean;
}

/** The marks of some trades by their ids; null when the run wrote none. Throws a data error naming the column when the table lacks one. */
export function marksOf({ marks, folder }: RecordedRun, ids: readonly number[]): Map<number, Mark[]> | null {
  if (marks === null) return null;
  const cells = (name: string) => {
    const column = marks.find((each) => each.name === name);
    if (!column) throw dataError(`${folder}/${MARKS_FILE} column ${name}`, "is missing", "run the backtest again with this version");
    return column.cells;
  };
  const [trade, date, mark, gain, spot, stale] = ["trade", "date", "mark", "gain", "spot", "stale"].map(cells);
  const wanted = new Map<number, Mark[]>(ids.map((id) => [id, []]));
  const number = (cell: unknown): number => (typeof cell === "number" ? cell : NaN);
  trade.forEach((id, i) => wanted.get(number(id))?.push({ day: number(date[i]), mark: number(mark[i]), gain: number(gain[i]), spot: number(spot[i]), stale: stale[i] === true }));
  return wanted;
}

const WIDTH = 460;
const FRAME = { marginLeft: 60, marginRight: 14, marginTop: 12 };

/** A picture per trade, in the order given; what is said once stands above them. */
export function markPictures(document: Document, input: ReportInput, trades: readonly Trade[]): Html {
  const marks = marksOf(input.run, trades.map(({ id }) => id));
  if (marks === null) return html`<p class="muted">This run wrote no marks (${MARKS_FILE}), so the way of each trade is not shown: run the backtest again with this version.</p>`;
  const entries = [
    { label: "gain at the marks", colour: colour("series", 1) }, { label: "net P&L at the end", colour: role("bad"), mark: "box" as const }, { label: "mark carried over: a leg had no usable quote", colour: colour("series", 1), mark: "hollow" as const },
    { label: "profit target", colour: role("good") }, { label: "stop", colour: role("warn") }, { label: "spot", colour: colour("series", 7) }, { label: "short strike", colour: colour("series", 2) },
  ];
  return html`<h3>Their way, session by session</h3>
<p class="muted">Gain at each session's mark against the credit, for all contracts and before commissions; below it the spot and the short strikes. Exits are judged on marks and filled at quotes, so that the end lies beyond the line that was crossed. Targets and stops that move with volatility have no line.</p>
${legend(entries)}
<div class="grid">${trades.map((trade) => tradePicture(document, input, trade, marks.get(trade.id)!))}</div>`;
}

const nameOf = (trade: Trade): string => `#${trade.id} ${trade.underlying} ${trade.strikes}`;

function tradePicture(document: Document, input: ReportInput, trade: Trade, marks: readonly Mark[]): Html {
  const known = marks.filter(({ gain }) => !Number.isNaN(gain));
  if (known.length === 0) return html`<figure><figcaption><strong>${nameOf(trade)}</strong><br>${MARKS_FILE} has no mark of this trade.</figcaption></figure>`;
  const lines = triggersOf(input, trade);
  const days = marks.at(-1)!.day - marks[0].day;
  const domain = days === 0 ? [dateOf(marks[0].day - 0.5), dateOf(marks[0].day + 0.5)] : [dateOf(marks[0].day), dateOf(marks.at(-1)!.day)];
  const x = { type: "utc" as const, domain, label: null, ticks: 4 };
  return html`<figure class="trade">
<figcaption><strong>${nameOf(trade)}: ${wholeDollars(trade.net)}</strong> (${grouped(trade.r, 2)} R)<br>${trade.reason.replaceAll("_", " ")} after ${grouped(trade.held)} day${trade.held === 1 ? "" : "s"}, ${isoDate(trade.entry)} … ${isoDate(trade.exit)}</figcaption>
${gainChart(document, trade, known, lines, x)}
${spotChart(document, trade, marks, x)}
<details><summary>in numbers</summary>${markTable(trade, marks)}</details>
</figure>`;
}

interface Triggers { target: number | null; stop: number | null }

type Axis = { type: "utc"; domain: Date[]; label: null; ticks: number };

function gainChart(document: Document, trade: Trade, known: readonly Mark[], { target, stop }: Triggers, x: Axis): Html {
  const points = known.map(({ day, gain, stale }) => ({ x: dateOf(day), y: gain, stale, title: `${isoDate(day)}: ${wholeDollars(gain)}${stale ? ", carried over" : ""}` }));
  const [high, low] = [known.reduce((a, b) => (b.gain > a.gain ? b : a)), known.reduce((a, b) => (b.gain < a.gain ? b : a))];
  const carried = known.filter(({ stale }) => stale).length;
  const limits = [target === null ? "" : `target ${wholeDollars(target)}`, stop === null ? "" : `stop ${wholeDollars(stop)}`].filter(Boolean).join(", ");
  const summary = `Gain of trade ${trade.id} at ${grouped(known.length)} marks from ${isoDate(trade.entry)}: first ${wholeDollars(known[0].gain)}, highest ${wholeDollars(high.gain)} on ${isoDate(high.day)}, lowest ${wholeDollars(low.gain)} on ${isoDate(low.day)}${carried ? `, ${grouped(carried)} of them carried over` : ""}; ended ${isoDate(trade.exit)} by ${trade.reason.replaceAll("_", " ")}, net ${wholeDollars(trade.net)}.${limits && ` At entry: ${limits}.`}`;
  const end = [{ x: dateOf(trade.exit), y: trade.net, title: `${isoDate(trade.exit)}: net ${wholeDollars(trade.net)}` }];
  const options = {
    ...FRAME, marginBottom: 6, x: { ...x, axis: null }, y: { label: null, ticks: 4, nice: true, tickFormat: shortDollars },
    marks: [
      gridY({ stroke: role("line"), strokeOpacity: 1, ticks: 4 }), ruleY([0], { stroke: role("muted") }), ...(target === null ? [] : [ruleY([target], { stroke: role("good"), strokeDasharray: "5 3" })]), ...(stop === null ? [] : [ruleY([stop], { stroke: role("warn"), strokeDasharray: "5 3" })]),
      lineY(points, { x: "x", y: "y", stroke: colour("series", 1), strokeWidth: 1.8 }), dot(points.filter(({ stale }) => !stale), { x: "x", y: "y", fill: colour("series", 1), r: 2.2, title: "title" }),
      dot(points.filter(({ stale }) => stale), { x: "x", y: "y", fill: role("panel"), stroke: colour("series", 1), r: 3, title: "title" }), dot(end, { x: "x", y: "y", fill: role("bad"), stroke: role("panel"), r: 4.5, title: "title" }),
    ],
  };
  return chartSvg(document, { title: `Trade ${trade.id}: gain by session`, summary, options, width: WIDTH, height: 136 });
}

/** Spot with the short strikes; of the other legs the table speaks. */
function spotChart(document: Document, trade: Trade, marks: readonly Mark[], x: Axis): Html | null {
  const spots = marks.filter(({ spot }) => !Number.isNaN(spot));
  if (spots.length === 0) return null;
  const strikes = [trade.shortPut, trade.shortCall].filter((strike) => !Number.isNaN(strike));
  const beyond = spots.filter(({ spot }) => spot < trade.shortPut || spot > trade.shortCall).length;
  const summary = `Spot of ${trade.underlying} from ${grouped(spots[0].spot, 2)} to ${grouped(spots.at(-1)!.spot, 2)}, short ${strikes.length === 1 ? "strike" : "strikes"} ${strikes.join(" and ")}; beyond on ${grouped(beyond)} of ${grouped(spots.length)} sessions.`;
  const points = spots.map(({ day, spot }) => ({ x: dateOf(day), y: spot, title: `${isoDate(day)}: ${grouped(spot, 2)}` }));
  const options = {
    ...FRAME, marginTop: 8, marginBottom: 36, x, y: { label: null, ticks: 3, nice: true },
    marks: [gridY({ stroke: role("line"), strokeOpacity: 1, ticks: 3 }), ruleY(strikes, { stroke: colour("series", 2), strokeDasharray: "5 3" }), lineY(points, { x: "x", y: "y", stroke: colour("series", 7), strokeWidth: 1.4 }), dot(points, { x: "x", y: "y", fill: colour("series", 7), r: 1.6, title: "title" })],
  };
  return chartSvg(document, { title: `Trade ${trade.id}: spot by session`, summary, options, width: WIDTH, height: 110 });
}

/** Gains at which the config closes a trade, dollars; null = off, or it moves with volatility. */
function triggersOf({ run: { record: { config } } }: ReportInput, { sleeve, credit, contracts, width, maxLoss }: Trade): Triggers {
  if ((config.dynamic_exits ?? "off") !== "off") return { target: null, stop: null };
  const sleeves = Array.isArray(config.sleeves) ? (config.sleeves as Record<string, unknown>[]) : [];
  const total = (maxLoss / (width - credit)) * credit;
  const at = (key: string, sign: 1 | -1): number | null => {
    const percent = Number(sleeves[sleeve]?.[key] ?? config[key]);
    return percent > 0 && Number.isFinite(total) && contracts > 0 ? (sign * percent * total) / 100 : null;
  };
  return { target: at("profit_target", 1), stop: at("stop_loss", -1) };
}

function markTable(trade: Trade, marks: readonly Mark[]): Html {
  const money = (value: number, text: (v: number) => string): string => (Number.isNaN(value) ? "–" : text(value));
  const columns = [{ title: "session", align: "left" as const }, { title: "spot" }, { title: "mark" }, { title: "gain" }, { title: "", align: "left" as const }];
  const note = ({ mark, stale }: Mark): string => (Number.isNaN(mark) ? "ended before a mark" : stale ? "carried over" : "");
  const rows = marks.map((row) => [isoDate(row.day), money(row.spot, (v) => grouped(v, 2)), money(row.mark, dollars), money(row.gain, wholeDollars), note(row)]);
  return htmlTable(`Trade ${trade.id}: mark per share and gain by session; opened for ${dollars(trade.credit)}, ended at ${dollars(trade.exitCost)}`, columns, rows);
}
