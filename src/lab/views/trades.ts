// Trades on the price of one underlying: a line per trade from its entry to its exit, green for gains, red for losses; a table of the worst beside it.
import uPlot from "uplot";
import { dollars, wholeDollars } from "../../report/format";
import { isoDate } from "../../units";
import type { DetailReply, TradeRow } from "../protocol";
import { element, variable } from "./dom";

export interface TradesView {
  show(detail: DetailReply): void;
}

const SECONDS = 86_400;
const HEIGHT = 240;
const WORST = 10;

/** `onTrade` is told which trade was chosen from the table. */
export function createTradesView(host: HTMLElement, onTrade: (trade: TradeRow) => void): TradesView {
  const select = element("select", { id: "trades-ticker", "aria-label": "Underlying" });
  const box = element("div");
  const table = element("div", { class: "scroll" });
  host.replaceChildren(element("div", { class: "row" }, select), box, element("details", {}, element("summary", {}, "Ten worst trades"), table));
  let plot: uPlot | null = null;
  let detail: DetailReply | null = null;
  let trades: readonly TradeRow[] = [];

  const segments = (chart: uPlot): void => {
    const { ctx } = chart;
    const [good, bad] = [variable("--good"), variable("--bad")];
    ctx.save();
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.beginPath();
    ctx.rect(chart.bbox.left, chart.bbox.top, chart.bbox.width, chart.bbox.height);
    ctx.clip();
    for (const trade of trades) {
      ctx.strokeStyle = trade.pnl < 0 ? bad : good;
      ctx.beginPath();
      ctx.moveTo(chart.valToPos(trade.entry * SECONDS, "x", true), chart.valToPos(strikeOf(trade), "y", true));
      ctx.lineTo(chart.valToPos(trade.exit * SECONDS, "x", true), chart.valToPos(strikeOf(trade), "y", true));
      ctx.stroke();
    }
    ctx.restore();
  };
  const draw = (): void => {
    const series = detail?.closes.find(({ symbol }) => symbol === select.value);
    if (!detail || !series) return;
    trades = detail.trades.filter(({ underlying }) => underlying === select.value);
    plot?.destroy();
    const axis = { stroke: variable("--muted"), grid: { stroke: variable("--line"), width: 1 }, ticks: { stroke: variable("--line"), width: 1 }, font: "12px system-ui" };
    const options: uPlot.Options = {
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
      width: host.clientWidth || 600, height: HEIGHT, cursor: { drag: { x: true, y: false } }, axes: [axis, axis],
      series: [{ value: "{YYYY}-{MM}-{DD}" }, { label: `${select.value} close`, stroke: variable("--muted"), width: 1, points: { show: false } }],
      hooks: { draw: [segments] },
    };
    plot = new uPlot(options, [Float64Array.from(detail.days, (day) => day * SECONDS), series.close], box);
    plot.root.setAttribute("role", "img");
    plot.root.setAttribute("aria-label", `${trades.length} trades on ${select.value}, drawn at their short strikes from entry to exit; ${trades.filter(({ pnl }) => pnl < 0).length} lost`);
  };
  const list = (): void => {
    const worst = [...(detail?.trades ?? [])].sort((a, b) => a.pnl - b.pnl || a.id - b.id).slice(0, WORST);
    const rows = worst.map((trade) => {
      const button = element("button", { type: "button" }, `#${trade.id}`);
      button.addEventListener("click", () => onTrade(trade));
      const cells = [trade.underlying, isoDate(trade.entry), isoDate(trade.exit), `${trade.contracts} × ${legsOf(trade)}`, dollars(trade.credit), trade.reason.replaceAll("_", " "), wholeDollars(trade.pnl), `${trade.r.toFixed(2)} R`];
      return element("tr", {}, element("th", { scope: "row" }, button), ...cells.map((cell) => element("td", {}, cell)));
    });
    const head = ["Trade", "Underlying", "Entry", "Exit", "Legs", "Credit", "Ended by", "P&L", "R"].map((name) => element("th", { scope: "col" }, name));
    table.replaceChildren(element("table", {}, element("caption", {}, "Worst trades of this config"), element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows)));
  };
  select.addEventListener("change", draw);
  new ResizeObserver(() => plot?.setSize({ width: host.clientWidth, height: HEIGHT })).observe(host);
  return {
    show(now) {
      detail = now;
      const symbols = now.closes.map(({ symbol }) => symbol);
      if (symbols.join() !== Array.from(select.options, ({ value }) => value).join()) select.replaceChildren(...symbols.map((symbol) => element("option", { value: symbol }, symbol)));
      draw();
      list();
    },
  };
}

const strikeOf = ({ shortPut, shortCall }: TradeRow): number => shortPut || shortCall;

/** "SPY 430/425 P", as traders write it. */
export function legsOf({ shortPut, longPut, shortCall, longCall }: TradeRow): string {
  const side = (short: number, long: number, right: string): string => (short ? `${short}${long ? `/${long}` : ""} ${right}` : "");
  return [side(shortPut, longPut, "P"), side(shortCall, longCall, "C")].filter(Boolean).join(" + ");
}
