import { DELTA_NONE, RATIO_SCALE } from "../../units";
import { percent } from "../text";
import { UNITS_PER_THOUSANDTH } from "../side";
import { rowCheck } from "./rows";

export const ivMissing = rowCheck(
  { id: "iv_missing", title: "Quotes without an IV", basis: "data", grade: "note", threshold: "two-sided quote, IV 0: the vendor gave none and none can be computed (D.19)" }, "two-sided rows",
  ({ rows: { iv, bid, ask }, tick }) => ({
    severity: (i) => (bid[i] === 0 || ask[i] <= bid[i] ? -1 : iv[i] === 0 ? ask[i] : 0),
    detail: ({ row }) => `no IV for a mid of ${(((bid[row] + ask[row]) * tick) / 20_000).toFixed(2)}`,
  }),
);

export const ivRange = rowCheck(
  { id: "iv_range", title: "IVs out of this world", basis: "data", grade: "doubt", threshold: "IV below 1 % or above 500 %, a day or more before expiry" }, "rows with an IV",
  ({ rows: { iv }, blocks: { expiry }, days: { day } }, { limits }) => {
    const [low, high] = [limits.ivLow * RATIO_SCALE, limits.ivHigh * RATIO_SCALE];
    return {
      severity: (i, b, d) => (iv[i] === 0 || expiry[b] === day[d] ? -1 : iv[i] > high ? iv[i] : iv[i] < low ? low - iv[i] : 0),
      detail: ({ row }) => `IV ${percent(iv[row] / RATIO_SCALE)}`,
    };
  },
);

export const deltaMissing = rowCheck(
  { id: "delta_missing", title: "Quotes without a delta", basis: "data", grade: "note", threshold: "two-sided quote, no delta: the vendor gave none and none can be computed" }, "two-sided rows",
  ({ rows: { delta, bid, ask } }) => ({ severity: (i) => (bid[i] === 0 || ask[i] <= bid[i] ? -1 : delta[i] === DELTA_NONE ? ask[i] : 0), detail: () => "no delta" }),
);

export const deltaSign = rowCheck(
  { id: "delta_sign", title: "Deltas with the wrong sign", basis: "data", grade: "fault", threshold: "a call's delta is negative or a put's positive (D.22)" }, "rows with a delta",
  ({ rows: { delta }, blocks: { putsBegin } }) => ({
    severity: (i, b) => (delta[i] === DELTA_NONE ? -1 : (i < putsBegin[b] ? delta[i] < 0 : delta[i] > 0) ? Math.abs(delta[i]) : 0),
    detail: ({ row }) => `delta ${delta[row] / RATIO_SCALE}`,
  }),
);

export const deltaRange = rowCheck(
  { id: "delta_range", title: "Deltas beyond 1", basis: "data", grade: "fault", threshold: "|delta| is above 1" }, "rows with a delta",
  ({ rows: { delta } }) => ({
    severity: (i) => (delta[i] === DELTA_NONE ? -1 : Math.abs(delta[i]) > RATIO_SCALE ? Math.abs(delta[i]) : 0),
    detail: ({ row }) => `delta ${delta[row] / RATIO_SCALE}`,
  }),
);

/** Puts only: a call's delta may pass 0.5 out of the money when much time or volatility is left. */
export const deltaSize = rowCheck(
  { id: "delta_size", title: "Out-of-the-money puts with deltas beyond 0.5", basis: "data", grade: "doubt", threshold: "a put's strike is below the spot and the forward, its |delta| is 0.5 or more (D.17)" }, "out-of-the-money puts with a delta",
  (u, context) => {
    const { delta, strike } = u.rows;
    const { forward, expected } = context.carry();
    const { putsBegin } = u.blocks;
    const { spot } = u.days;
    const scale = u.strikeUnit * UNITS_PER_THOUSANDTH;
    return {
      severity: (i, b, d) => {
        if (i < putsBegin[b] || delta[i] === DELTA_NONE) return -1;
        const k = strike[i] * scale;
        if (k >= spot[d] || k >= (forward[b] > 0 ? forward[b] : expected[b])) return -1;
        return delta[i] <= -RATIO_SCALE / 2 ? -delta[i] : 0;
      },
      detail: ({ row }) => `delta ${delta[row] / RATIO_SCALE}`,
    };
  },
);
