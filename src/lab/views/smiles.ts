// The smiles of a day, with the legs that the screen picked.
import uPlot from "uplot";
import { dollars, percent } from "../../report/format";
import type { CandidateRow, Smile } from "../protocol";
import { moneyness, REACH } from "../volatility";
import { element, variable } from "./dom";

/** A leg of the picked candidate. */
export interface Leg {
  strike: number;
  dte: number;
  iv: number;
  short: boolean;
}

const HEIGHT = 240;
/** Smiles drawn: more cannot be told apart. */
const MOST = 7;

/** Legs with a known volatility. */
export const legsOfPick = (candidates: readonly CandidateRow[]): Leg[] => candidates.filter(({ best }) => best).flatMap(({ short, long, dte, shortIv, longIv }) =>
  [...(shortIv === null ? [] : [{ strike: short, dte, iv: shortIv, short: true }]), ...(longIv === null ? [] : [{ strike: long, dte, iv: longIv, short: false }])]);

/** Those to draw, from the first to the last expiry and the picked one among them, within reach of a spread: a day before expiry the far wings are all that could be seen. */
export function chosen(smiles: readonly Smile[], spot: number, legs: readonly Leg[]): Smile[] {
  const drawable = smiles.filter(({ dte }) => dte > 0).map((smile) => within(smile, spot)).filter(({ strikes }) => strikes.length > 3);
  if (drawable.length <= MOST) return drawable;
  const spread = Array.from({ length: MOST }, (_, i) => Math.round((i * (drawable.length - 1)) / (MOST - 1)));
  const picked = drawable.findIndex(({ dte }) => legs.some((leg) => leg.dte === dte));
  if (picked >= 0) spread[spread.reduce((best, at, i) => (Math.abs(at - picked) < Math.abs(spread[best] - picked) ? i : best), 0)] = picked;
  return spread.map((at) => drawable[at]);
}

function within(smile: Smile, spot: number): Smile {
  const [low, high] = REACH.standardised;
  const at = smile.strikes.flatMap((strike, i) => {
    const place = moneyness("standardised", strike, spot, smile.dte);
    return place >= low && place <= high ? [i] : [];
  });
  const pick = (values: readonly number[]): number[] => at.map((i) => values[i]);
  return { ...smile, strikes: pick(smile.strikes), ivs: pick(smile.ivs), deltas: pick(smile.deltas) };
}

/** Draws them into the host, or says that there is none. */
export function drawSmiles(host: HTMLElement, all: readonly Smile[], spot: number, legs: readonly Leg[]): void {
  const smiles = chosen(all, spot, legs);
  if (smiles.length === 0) return host.replaceChildren(element("p", { class: "muted" }, "No expiry of this day has four implied volatilities near the money."));
  const colour = (dte: number): string => variable(`--order-${(smiles.findIndex((smile) => smile.dte === dte) % MOST) + 1}`);
  const marks = (plot: uPlot): void => {
    const { ctx } = plot;
    ctx.save();
    ctx.lineWidth = 2 * devicePixelRatio;
    for (const { strike, iv, short } of legs) {
      ctx.beginPath();
      ctx.arc(plot.valToPos(strike, "x", true), plot.valToPos(iv, "y", true), 4.5 * devicePixelRatio, 0, 7);
      ctx.fillStyle = variable(short ? "--text" : "--background");
      ctx.strokeStyle = variable("--text");
      ctx.fill();
      ctx.stroke();
    }
    ctx.restore();
  };
  const axis = { stroke: variable("--muted"), grid: { stroke: variable("--line"), width: 1 }, ticks: { stroke: variable("--line"), width: 1 }, font: "12px system-ui" };
  const series = smiles.map(({ dte }): uPlot.Series => ({ label: `${dte} d`, stroke: colour(dte), width: legs.some((leg) => leg.dte === dte) ? 2.5 : 1.25, spanGaps: true, points: { show: false }, value: (_, value) => (value === null ? "–" : percent(value, 1)) }));
  host.replaceChildren();
  const plot = new uPlot({
    width: host.clientWidth || 600, height: HEIGHT, scales: { x: { time: false } }, axes: [axis, { ...axis, size: 56, values: (_, ticks) => ticks.map((value) => percent(value, 0)) }], hooks: { draw: [marks] }, series: [{ label: "strike" }, ...series],
  }, uPlot.join(smiles.map(({ strikes, ivs }) => [Float64Array.from(strikes), ivs] as unknown as uPlot.AlignedData)), host);
  plot.root.setAttribute("role", "img");
  plot.root.setAttribute("aria-label", `Implied volatility by strike of ${smiles.length} expiries, spot ${dollars(spot)}: ${smiles.map(({ dte, ivs }) => `${dte} days ${percent(Math.min(...ivs), 0)} to ${percent(Math.max(...ivs), 0)}`).join(", ")}`);
}
