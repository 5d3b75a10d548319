// The credit of a put spread that sells 16 delta and buys 5 dollars below (50 points of SPX), on real quotes and on the model's.
import { bsmPrice } from "../../../assembly/portable/black";
import { normCdf } from "../../../assembly/portable/normal";
import type { FitDay, Observation } from "./observations";
import { modelVol, type Model } from "./surfaceFit";
import { widthOf, type WidthFit } from "./widthFit";

/** Dollars a share: at mids, and selling at the bid and buying at the ask. */
export interface Credit { year: number; real: number; model: number; realNatural: number; modelNatural: number }

const DELTA = 0.16;
const NEAR = 0.02;
const WIDE = 5;
const DAYS = { low: 25, high: 50 };

const nearest = (puts: readonly Observation[]): Observation => puts.reduce((a, b) => (Math.abs(b.delta - DELTA) < Math.abs(a.delta - DELTA) ? b : a));

/** Each side sells its own nearest strike to 16 delta: that is what a rule would do. */
export function credits(rows: readonly Observation[], model: Model, widths: WidthFit, days: ReadonlyMap<number, FitDay>): Credit[] {
  const groups = new Map<string, Observation[]>();
  for (const o of rows) {
    const dte = o.expiry - o.day;
    if (o.isCall || dte < DAYS.low || dte > DAYS.high) continue;
    const key = `${o.source} ${o.day} ${o.expiry} ${o.early}`;
    const list = groups.get(key);
    if (list) list.push(o);
    else groups.set(key, [o]);
  }
  const out: Credit[] = [];
  for (const puts of groups.values()) {
    const short = nearest(puts);
    const long = puts.find((o) => o.strike === short.strike - WIDE);
    if (Math.abs(short.delta - DELTA) > NEAR || long === undefined) continue;
    const at = (strike: number): Observation => {
      const moved = { ...short, strike, k: Math.log(strike / short.forward) };
      const v = modelVol(model, moved) * Math.sqrt(moved.years);
      return { ...moved, delta: normCdf(moved.k / v - v / 2), mid: bsmPrice(0, short.forward, strike, 1, 0, 0, v) / short.growth };
    };
    const centre = Math.round(short.strike);
    const own = nearest(Array.from({ length: 61 }, (_, i) => at(centre - 30 + i)));
    const below = at(own.strike - WIDE);
    const half = (a: Observation, b: Observation, width: (o: Observation) => number) => 0.5 * (width(a) + width(b));
    out.push({
      year: short.year, real: short.mid - long.mid, model: own.mid - below.mid, realNatural: short.mid - long.mid - half(short, long, (o) => o.width),
      modelNatural: own.mid - below.mid - half(own, below, (o) => widthOf(widths, model, days, o)),
    });
  }
  return out;
}
