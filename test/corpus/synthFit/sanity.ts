// A whole dataset year by year: does it follow its index, and is it free of arbitrage?
import type { Market, Underlying } from "../../../src/market/types";
import { isoDate } from "../../../src/units";
import { chainsOf, moneyIv, newSoundness, soundnessOf, type Chain } from "../../synth/chains";

const yearOf = (day: number): number => Number(isoDate(day).slice(0, 4));
const quantile = (x: number[], q: number): number => [...x].sort((a, b) => a - b)[Math.floor(q * (x.length - 1))];

/** Markdown rows per year: month-ahead IV at the money over the index (median, 5 and 95 %), and breaks per million tests of each kind. */
export function sanityRows({ underlyings, curves }: Market, symbol: string): string[] {
  const u = underlyings.find((each) => each.symbol === symbol) as Underlying;
  const index = new Map(Array.from(curves.vix?.day ?? [], (day, i) => [day, curves.vix?.value[i] as number]));
  const ratios = new Map<number, number[]>();
  for (const [day, iv] of moneyIv(u)) {
    const year = yearOf(day);
    ratios.set(year, [...(ratios.get(year) ?? []), (100 * iv) / (index.get(day) as number)]);
  }
  const checks = new Map<number, ReturnType<typeof newSoundness>>();
  const puts = new Map<number, number>();
  let before: Chain | undefined;
  for (const chain of chainsOf(u)) {
    const year = yearOf(chain.day);
    const s = checks.get(year) ?? newSoundness();
    checks.set(year, s);
    soundnessOf(chain, before, s);
    before = chain;
    const steep = chain.dte > 0 ? chain.puts.filter((r) => r.iv > 0 && r.strike < 0.99 * chain.spot && r.delta <= -0.5).length : 0;
    puts.set(year, (puts.get(year) ?? 0) + steep);
  }
  return [...checks].map(([year, s]) => {
    const r = ratios.get(year) ?? [];
    const per = (breaks: number, count: number) => ((1e6 * breaks) / count).toFixed(0);
    return `| ${symbol} ${year} | ${[0.5, 0.05, 0.95].map((q) => quantile(r, q)?.toFixed(3)).join(" | ")} | ${per(s.parityBreaks, s.parities)} | ${per(s.verticalBreaks, s.verticals)} | ${per(s.butterflyBreaks, s.butterflies)} | ${per(s.calendarBreaks, s.calendars)} | ${puts.get(year)} |`;
  });
}
