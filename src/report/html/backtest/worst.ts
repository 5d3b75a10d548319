import { axisY, dot, gridX, ruleX, ruleY, tickX } from "@observablehq/plot";
import { isoDate } from "../../../units";
import { dollars, grouped, percent, wholeDollars } from "../../format";
import { figure } from "../chart";
import { html } from "../escape";
import type { Html } from "../escape";
import { colour, role } from "../style";
import { htmlTable } from "../table";
import { markPictures } from "./marks";
import type { ReportInput, Trade } from "./input";
import { signedText } from "../swing";

const WORST = 10;

/** The closed trades that lost most, largest loss first; ties by id. */
export const worstTrades = (closed: readonly Trade[]): Trade[] => [...closed].sort((a, b) => a.net - b.net || a.id - b.id).slice(0, WORST);

/** The ten worst trades with their marks. */
export function worst(document: Document, input: ReportInput): Html {
  const { closed } = input;
  const trades = worstTrades(closed);
  if (trades.length === 0) return html`<p class="muted">No trade was closed.</p>`;
  return html`${marksFigure(document, trades)}${tradeTable(trades)}${markPictures(document, input, trades)}`;
}

const nameOf = (trade: Trade): string => `#${trade.id} ${trade.underlying} ${isoDate(trade.entry)}`;

/** From the lowest to the highest mark of each trade, and where it ended; `marks` = whose. */
export function marksFigure(document: Document, trades: readonly Trade[], marks = "daily marks"): Html {
  const rows = trades.map((trade) => ({ name: nameOf(trade), mae: Math.min(trade.mae, trade.net), mfe: trade.mfe, net: trade.net, title: `${nameOf(trade)}: lowest mark ${wholeDollars(trade.mae)}, highest ${wholeDollars(trade.mfe)}, ended ${wholeDollars(trade.net)}` }));
  const total = trades.reduce((sum, trade) => sum + trade.net, 0);
  const ever = trades.filter((trade) => trade.mfe > 0).length;
  const summary = `The ${trades.length === 1 ? "worst trade" : `${grouped(trades.length)} worst trades`}: together ${wholeDollars(total)}. Each bar spans the gross P&L on ${marks} from its lowest (MAE) to its highest (MFE); the dot is the net P&L at the end. ${grouped(ever)} of them stood above zero at some mark.`;
  const options = {
    marginLeft: 190, marginRight: 24, x: { label: "P&L →", tickFormat: wholeDollars }, y: { domain: rows.map(({ name }) => name), label: null, padding: 0.4 },
    marks: [
      gridX({ stroke: role("line"), strokeOpacity: 1 }), axisY({ tickSize: 0, textAnchor: "start" as const, dx: -180, label: null }), ruleX([0], { stroke: role("muted") }), ruleY(rows, { y: "name", x1: "mae", x2: "mfe", stroke: role("bad"), strokeOpacity: 0.55, strokeWidth: 6, title: "title" }),
      tickX(rows, { y: "name", x: "mae", stroke: role("bad") }), tickX(rows, { y: "name", x: "mfe", stroke: role("bad") }), dot(rows, { y: "name", x: "net", fill: colour("series", 1), stroke: role("panel"), r: 4.5, title: "title" }),
    ],
  };
  return figure(document, { title: "Ten worst trades, on their marks", summary, options, height: 60 + 26 * rows.length, legend: [{ label: "lowest to highest mark (gross)", colour: role("bad"), mark: "box" }, { label: "net P&L at the end", colour: colour("series", 1), mark: "box" }] });
}

/** What there is to know of each: how it ended, and what it was opened in. */
export function tradeTable(trades: readonly Trade[]): Html {
  const left = (title: string) => ({ title, align: "left" as const });
  const known = (value: number, text: (v: number) => string): string => (Number.isNaN(value) ? "–" : text(value));
  const nameOf = ({ id, underlying }: Trade): string => `#${id} ${underlying}`;
  const ends = trades.map((t) => [
    nameOf(t), t.strikes, signedText(t.net, wholeDollars(t.net)), Number.isNaN(t.r) ? "–" : signedText(t.r, grouped(t.r, 2)), known(t.mfe, wholeDollars), known(t.mae, wholeDollars), t.reason.replaceAll("_", " "), `${isoDate(t.entry)} … ${isoDate(t.exit)}`,
    `${known(t.credit, dollars)} → ${known(t.exitCost, dollars)}`,
  ]);
  const circumstances = trades.map((t) => [
    nameOf(t), grouped(t.contracts), known(t.dte, grouped), known(t.delta, (v) => grouped(v, 2)), known(t.vix, (v) => grouped(v, 1)), t.regime.replaceAll("_", " "),
    Number.isNaN(t.spotExit / t.spotEntry) ? "–" : `${grouped(t.spotEntry, 2)} → ${grouped(t.spotExit, 2)} (${percent(t.spotExit / t.spotEntry - 1, 1)})`,
  ]);
  return html`${htmlTable("How they ended: credit and exit cost per share; marks (MFE, MAE) gross of commissions, for all contracts", [left("trade"), left("strikes"), { title: "net P&L" }, { title: "R" }, { title: "MFE" }, { title: "MAE" }, left("exit"), left("from … to"), left("credit → cost")], ends)}
${htmlTable("What they were opened in, and where the spot went", [left("trade"), { title: "contracts" }, { title: "DTE" }, { title: "|Δ|" }, { title: "VIX" }, left("regime"), left("spot")], circumstances)}`;
}
