// A day and a trade from within: volatility by strike, every candidate with the gate that refused it, the marks of a trade from entry to exit.
import uPlot from "uplot";
import { dollars, grouped, percent } from "../../report/format";
import { isoDate, parseIsoDate } from "../../units";
import type { Engine } from "../client";
import type { CandidateRow, DayReply, DetailReply, PathReply, TradeRow, Values } from "../protocol";
import { element, variable } from "./dom";
import { legsOf } from "./trades";

export interface InsideView {
  /** Days and tickers that can be chosen. */
  show(detail: DetailReply): void;
  trade(trade: TradeRow): void;
}

const SECONDS = 86_400;
const HEIGHT = 220;
/** Candidates listed at first. */
const LISTED = 25;
/** Smiles drawn: expiries within the reach of a spread. */
const SMILES = 7;

export function createInsideView(host: HTMLElement, engine: Engine, config: () => Values, onProblem: (error: unknown) => void): InsideView {
  const date = element("input", { type: "date", id: "inside-day" });
  const ticker = element("select", { id: "inside-ticker" });
  const day = element("div", { id: "inside-chain" });
  const path = element("div", { id: "inside-trade" });
  host.replaceChildren(element("div", { class: "row" }, element("label", {}, "Day ", date), element("label", {}, "Underlying ", ticker)), day, path);
  let sessions: Int32Array = new Int32Array(0);

  const showDay = async (): Promise<void> => {
    const wanted = parseIsoDate(date.value);
    if (wanted === undefined || sessions.length === 0) return;
    const session = sessions.reduce((best, d) => (d <= wanted ? d : best), sessions[0]);
    try {
      day.replaceChildren(...dayParts(await engine.ask("day", { values: config(), day: session, symbol: ticker.value })));
    } catch (error) {
      onProblem(error);
    }
  };
  date.addEventListener("change", () => void showDay());
  ticker.addEventListener("change", () => void showDay());
  return {
    show({ days, closes, trades }) {
      sessions = days;
      const symbols = closes.map(({ symbol }) => symbol);
      if (symbols.join() !== Array.from(ticker.options, ({ value }) => value).join()) ticker.replaceChildren(...symbols.map((symbol) => element("option", { value: symbol }, symbol)));
      if (days.length === 0) return;
      date.min = isoDate(days[0]);
      date.max = isoDate(days[days.length - 1]);
      if (date.value === "") date.value = isoDate(trades[0]?.entry ?? days[0]);
      if (day.childElementCount > 0) void showDay();
    },
    trade(trade) {
      date.value = isoDate(trade.entry);
      ticker.value = trade.underlying;
      void showDay();
      engine.ask("path", { values: config(), id: trade.id }).then((reply) => showPath(path, trade, reply), onProblem);
    },
  };
}

function dayParts({ day, symbol, spot, reasons, smiles, candidates }: DayReply): HTMLElement[] {
  const title = element("h3", {}, `${symbol} on ${isoDate(day)}${Number.isNaN(spot) ? "" : `, spot ${dollars(spot)}`}`);
  const words = reasons.map(({ sleeve, id, text, remedy }) => element("p", { "data-reason": id }, `${sleeve.replaceAll("-", " ")}: ${text}${remedy ? ` → ${remedy}` : ""}.`));
  if (smiles.length === 0) return [title, ...words];
  const chart = element("div", { class: "chart" });
  const picked = candidates.filter(({ best }) => best);
  const order = [...candidates].sort((a, b) => Number(b.best) - Number(a.best) || (b.score ?? -Infinity) - (a.score ?? -Infinity) || a.expiry - b.expiry || a.short - b.short);
  const refused = new Map<string, number>();
  for (const { reason } of candidates) if (reason) refused.set(reason, (refused.get(reason) ?? 0) + 1);
  const gates = [...refused].sort((a, b) => b[1] - a[1]).map(([reason, count]) => element("li", {}, `${grouped(count)}: ${reason}`));
  const parts = [
    title, ...words, element("p", { class: "muted" }, `${grouped(candidates.length)} candidates, ${grouped(candidates.filter(({ reason }) => reason === "").length)} tradable. ${picked.length ? `Picked: ${picked.map(nameOf).join(" + ")}.` : "None was picked."}`),
    element("ul", {}, ...gates), chart, candidateTable(order.slice(0, LISTED)),
  ];
  requestAnimationFrame(() => drawSmiles(chart, smiles.filter(({ strikes }) => strikes.length > 3).slice(0, SMILES), spot));
  return parts;
}

const nameOf = ({ short, long, right, expiry }: CandidateRow): string => `${short}${long ? `/${long}` : ""} ${right} of ${isoDate(expiry)}`;

function candidateTable(rows: readonly CandidateRow[]): HTMLElement {
  const head = ["Short", "Long", "Right", "Expiry", "DTE", "|Δ|", "Natural credit", "Credit", "Score", "Gate"].map((name) => element("th", { scope: "col" }, name));
  const money = (value: number | null): string => (value === null ? "–" : dollars(value));
  const body = rows.map((row) => {
    const cells = [row.long ? String(row.long) : "–", row.right, isoDate(row.expiry), String(row.dte), row.delta.toFixed(3), money(row.natural), money(row.credit), row.score === null ? "–" : row.score.toFixed(2), row.best ? "picked" : row.reason || "tradable"];
    return element("tr", { class: row.best ? "good" : undefined }, element("th", { scope: "row" }, String(row.short)), ...cells.map((cell) => element("td", {}, cell)));
  });
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Candidates" }, element("table", { id: "candidates" }, element("caption", {}, `The first ${rows.length} by score`), element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body)));
}

const axes = (label: (value: number) => string): uPlot.Axis[] => {
  const axis = { stroke: variable("--muted"), grid: { stroke: variable("--line"), width: 1 }, ticks: { stroke: variable("--line"), width: 1 }, font: "12px system-ui" };
  return [axis, { ...axis, size: 64, values: (_, ticks) => ticks.map(label) }];
};

function drawSmiles(host: HTMLElement, smiles: DayReply["smiles"], spot: number): void {
  if (smiles.length === 0) return;
  const tables = smiles.map(({ strikes, ivs }) => [Float64Array.from(strikes), ivs] as unknown as uPlot.AlignedData);
  const options: uPlot.Options = {
    width: host.clientWidth || 600, height: HEIGHT, scales: { x: { time: false } }, axes: axes((value) => percent(value, 0)),
    series: [{ label: "strike" }, ...smiles.map(({ dte }, i): uPlot.Series => ({ label: `${dte} d`, stroke: variable(`--order-${(i % 7) + 1}`), width: 1.5, spanGaps: true, points: { show: false }, value: (_, value) => (value === null ? "–" : percent(value, 1)) }))],
  };
  const plot = new uPlot(options, uPlot.join(tables), host);
  plot.root.setAttribute("role", "img");
  plot.root.setAttribute("aria-label", `Implied volatility by strike of ${smiles.length} expiries, spot ${dollars(spot)}: ${smiles.map(({ dte, ivs }) => `${dte} days ${percent(Math.min(...ivs), 0)} to ${percent(Math.max(...ivs), 0)}`).join(", ")}`);
}

function showPath(host: HTMLElement, trade: TradeRow, { days, mark, gain, legs, spot, stale }: PathReply): void {
  const chart = element("div");
  const rows = Array.from(days, (day, i) => element("tr", {}, element("th", { scope: "row" }, isoDate(day)), ...[dollars(spot[i]), ...legs.map(({ mids }) => dollars(mids[i])), `${dollars(mark[i])}${stale[i] ? " (carried over)" : ""}`, dollars(gain[i])].map((cell) => element("td", {}, cell.includes("NaN") ? "–" : cell))));
  const head = ["Session", "Spot", ...legs.map(({ name }) => name), "Mark", "Gain at mid"].map((name) => element("th", { scope: "col" }, name));
  host.replaceChildren(
    element("h3", {}, `Trade #${trade.id}: ${trade.underlying} ${legsOf(trade)}, ${trade.contracts} contracts`),
    element("p", {}, `Opened ${isoDate(trade.entry)} for ${dollars(trade.credit)}, ended ${isoDate(trade.exit)} by ${trade.reason.replaceAll("_", " ")} at ${dollars(trade.exitCost)}: ${dollars(trade.pnl)} after costs (${trade.r.toFixed(2)} R).`),
    chart,
    element("details", {}, element("summary", {}, "Marks by session"), element("div", { class: "scroll" }, element("table", {}, element("caption", {}, "Mids of the legs"), element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows)))),
  );
  requestAnimationFrame(() => {
    const options: uPlot.Options = {
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"), width: host.clientWidth || 600, height: HEIGHT, axes: axes((value) => dollars(value)),
      series: [{ value: "{YYYY}-{MM}-{DD}" }, { label: "gain at mid", stroke: variable("--series-1"), width: 1.5, value: (_, value) => (value === null ? "–" : dollars(value)) }],
    };
    const plot = new uPlot(options, [Float64Array.from(days, (day) => day * SECONDS), gain], chart);
    plot.root.setAttribute("role", "img");
    plot.root.setAttribute("aria-label", `Gain at mid by session, from ${dollars(gain[0])} to ${dollars(gain.findLast((value) => !Number.isNaN(value)) ?? NaN)}`);
  });
}
