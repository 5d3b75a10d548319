// Walk-forward over the sweep's two parameters: what choosing from the past alone would have earned.
import uPlot from "uplot";
import { MahlerError } from "../../errors";
import { metricText, shortDollars } from "../../report/format";
import { toDollars } from "../../units";
import { METRICS } from "../../metrics/list";
import type { Engine } from "../client";
import { keyOf } from "../cache";
import { configAt, placeOf } from "../plane";
import type { Plane } from "../plane";
import type { Values, WalkReply } from "../protocol";
import { toWalkCommand } from "../walkCommand";
import type { WalkOptions } from "../walkCommand";
import { element, variable } from "./dom";
import { metricAt } from "./metrics";
import { choiceText, figures, rivalTable, stabilityText, verdict, windowTable, windowWords } from "./walkParts";
import { createStrip } from "./windowStrip";

export interface WalkEvents {
  /** The sweep's parameters over the config on the screen. Throws when there are none. */
  plane(): Plane;
  /** The sweep's metric. */
  metric(): string;
  /** What `--data` calls the dataset. */
  data(): string;
  onPick(config: Values): void;
  /** Configs that were looked at. */
  onLooked(reply: WalkReply, configOf: (i: number) => Values): void;
}

export interface WalkForwardView {
  /** The config, the sweep's parameters or its metric may have changed. */
  refresh(): void;
  clear(): void;
}

const PRESETS: readonly [windows: string, text: string][] = ["24/3/3", "12/3/3", "6/1/1", "36/0/6"].map((windows) => [windows, `${windows.replaceAll("/", " / ")} months`]);
const SECONDS = 86_400;
const HEIGHT = 240;

interface Done {
  reply: WalkReply;
  plane: Plane;
  options: WalkOptions;
}

export function createWalkForwardView(host: HTMLElement, engine: Engine, { plane, metric, data, onPick, onLooked }: WalkEvents): WalkForwardView {
  const windows = element("select", { id: "walk-preset" }, ...PRESETS.map(([value, text]) => element("option", { value }, text)));
  const anchored = element("input", { type: "checkbox", id: "walk-anchored" });
  const trades = element("input", { type: "number", id: "walk-trades", min: 0, max: 1000, step: 1, value: 10 });
  const run = element("button", { type: "button", id: "walk-run" }, "Run");
  const bar = element("progress", { max: 1, value: 0, "aria-label": "Walk-forward", hidden: true });
  const eta = element("span", { class: "muted" });
  const status = element("output", { id: "walk-status", role: "status" });
  const space = element("p", { class: "muted", id: "walk-space" });
  const box = element("div", { id: "walk-result" });
  host.replaceChildren(
    element("div", { class: "row" }, element("label", {}, "Train / validate / test ", windows), element("label", { title: "Training always begins on the first day and grows" }, anchored, " anchored"), element("label", { title: "Configs with fewer closed trades on training cannot be chosen" }, "Trades at least ", trades), run, bar, eta, status), space, box,
  );
  let latest = 0;
  let running = false;
  let shown: { draw(): void; keys: string } | null = null;

  const busy = (now: boolean): void => {
    running = now;
    run.textContent = now ? "Stop" : "Run";
    bar.hidden = !now;
    bar.value = 0;
    eta.textContent = "";
  };
  const say = (): void => {
    try {
      const over = plane();
      const { rows, columns } = over;
      const stale = shown !== null && shown.keys !== keysOf(over, metric());
      space.textContent = `The sweep's space: ${rows.slider.label} × ${columns.slider.label}, ${rows.values.length * columns.values.length} configs; in each window the best by ${METRICS[metricAt(metric())].label} on training is traded on the test.${stale ? " The config or the space has changed since this walk-forward: run it again." : ""}`;
      space.classList.toggle("warn", stale);
    } catch (error) {
      space.textContent = (error as Error).message;
    }
  };

  async function start(): Promise<void> {
    const mine = ++latest;
    const options = { windows: windows.value, anchored: anchored.checked, metric: metric(), minTrades: Math.max(0, Math.round(trades.valueAsNumber || 0)) };
    const began = performance.now();
    busy(true);
    [status.textContent, status.className] = ["", ""];
    try {
      const over = plane();
      const reply = await engine.ask("walk", { values: over.base, vary: { parameters: over.parameters }, ...options }, ({ done, total }) => {
        if (mine !== latest) return;
        bar.value = done / total;
        const left = ((performance.now() - began) * (total - done)) / done / 1000;
        eta.textContent = `${Math.floor((100 * done) / total)} %, ${left < 1 ? "less than a second" : `about ${Math.ceil(left)} s`} left`;
      });
      if (mine !== latest) return;
      status.textContent = `${reply.result.configs} configs, ${reply.result.windows.length} windows in ${(reply.took / 1000).toFixed(1)} s`;
      shown = showResult(box, { reply, plane: over, options }, { command: toWalkCommand(over, options, data()), onPick });
      onLooked(reply, (i) => configOf(over, reply, i));
      say();
    } catch (error) {
      if (mine !== latest) return;
      const stopped = error instanceof MahlerError && error.kind === "cancelled";
      status.className = stopped ? "" : "bad";
      status.textContent = stopped ? "Stopped." : (error as Error).message;
    } finally {
      if (mine === latest) busy(false);
    }
  }

  run.addEventListener("click", () => {
    if (running) return void engine.ask("stop", "walk");
    void start();
  });
  new ResizeObserver(() => shown?.draw()).observe(host);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => shown?.draw());
  say();
  return {
    refresh: say,
    clear() {
      latest++;
      shown = null;
      busy(false);
      status.textContent = "";
      box.replaceChildren();
    },
  };
}

const configOf = (over: Plane, { axes, choices }: WalkReply, i: number): Values => {
  const { row, column } = placeOf(over, axes, choices, i);
  return configAt(over, row, column);
};

/** What the result is of. Where the config on the screen lies on the plane does not matter. */
function keysOf({ base, rows, columns }: Plane, metric: string): string {
  const swept = [rows.slider.key, columns.slider.key];
  return [keyOf(Object.fromEntries(Object.entries(base).filter(([key]) => !swept.includes(key)))), rows.slider.id, columns.slider.id, metric].join("|");
}

function showResult(box: HTMLElement, { reply, plane, options }: Done, { command, onPick }: { command: string; onPick(config: Values): void }): { draw(): void; keys: string } {
  const { result, current } = reply;
  const locate = (config: number): { row: number; column: number } => placeOf(plane, reply.axes, reply.choices, config);
  const name = (config: number): string => choiceText(plane, locate(config));
  const [chart, strip] = [element("div"), element("div", { class: "scroll" })];
  const code = element("pre", { id: "walk-command", tabindex: 0 }, command);
  const copy = element("button", { type: "button" }, "Copy");
  copy.addEventListener("click", () => void navigator.clipboard?.writeText(command));
  box.replaceChildren(
    figures(result), element("p", { id: "walk-verdict" }, verdict(result)), chart, strip,
    element("h3", {}, result.flags.length ? "Red flags" : "No red flags"), element("ul", { id: "walk-flags" }, ...result.flags.map(({ text }) => element("li", { class: "warn" }, text))),
    element("h3", {}, "What to trade next"), ...consensusParts({ reply, plane, options }, onPick),
    element("h3", {}, "Was choosing worth it?"), element("p", { class: "muted" }, "The same days with one config held. Lead: mean return a year of the walk-forward − that of the config."), rivalTable(result, current, name),
    element("details", {}, element("summary", {}, `All ${result.windows.length} windows`), element("p", { class: "muted" }, `${result.metric.label} of the chosen config on each stretch.`), windowTable(result, plane, locate)),
    element("h3", {}, "The same bits in a terminal"), code, element("div", { class: "row" }, copy),
  );
  const { metric, windows, stitched: { days } } = result;
  const lanes = [plane.rows, plane.columns].map((axis, a) => {
    const level = (config: number | null): number | null => (config === null ? null : a === 0 ? locate(config).row : locate(config).column);
    return { label: axis.slider.label, levels: axis.positions.map((value) => axis.slider.text(value).replace(/ (of|left|by) .*/, "")), chosen: windows.map(({ chosen }) => level(chosen)), consensus: level(result.consensus?.config ?? null) };
  });
  const under = createStrip(strip, {
    windows, first: days[0], last: days[days.length - 1], metric: metric.label, text: (value) => metricText({ value, unit: metric.unit }), lanes,
    words: (w) => windowWords(windows[w], result, windows[w].chosen === null ? null : name(windows[w].chosen)),
  });
  let plot: uPlot | null = null;
  const draw = (): void => {
    plot?.destroy();
    plot = drawCurves(chart, reply, ({ bbox: { left, width } }) => under.draw({ left: left / devicePixelRatio, width: width / devicePixelRatio }));
  };
  draw();
  return { draw, keys: keysOf(plane, options.metric) };
}

/** The config that most windows chose, to be loaded. */
function consensusParts({ reply: { result, axes, choices }, plane }: Done, onPick: (config: Values) => void): HTMLElement[] {
  const { consensus, windows } = result;
  if (!consensus) return [element("p", { id: "walk-consensus" }, "No window chose a config: none kept the guards. Fewer trades at least, or longer windows, would let some through.")];
  const { row, column } = placeOf(plane, axes, choices, consensus.config);
  const load = element("button", { type: "button", id: "walk-load" }, "Load it");
  load.addEventListener("click", () => onPick(configAt(plane, row, column)));
  return [
    element("p", { id: "walk-consensus" }, `Most often chosen, in ${consensus.windows} of ${windows.length} windows: ${choiceText(plane, { row, column })}. `, load),
    element("p", { class: "muted" }, stabilityText(result, plane)),
  ];
}

/** The stitched account, the config on the screen and the best in hindsight. */
function drawCurves(host: HTMLElement, { result: { stitched, rivals }, current }: WalkReply, onReady: (plot: uPlot) => void): uPlot {
  const best = rivals.find(({ name }) => name === "best in hindsight");
  const lines = [{ label: "walk-forward", curve: stitched, width: 2, dash: [] }, { label: "config on the screen", curve: current.curve, width: 1, dash: [6, 4] }, ...(best ? [{ label: "best in hindsight", curve: best.curve, width: 1, dash: [2, 3] }] : [])];
  const axis = { stroke: variable("--muted"), grid: { stroke: variable("--line"), width: 1 }, ticks: { stroke: variable("--line"), width: 1 }, font: "12px system-ui" };
  const plot = new uPlot({
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"), width: host.clientWidth || 600, height: HEIGHT, cursor: { drag: { x: false, y: false } }, hooks: { ready: [onReady] },
    axes: [axis, { ...axis, size: 64, values: (_, ticks) => ticks.map(shortDollars) }],
    series: [{ value: "{YYYY}-{MM}-{DD}" }, ...lines.map(({ label, width, dash }, i): uPlot.Series => ({ label, width, dash, stroke: variable(`--series-${i + 1}`), points: { show: false }, value: (_, value) => (value === null ? "–" : shortDollars(value)) }))],
  }, [Float64Array.from(stitched.days, (day) => day * SECONDS), ...lines.map(({ curve }) => Float64Array.from(curve.equity, toDollars))], host);
  plot.root.setAttribute("role", "img");
  plot.root.setAttribute("aria-label", `Accounts out of sample: ${lines.map(({ label, curve }) => `${label} ends at ${shortDollars(toDollars(curve.equity[curve.equity.length - 1]))}`).join(", ")}`);
  return plot;
}
