// A trade from its entry to its exit, with the thresholds that would close it.
import uPlot from "uplot";
import { dollars, grouped, percent, wholeDollars } from "../../report/format";
import { isoDate } from "../../units";
import type { PathReply, Threshold, TradeRow } from "../protocol";
import { element, variable } from "./dom";
import { legsOf } from "./trades";

const SECONDS = 86_400;
const HEIGHT = 240;
const NAMES: Record<Threshold["kind"], string> = { "profit-target": "profit target", "stop-loss": "stop loss", "gamma-exit": "gamma exit", "time-exit": "time exit" };
const COLOURS: Partial<Record<Threshold["kind"], string>> = { "profit-target": "--good", "stop-loss": "--bad" };

export function showPath(host: HTMLElement, trade: TradeRow, path: PathReply): void {
  const chart = element("div");
  host.replaceChildren(
    element("h3", {}, `Trade #${trade.id}: ${trade.underlying} ${legsOf(trade)}, ${trade.contracts} contract${trade.contracts === 1 ? "" : "s"}`),
    element("p", {}, `Opened ${isoDate(trade.entry)} for ${dollars(trade.credit)}, ended ${isoDate(trade.exit)} by ${trade.reason.replaceAll("_", " ")} at ${dollars(trade.exitCost)}: ${dollars(trade.pnl)} after costs (${grouped(trade.r, 2)} R).`),
    element("p", { id: "trade-thresholds" }, endWords(trade, path)), chart, markTable(path),
  );
  requestAnimationFrame(() => draw(chart, trade, path));
}

/** Which threshold was hit and when, and how far the others were. */
export function endWords(trade: Pick<TradeRow, "reason" | "exit" | "expiry" | "credit">, { days, gain, thresholds, blocked, quantity, assigned }: Pick<PathReply, "days" | "gain" | "thresholds" | "blocked" | "quantity" | "assigned">): string {
  const hit = thresholds.find(({ kind }) => kind.replaceAll("-", "_") === trade.reason);
  const at = (i: number): string => isoDate(days[i]);
  const level = ({ level: levels, dte }: Threshold, i: number): string => (levels ? `${dollars(levels[i])} (${percent(Math.abs(levels[i]) / (trade.credit * quantity), 0)} of the credit)` : `${dte} days to expiry`);
  const told: string[] = [];
  if (hit && hit.first >= 0) {
    const what = hit.level ? `${NAMES[hit.kind]} of ${level(hit, hit.first)} was hit on ${at(hit.first)}, with ${dollars(gain[hit.first])} at mid` : `${NAMES[hit.kind]} at ${level(hit, 0)} was due on ${at(hit.first)}`;
    told.push(`The ${what}.`);
  } else if (trade.reason === "breaker") told.push("A loss breaker closed it; no threshold of its own did.");
  else told.push(`No threshold closed it: it ended ${isoDate(trade.exit)} by ${trade.reason.replaceAll("_", " ")}.`);
  if (blocked > 0) told.push(`On ${blocked} session${blocked === 1 ? "" : "s"} it was to be closed and its quotes did not allow it.`);
  for (const { right, day, cost } of assigned) told.push(`Its ${right} side was assigned early, before ${isoDate(day)}, at ${dollars(cost)} a share.`);
  const others = thresholds.filter((one) => one !== hit);
  const reached = others.filter(({ first }) => first >= 0).map((one) => `the ${NAMES[one.kind]} held too, from ${at(one.first)}`);
  const never = others.filter(({ first }) => first < 0).map((one) => (one.level ? `${NAMES[one.kind]} ${level(one, days.length - 1)}` : `${NAMES[one.kind]} on ${isoDate(trade.expiry - one.dte!)}`));
  if (reached.length) told.push(`${reached.join("; ").replace(/^t/, "T")}.`);
  if (never.length) told.push(`Not reached: ${never.join(", ")}.`);
  return told.join(" ");
}

function markTable({ days, mark, gain, legs, spot, stale }: PathReply): HTMLElement {
  const money = (value: number): string => (Number.isNaN(value) ? "–" : dollars(value));
  const rows = Array.from(days, (day, i) => element("tr", {}, element("th", { scope: "row" }, isoDate(day)), ...[money(spot[i]), ...legs.map(({ mids }) => money(mids[i])), `${money(mark[i])}${stale[i] ? " (carried over)" : ""}`, money(gain[i])].map((cell) => element("td", {}, cell))));
  const head = ["Session", "Spot", ...legs.map(({ name }) => name), "Mark", "Gain at mid"].map((name) => element("th", { scope: "col" }, name));
  return element("details", {}, element("summary", {}, "Marks by session"), element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Marks by session" }, element("table", {}, element("caption", {}, "Mids of the legs"), element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows))));
}

function draw(host: HTMLElement, trade: TradeRow, { days, gain, thresholds, quantity }: PathReply): void {
  const levels = thresholds.filter(({ level }) => level !== null);
  const times = thresholds.filter(({ dte }) => dte !== null).map(({ kind, dte }) => ({ name: NAMES[kind], day: trade.expiry - dte! })).filter(({ day }) => day >= days[0] && day <= days[days.length - 1]);
  const closed = (trade.credit - trade.exitCost) * quantity;
  const marks = (plot: uPlot): void => {
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = variable("--warn");
    ctx.font = `${12 * ratio}px system-ui`;
    times.forEach(({ name, day }, i) => {
      const x = plot.valToPos(day * SECONDS, "x", true);
      const right = x < bbox.left + bbox.width / 2;
      ctx.setLineDash([4 * ratio, 3 * ratio]);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      ctx.textAlign = right ? "left" : "right";
      ctx.fillText(name, x + (right ? 5 : -5) * ratio, bbox.top + (14 + 15 * i) * ratio);
    });
    ctx.setLineDash([]);
    ctx.fillStyle = variable(closed < 0 ? "--bad" : "--good");
    ctx.beginPath();
    ctx.arc(plot.valToPos(trade.exit * SECONDS, "x", true), plot.valToPos(closed, "y", true), 4.5 * ratio, 0, 7);
    ctx.fill();
    ctx.restore();
  };
  const axis = { stroke: variable("--muted"), grid: { stroke: variable("--line"), width: 1 }, ticks: { stroke: variable("--line"), width: 1 }, font: "12px system-ui" };
  const value = (_: uPlot, v: number | null): string => (v === null || Number.isNaN(v) ? "–" : dollars(v));
  const range: uPlot.Range.Function = (_, low, high) => {
    const pad = 0.06 * (Math.max(high, closed) - Math.min(low, closed)) || 1;
    return [Math.min(low, closed) - pad, Math.max(high, closed) + pad];
  };
  const plot = new uPlot({
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"), width: host.clientWidth || 600, height: HEIGHT, scales: { y: { range } }, axes: [axis, { ...axis, size: 72, values: (_, ticks) => ticks.map(ticks.every(Number.isInteger) ? wholeDollars : dollars) }], hooks: { draw: [marks] },
    series: [
      { value: "{YYYY}-{MM}-{DD}" }, { label: "gain at mid", stroke: variable("--series-1"), width: 2, points: { show: days.length < 60, size: 4 }, value },
      ...levels.map(({ kind }): uPlot.Series => ({ label: NAMES[kind], stroke: variable(COLOURS[kind] ?? "--muted"), width: 1, dash: [6, 4], points: { show: false }, value })),
    ],
  }, [Float64Array.from(days, (day) => day * SECONDS), Array.from(gain, (one) => (Number.isNaN(one) ? null : one)), ...levels.map(({ level }) => level!)], host);
  plot.root.setAttribute("role", "img");
  plot.root.setAttribute("aria-label", `Gain at mid by session, from ${dollars(gain[0])}; closed at ${dollars(closed)} before commissions${levels.map(({ kind, level }) => `; ${NAMES[kind]} at ${dollars(level![level!.length - 1])}`).join("")}`);
}
