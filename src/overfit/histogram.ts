import type { Pbo } from "../stats/pbo";
import { figure } from "./figure";
import type { PboResult } from "./types";

const BINS = 21;
const POINTS = 2000;

/** CSCV as the panel shows it: Sharpe ratios annual, logits in bins that zero does not cut, some of the combinations as points. */
export function pboResult({ pbo, logits, inside, outside, slope, intercept, rSquared, probabilityOfLoss, chosenOutside, anyOutside, blocks }: Pbo, perYear: number): PboResult {
  const root = Math.sqrt(perYear);
  const flat = "the Sharpe ratio inside never varies";
  const step = Math.max(1, Math.ceil(logits.length / POINTS));
  return {
    blocks, combinations: logits.length, pbo, probabilityOfLoss, slope: figure(slope, flat), intercept: figure(intercept * root, flat), rSquared: figure(rSquared, flat),
    chosenOutside: chosenOutside * root, anyOutside: anyOutside * root,
    histogram: histogramOf(logits),
    points: Array.from({ length: Math.floor((logits.length - 1) / step) + 1 }, (_, i) => ({ inside: inside[i * step] * root, outside: outside[i * step] * root })),
  };
}

/** Equal bins around zero, which ends a bin: everything up to it is overfit. */
export function histogramOf(logits: Float64Array): PboResult["histogram"] {
  const most = logits.reduce((high, value) => Math.max(high, Math.abs(value)), 0);
  const half = (BINS - 1) / 2;
  const width = most > 0 ? most / half : 1 / half;
  const bins = Array.from({ length: BINS - 1 }, (_, i) => ({ from: (i - half) * width, to: (i + 1 - half) * width, count: 0 }));
  for (const logit of logits) bins[Math.min(bins.length - 1, Math.max(0, Math.ceil(logit / width) + half - 1))].count++;
  return bins;
}
