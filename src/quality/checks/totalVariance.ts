import { isAsset } from "../asset";
import { RATIO_SCALE } from "../../units";
import type { QuoteRows } from "../../market/types";
import { UNITS_PER_THOUSANDTH } from "../side";
import { finish, hit, mark, newTally } from "../tally";
import { percent } from "../text";
import type { QualityCheck } from "../types";

/** Strikes this close to the spot, where a difference of forwards moves IV little. */
const NEAR = 0.1;

const UNIT = "out-of-the-money strikes listed in neighbouring expiries";

interface Range { begin: number; end: number }

/** Matches the strikes of two ranges that both have an IV. */
function eachMatch({ strike, iv }: QuoteRows, near: Range, far: Range, visit: (i: number, j: number) => void): void {
  for (let i = near.begin, j = far.begin; i < near.end && j < far.end; ) {
    const step = strike[i] - strike[j];
    if (step === 0 && iv[i] > 0 && iv[j] > 0) visit(i, j);
    if (step <= 0) i++;
    if (step >= 0) j++;
  }
}

/** Total variance σ²T of a strike grows with the expiry: what is expected until the first is part of what is expected until the second. */
export const totalVariance: QualityCheck = {
  id: "calendar_mid", title: "Total variance that falls with the expiry", scope: "row", basis: "mid", grade: "doubt",
  threshold: "out-of-the-money strikes within 10 % of the spot: IV² × time falls by more than 5 % from one expiry to the next",
  run(u, context) {
    const t = newTally(u, context);
    const { years } = context.carry();
    if (!isAsset(u)) return finish(t, UNIT, () => "");
    const { strike, iv } = u.rows;
    const { callsBegin, putsBegin, end } = u.blocks;
    const scale = u.strikeUnit * UNITS_PER_THOUSANDTH;
    const least = 1 - context.limits.totalVariance;
    for (let d = 0; d < u.days.day.length; d++) {
      t.day = d;
      const spot = u.days.spot[d];
      for (let b = u.days.blocksBegin[d] + 1; b < u.days.blocksEnd[d]; b++) {
        t.block = b;
        const a = b - 1;
        if (!(years[b] > years[a])) continue;
        const compare = (sign: number) => (i: number, j: number): void => {
          const outside = (sign * (strike[i] * scale - spot)) / spot;
          if (outside < 0 || outside > NEAR) return;
          t.of++;
          const ratio = (iv[j] * iv[j] * years[b]) / (iv[i] * iv[i] * years[a]);
          if (ratio >= least) return;
          mark(t, i);
          mark(t, j);
          hit(t, j, 1 / ratio, iv[i] / RATIO_SCALE, iv[j] / RATIO_SCALE);
        };
        eachMatch(u.rows, { begin: callsBegin[a], end: putsBegin[a] }, { begin: callsBegin[b], end: putsBegin[b] }, compare(1));
        eachMatch(u.rows, { begin: putsBegin[a], end: end[a] }, { begin: putsBegin[b], end: end[b] }, compare(-1));
      }
    }
    return finish(t, UNIT, ({ severity, a, b }) => `IV ${percent(b)} after ${percent(a)} in the expiry before: total variance falls to ${percent(1 / severity, 0)} of it`);
  },
};
