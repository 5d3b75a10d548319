// The live line of a sweep: configs done, speed, time left, best so far.
import { METRICS } from "../metrics";
import type { Metric } from "../metrics";
import { grouped, metricText } from "../report/format";
import type { SweepProgress } from "../sweep/run";

const WIDTH = 20;
/** Milliseconds between lines: on a terminal, and where lines stay. */
const EVERY = { live: 200, plain: 5000 };

export interface SweepBar {
  update(progress: SweepProgress): void;
  end(): void;
}

/** A bar on a terminal's standard error, a line every few seconds elsewhere, nothing when silent. */
export function sweepBar(metric: Metric, silent: boolean): SweepBar {
  if (silent) return { update() {}, end() {} };
  const live = process.stderr.isTTY === true;
  const began = performance.now();
  let first = -1;
  let latest: SweepProgress | undefined;
  const best = bestSoFar(metric);
  const show = (): void => {
    if (!latest) return;
    const speed = (latest.done - first) / ((performance.now() - began) / 1000);
    const text = `${bar(latest, live)}${grouped(latest.done)} of ${grouped(latest.total)} · ${grouped(speed, speed < 10 ? 1 : 0)}/s · ${left(latest, speed)} left${best.text()}`;
    process.stderr.write(live ? `\r\x1b[2K${text.slice(0, (process.stderr.columns ?? 100) - 1)}` : `sweep: ${text}\n`);
  };
  let last = began;
  const due = (): void => {
    const now = performance.now();
    if (now - last < EVERY[live ? "live" : "plain"] * 0.9) return;
    last = now;
    show();
  };
  // Batches take seconds; the line lives between them, as far as this thread is free.
  const timer = setInterval(due, EVERY[live ? "live" : "plain"]);
  return {
    update(progress) {
      best.look(progress);
      if (first < 0) first = progress.done - progress.configs.length; // done by an earlier run
      latest = progress;
      due();
    },
    end() {
      clearInterval(timer);
      if (live) process.stderr.write("\r\x1b[2K");
    },
  };
}

function bar({ done, total }: SweepProgress, live: boolean): string {
  if (!live) return "";
  const filled = Math.round((done / Math.max(1, total)) * WIDTH);
  return `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)} `;
}

function left({ done, total }: SweepProgress, speed: number): string {
  const seconds = (total - done) / speed;
  return seconds < 120 ? `${seconds.toFixed(0)} s` : seconds < 7200 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function bestSoFar(metric: Metric): { look(progress: SweepProgress): void; text(): string } {
  const at = METRICS.indexOf(metric);
  const sign = metric.better === "lower" ? -1 : 1;
  let [value, config] = [NaN, -1];
  return {
    look({ configs, evaluations: { metrics } }) {
      configs.forEach((number, i) => {
        const candidate = metrics[i * METRICS.length + at];
        const ahead = sign * (candidate - value);
        if (!Number.isNaN(candidate) && (Number.isNaN(value) || ahead > 0 || (ahead === 0 && number < config))) [value, config] = [candidate, number];
      });
    },
    text: () => (config < 0 ? "" : ` · best ${metric.label} ${metricText({ value, unit: metric.unit })} (config ${config})`),
  };
}
