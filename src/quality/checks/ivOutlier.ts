import { RATIO_SCALE } from "../../units";
import { UNITS_PER_THOUSANDTH } from "../side";
import { finish, hit, mark, newTally } from "../tally";
import type { Tally } from "../tally";
import { percent } from "../text";
import type { QualityCheck } from "../types";
import type { QualityLimits } from "../limits";
import { eachBlock } from "../walk";

/** Out-of-the-money IVs of one side by rising strike, the first `n` in use. */
interface Smile { n: number; row: Uint32Array; strike: Float64Array; iv: Float64Array }

const newSmile = (capacity: number): Smile => ({ n: 0, row: new Uint32Array(capacity), strike: new Float64Array(capacity), iv: new Float64Array(capacity) });

/** Neighbours looked at on each side. Two: one bad neighbour then never condemns a good row. */
const REACH = 2;

/** Distance of row j from the line through i and k. */
function offLine({ strike, iv }: Smile, i: number, j: number, k: number): number {
  return iv[j] - (iv[i] + ((iv[k] - iv[i]) * (strike[j] - strike[i])) / (strike[k] - strike[i]));
}

/** The distance from the nearest of the four lines through neighbours; 0 when the lines disagree about the side. */
function distance(smile: Smile, j: number): number {
  let least = Infinity;
  let sign = 0;
  for (let i = j - REACH; i < j; i++) {
    for (let k = j + 1; k <= j + REACH; k++) {
      const off = offLine(smile, i, j, k);
      if (sign !== 0 && off > 0 !== sign > 0) return 0;
      sign = off > 0 ? 1 : -1;
      least = Math.min(least, Math.abs(off));
    }
  }
  return least * sign;
}

function scan(t: Tally, smile: Smile, { ivOutlier: absolute, ivOutlierShare: share }: QualityLimits): void {
  for (let j = REACH; j + REACH < smile.n; j++) {
    t.of++;
    const off = distance(smile, j);
    const size = Math.abs(off);
    const line = smile.iv[j] - off;
    if (!(size > absolute && size > share * line)) continue;
    mark(t, smile.row[j]);
    hit(t, smile.row[j], size, smile.iv[j], line);
  }
}

export const ivOutlier: QualityCheck = {
  id: "iv_outlier", title: "IVs off the smile", scope: "row", basis: "data", grade: "doubt",
  threshold: "out-of-the-money, a day or more before expiry: IV is off all four lines through two neighbours on each side, the same way, by more than 3 points and 20 %",
  run(u, context) {
    const t = newTally(u, context);
    let smile = newSmile(1024);
    const { strike, iv } = u.rows;
    const scale = u.strikeUnit * UNITS_PER_THOUSANDTH;
    const load = (begin: number, end: number, low: number, high: number): void => {
      if (smile.row.length < end - begin) smile = newSmile(2 * (end - begin));
      let n = 0;
      for (let i = begin; i < end; i++) {
        const k = strike[i] * scale;
        if (iv[i] === 0 || k < low || k > high) continue;
        smile.row[n] = i;
        smile.strike[n] = k;
        smile.iv[n++] = iv[i] / RATIO_SCALE;
      }
      smile.n = n;
    };
    eachBlock(u, (b, d) => {
      if (u.blocks.expiry[b] === u.days.day[d]) return;
      [t.day, t.block] = [d, b];
      const spot = u.days.spot[d];
      load(u.blocks.callsBegin[b], u.blocks.putsBegin[b], spot, Infinity);
      scan(t, smile, context.limits);
      load(u.blocks.putsBegin[b], u.blocks.end[b], 0, spot);
      scan(t, smile, context.limits);
    });
    return finish(t, "out-of-the-money rows with neighbours", ({ a, b }) => `IV ${percent(a)} where the smile says ${percent(b)}`);
  },
};
