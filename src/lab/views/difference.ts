// The pinned config against the one on the screen: growth of the difference, with the band in which it would lie if their daily returns differed by luck.
import uPlot from "uplot";
import { percent } from "../../report/format";
import { aligned } from "./curves";
import type { Curve } from "./curves";
import { bandOf } from "../band";
import { element, variable } from "./dom";

export interface DifferenceView {
  show(now: Curve | null, pinned: Curve | null): void;
}

const SECONDS = 86_400;
const HEIGHT = 180;

export function createDifferenceView(host: HTMLElement): DifferenceView {
  const box = element("div");
  const words = element("p", { id: "difference-words", role: "status" });
  host.append(box, words);
  let plot: uPlot | null = null;
  new ResizeObserver(() => plot?.setSize({ width: box.clientWidth, height: HEIGHT })).observe(host);
  return {
    show(now, pinned) {
      plot?.destroy();
      plot = null;
      host.hidden = !now || !pinned;
      if (!now || !pinned || now.days.length < 30) return;
      const { difference, low, high, annual, interval, pValue } = bandOf(now, aligned(pinned, now.days));
      const axis = { stroke: variable("--muted"), grid: { stroke: variable("--line"), width: 1 }, ticks: { stroke: variable("--line"), width: 1 }, font: "12px system-ui" };
      const band = `${variable("--series-7")}22`;
      const value = (_: uPlot, v: number | null): string => (v === null ? "–" : percent(v, 1));
      const edge = { stroke: variable("--line"), width: 1, points: { show: false }, value };
      const options: uPlot.Options = {
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
        width: box.clientWidth || 600, height: HEIGHT, cursor: { sync: { key: "lab" } }, axes: [axis, { ...axis, size: 64, values: (_, ticks) => ticks.map((tick) => percent(tick, 1)) }],
        bands: [{ series: [3, 2], fill: band }],
        series: [{ value: "{YYYY}-{MM}-{DD}" }, { label: "difference", stroke: variable("--series-1"), width: 1.5, points: { show: false }, value }, { label: "luck, 5 %", ...edge }, { label: "luck, 95 %", ...edge }],
      };
      plot = new uPlot(options, [Float64Array.from(now.days, (day) => day * SECONDS), difference, low, high], box);
      words.textContent = `${percent(annual)} a year against the pinned config, 95 % interval ${percent(interval[0])} … ${percent(interval[1])}, p = ${pValue.toFixed(2)}: ${pValue < 0.05 ? "more than luck would give in one comparison" : "no evidence of a difference"}.`;
    },
  };
}
