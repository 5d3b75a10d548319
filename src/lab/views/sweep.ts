// Two parameters, one metric: a table that fills while the workers go through it. A cell is a config: choosing it loads it.
import { METRICS } from "../../metrics/list";
import { metricText } from "../../report/format";
import type { Engine } from "../client";
import { configAt, placeOf, planeOf } from "../plane";
import type { Plane } from "../plane";
import type { SpaceReply, Values } from "../protocol";
import { SLIDERS } from "../sliders";
import type { Slider } from "../sliders";
import { element } from "./dom";
import { isReady, makeGrid, setReady } from "./grid";
import { metricAt } from "./metrics";

/** Shares of the colour in a cell, in percent: the text stays readable on the deepest one, in both schemes. */
const [LEAST, SPAN] = [8, 37];

export interface SweepEvents {
  config(): Values;
  /** Loads a config. */
  onPick(config: Values): void;
  onDone(reply: SpaceReply, configOf: (i: number) => Values): void;
  onProblem(error: unknown): void;
  /** Other parameters or another metric were chosen. */
  onSpace(): void;
}

export interface SweepView {
  clear(): void;
  /** The chosen parameters over the config on the screen. Throws when they are one and the same. */
  plane(): Plane;
  /** Metric id. */
  metric(): string;
}

const OFFERED = ["sharpe", "cagr", "net_profit", "max_drawdown", "calmar", "profit_factor", "win_rate", "trades"];

/** Positions as a heading's cells, with the unit they share beside the label instead of in each. */
function namesOf({ label, text }: Slider, positions: readonly unknown[]): { title: string; names: string[] } {
  const names = positions.map(text);
  const units = new Set(names.flatMap((name) => /^[\d.]+ (.+)$/.exec(name)?.[1] ?? (/\d/.test(name) ? [""] : [])));
  const [unit] = units;
  return units.size === 1 && unit ? { title: `${label}, ${unit}`, names: names.map((name) => name.replace(` ${unit}`, "")) } : { title: label, names };
}

export function createSweepView(host: HTMLElement, engine: Engine, { config, onPick, onDone, onProblem, onSpace }: SweepEvents): SweepView {
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
  const spanned = (): Plane => planeOf(sliderOf(rows.value), sliderOf(columns.value), config());

  async function start(plane: Plane): Promise<void> {
    const mine = ++latest;
    const { rows: { slider: vertical, positions: ys }, columns: { slider: horizontal, positions: xs } } = plane;
    const cells = ys.map((_, y) => xs.map((__, x) => {
      const cell = element("button", { type: "button", "aria-disabled": "true" }, "·");
      cell.addEventListener("click", () => isReady(cell) && onPick(configAt(plane, y, x)));
      return cell;
    }));
    const [down, across] = [namesOf(vertical, ys), namesOf(horizontal, xs)];
    const head = element("tr", {}, element("th", { scope: "col" }, `${down.title} ↓`, element("br"), `${across.title} →`), ...across.names.map((name) => element("th", { scope: "col" }, name)));
    const body = down.names.map((name, r) => element("tr", {}, element("th", { scope: "row" }, name), ...cells[r].map((cell) => element("td", {}, cell))));
    const table = element("table", { class: "cells" }, element("caption", { class: "hidden" }, "Sweep: a cell loads its config"), element("thead", {}, head), element("tbody", {}, ...body));
    makeGrid(table, cells);
    box.replaceChildren(table);
    const values = cells.map((row) => new Float64Array(row.length).fill(NaN));
    shown = { cells, values, last: null };
    const fill = (axes: number, choices: Uint16Array, metrics: Float64Array, keys: readonly string[]): void => {
      const at = metricAt(metric.value);
      const [v, h] = [keys.indexOf(vertical.key), keys.indexOf(horizontal.key)];
      for (let i = 0; i < choices.length / axes; i++) values[choices[i * axes + v]][choices[i * axes + h]] = metrics[i * METRICS.length + at];
      paint();
    };
    const keys = [vertical.key, horizontal.key];
    try {
      progress.ariaLive = "off"; // a sweep counts too fast to be read aloud; its end is
      progress.textContent = "…";
      const reply = await engine.ask("sweep", { values: plane.base, vary: { parameters: plane.parameters }, equity: true }, ({ done, total, choices, metrics }) => {
        if (mine !== latest) return;
        progress.textContent = `${done} of ${total}`;
        fill(keys.length, choices, metrics, keys);
      });
      if (mine !== latest) return;
      shown.last = reply;
      fill(reply.axes.length, reply.choices, reply.metrics, reply.axes);
      progress.ariaLive = "polite";
      progress.textContent = `${reply.count} configs${reply.refused ? `, some left out: ${reply.refused}` : ""}`;
      onDone(reply, (i) => {
        const { row, column } = placeOf(plane, reply.axes, reply.choices, i);
        return configAt(plane, row, column);
      });
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
      setReady(cell, !Number.isNaN(value));
      cell.textContent = Number.isNaN(value) ? "·" : metricText({ value, unit });
      cell.style.background = Number.isNaN(value) ? "" : `color-mix(in srgb, var(--series-1) ${(LEAST + SPAN * (better === "lower" ? 1 - share : share)).toFixed(0)}%, transparent)`;
    }));
  }

  run.addEventListener("click", () => {
    try {
      void start(spanned());
    } catch (error) {
      onProblem(error);
    }
  });
  for (const select of [rows, columns, metric]) select.addEventListener("change", onSpace);
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
      void engine.ask("stop", "sweep");
    },
    plane: spanned,
    metric: () => metric.value,
  };
}
