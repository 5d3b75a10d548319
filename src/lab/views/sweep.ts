// Two parameters, one metric: a table that fills while the workers go through it. A cell is a config: choosing it loads it.
import { METRICS } from "../../metrics/list";
import { metricText } from "../../report/format";
import type { Engine } from "../client";
import type { SpaceReply, Values } from "../protocol";
import { SLIDERS } from "../sliders";
import type { Slider } from "../sliders";
import { element } from "./dom";
import { metricAt } from "./metrics";

export interface SweepEvents {
  config(): Values;
  onPick(patch: Values): void;
  onDone(reply: SpaceReply, configOf: (i: number) => Values): void;
  onProblem(error: unknown): void;
}

export interface SweepView {
  clear(): void;
}

/** Values of an axis at most: more cells than can be read. */
const MOST = 12;
const OFFERED = ["sharpe", "cagr", "net_profit", "max_drawdown", "calmar", "profit_factor", "win_rate", "trades"];

/** At most MOST values, spread evenly, ends included. */
function thinned(values: readonly unknown[]): unknown[] {
  if (values.length <= MOST) return [...values];
  return Array.from({ length: MOST }, (_, i) => values[Math.round((i * (values.length - 1)) / (MOST - 1))]);
}

export function createSweepView(host: HTMLElement, engine: Engine, { config, onPick, onDone, onProblem }: SweepEvents): SweepView {
  const option = (slider: Slider): HTMLOptionElement => element("option", { value: slider.id }, slider.label);
  const [rows, columns] = [element("select", { id: "sweep-rows" }, ...SLIDERS.map(option)), element("select", { id: "sweep-columns" }, ...SLIDERS.map(option))];
  const metric = element("select", { id: "sweep-metric" }, ...OFFERED.map((id) => element("option", { value: id }, METRICS[metricAt(id)].label)));
  [rows.value, columns.value, metric.value] = ["profit_target", "stop_loss", "sharpe"];
  const run = element("button", { type: "button", id: "sweep-run" }, "Run");
  const progress = element("output", { id: "sweep-progress", role: "status" });
  const box = element("div", { class: "scroll" });
  const labelled = (text: string, select: HTMLSelectElement): HTMLElement => element("label", {}, `${text} `, select);
  host.replaceChildren(element("div", { class: "row" }, labelled("Rows", rows), labelled("Columns", columns), labelled("Metric", metric), run, progress), box);
  let latest = 0;
  let shown: { cells: HTMLButtonElement[][]; values: Float64Array[]; last: SpaceReply | null } | null = null;

  const sliderOf = (id: string): Slider => SLIDERS.find((slider) => slider.id === id)!;

  async function start(): Promise<void> {
    const [vertical, horizontal] = [sliderOf(rows.value), sliderOf(columns.value)];
    if (vertical.key === horizontal.key) return onProblem(new Error("Choose two different parameters for rows and columns."));
    const mine = ++latest;
    const base = config();
    const [ys, xs] = [thinned(vertical.values), thinned(horizontal.values)];
    const patch = (y: number, x: number): Values => {
      const first = vertical.apply(ys[y], base);
      return { ...first, ...horizontal.apply(xs[x], { ...base, ...first }), ...vertical.apply(ys[y], { ...base, ...first }) };
    };
    const cells = ys.map((_, y) => xs.map((__, x) => {
      const cell = element("button", { type: "button", disabled: true }, "·");
      cell.addEventListener("click", () => onPick(patch(y, x)));
      return cell;
    }));
    const head = element("tr", {}, element("th", { scope: "col" }, `${vertical.label} ↓  ${horizontal.label} →`), ...xs.map((x) => element("th", { scope: "col" }, horizontal.text(x))));
    const body = ys.map((y, r) => element("tr", {}, element("th", { scope: "row" }, vertical.text(y)), ...cells[r].map((cell) => element("td", {}, cell))));
    box.replaceChildren(element("table", { class: "cells" }, element("caption", { class: "hidden" }, "Sweep"), element("thead", {}, head), element("tbody", {}, ...body)));
    const values = cells.map((row) => new Float64Array(row.length).fill(NaN));
    shown = { cells, values, last: null };
    const fill = (axes: number, choices: Uint16Array, metrics: Float64Array, keys: readonly string[]): void => {
      const at = metricAt(metric.value);
      const [v, h] = [keys.indexOf(vertical.key), keys.indexOf(horizontal.key)];
      for (let i = 0; i < choices.length / axes; i++) values[choices[i * axes + v]][choices[i * axes + h]] = metrics[i * METRICS.length + at];
      paint();
    };
    const keys = [vertical.key, horizontal.key];
    const vary = { parameters: { [vertical.key]: ys.map((y) => patchValue(vertical, y, base)), [horizontal.key]: xs.map((x) => patchValue(horizontal, x, base)) } };
    try {
      progress.textContent = "…";
      const reply = await engine.ask("sweep", { values: base, vary, equity: true }, ({ done, total, choices, metrics }) => {
        if (mine !== latest) return;
        progress.textContent = `${done} of ${total}`;
        fill(keys.length, choices, metrics, keys);
      });
      if (mine !== latest) return;
      shown.last = reply;
      fill(reply.axes.length, reply.choices, reply.metrics, reply.axes);
      progress.textContent = `${reply.count} configs${reply.refused ? `, some left out: ${reply.refused}` : ""}`;
      const [v, h] = [reply.axes.indexOf(vertical.key), reply.axes.indexOf(horizontal.key)];
      onDone(reply, (i) => ({ ...base, [vertical.key]: vary.parameters[vertical.key][reply.choices[i * reply.axes.length + v]], [horizontal.key]: vary.parameters[horizontal.key][reply.choices[i * reply.axes.length + h]] }));
    } catch (error) {
      if (mine === latest) onProblem(error);
    }
  }

  function paint(): void {
    if (!shown) return;
    const { better, unit } = METRICS[metricAt(metric.value)];
    const known = shown.values.flatMap((row) => [...row]).filter((value) => !Number.isNaN(value));
    const [low, high] = [Math.min(...known), Math.max(...known)];
    shown.cells.forEach((row, y) => row.forEach((cell, x) => {
      const value = shown!.values[y][x];
      const share = high > low ? (value - low) / (high - low) : 0.5;
      cell.disabled = Number.isNaN(value);
      cell.textContent = Number.isNaN(value) ? "·" : metricText({ value, unit });
      cell.style.background = Number.isNaN(value) ? "" : `color-mix(in srgb, var(--series-1) ${(8 + 52 * (better === "lower" ? 1 - share : share)).toFixed(0)}%, transparent)`;
    }));
  }

  run.addEventListener("click", () => void start());
  metric.addEventListener("change", () => {
    if (!shown?.last) return;
    const { axes, choices, metrics } = shown.last;
    const at = metricAt(metric.value);
    const [v, h] = [axes.indexOf(sliderOf(rows.value).key), axes.indexOf(sliderOf(columns.value).key)];
    if (v < 0 || h < 0) return;
    for (let i = 0; i < choices.length / axes.length; i++) shown.values[choices[i * axes.length + v]][choices[i * axes.length + h]] = metrics[i * METRICS.length + at];
    paint();
  });
  return {
    clear() {
      latest++;
      shown = null;
      box.replaceChildren();
      progress.textContent = "";
      void engine.ask("stop", null);
    },
  };
}

/** The raw value of the slider's key at a position. */
const patchValue = (slider: Slider, value: unknown, base: Values): unknown => slider.apply(value, base)[slider.key];
