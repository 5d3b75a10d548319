// Always in sight: how many configs were looked at on this dataset, and what the best of so many would look like by luck alone.
import { element } from "./dom";

export interface LookingFigures {
  trials: number;
  /** Annualised Sharpe ratio of what is shown; null = undefined. */
  sharpe: number | null;
  /** Largest annualised Sharpe ratio that luck alone would show among so many trials; null before there are two. */
  luck: number | null;
  /** Chance that the true Sharpe ratio is above what luck would show; null = undefined. */
  deflated: number | null;
  /** Of the last sweep; null before one. */
  pbo: number | null;
}

export interface LookingView {
  show(figures: LookingFigures): void;
  speed(backtestsPerSecond: number, frames: number | null): void;
}

const TERMS: readonly [key: keyof LookingFigures, term: string, help: string][] = [
  ["trials", "Configs looked at", "Distinct configs whose results were shown on this dataset, ever, in this browser. Looking cannot be undone."],
  ["sharpe", "Sharpe of this one", "Annualised, of the config on the screen."],
  ["luck", "Best by luck alone", "The largest Sharpe ratio that so many configs without any edge would be expected to show, given how much theirs differ."],
  ["deflated", "Deflated Sharpe", "The chance that the true Sharpe ratio is above the best by luck alone. Below 95 %: no evidence."],
  ["pbo", "PBO of the last sweep", "How often the best config of one half of the history is below the median in the other half. Near 50 %: choosing is luck."],
];

export function createLookingView(host: HTMLElement): LookingView {
  const values = new Map(TERMS.map(([key]) => [key, element("dd", { "data-looking": key }, "–")]));
  const verdict = element("p", { id: "verdict" });
  const speed = element("p", { class: "speed muted", id: "speed" });
  host.append(element("dl", {}, ...TERMS.flatMap(([key, term, help]) => [element("dt", { title: help }, term), values.get(key)!])), verdict, speed);
  const ratio = (value: number | null): string => (value === null ? "–" : value.toFixed(2).replace("-", "−"));
  const share = (value: number | null): string => (value === null ? "–" : `${(100 * value).toFixed(1)} %`);
  return {
    show(figures) {
      const { trials, sharpe, luck, deflated, pbo } = figures;
      values.get("trials")!.textContent = trials.toLocaleString("en-US");
      values.get("sharpe")!.textContent = ratio(sharpe);
      values.get("luck")!.textContent = ratio(luck);
      values.get("deflated")!.textContent = share(deflated);
      values.get("pbo")!.textContent = share(pbo);
      verdict.textContent = verdictOf(figures);
      verdict.className = deflated !== null && deflated >= 0.95 ? "good" : "warn";
    },
    speed(backtestsPerSecond, frames) {
      speed.textContent = `${Math.round(backtestsPerSecond).toLocaleString("en-US")} backtests/s${frames === null ? "" : ` · ${Math.round(frames)} frames/s`}`;
      speed.dataset.backtests = backtestsPerSecond.toFixed(1);
      if (frames !== null) speed.dataset.frames = frames.toFixed(1);
    },
  };
}

/** What the figures come to, in a sentence. */
export function verdictOf({ trials, sharpe, luck, deflated }: LookingFigures): string {
  if (sharpe === null) return "This config has no Sharpe ratio.";
  if (luck === null || deflated === null) return "One look so far: nothing has been chosen yet.";
  if (sharpe <= luck) return `After ${trials.toLocaleString("en-US")} looks, luck alone would show ${luck.toFixed(2)}. This is no better.`;
  if (deflated < 0.95) return `Better than the best that luck would show, but ${(100 * deflated).toFixed(0)} % is not evidence.`;
  return `Above what luck would show among ${trials.toLocaleString("en-US")} configs, with ${(100 * deflated).toFixed(1)} %.`;
}
