// The fit of the embedded market to real chains, side by side: docs/embedded-market.md holds the output of
//   MAHLER_CORPUS=… MAHLER_FIT=1 npx vitest run test/corpus/embedded-fit.test.ts
import { beforeAll, describe, expect, it } from "vitest";
import { simulateUnderlying } from "../../src/simulate";
import { loadCore } from "../helpers/core";
import { announceCorpus, hasCorpus } from "../support/corpus";
import { byDelta, byRoundness, measure, samplesOf, smile, TERM_NAMES, type Measured, type Sample, type Table } from "./chainFit";
import { spy2015, spy2024, spy2025, yahoo2026 } from "./fitSources";

announceCorpus("fit of the embedded market's widths, smile, open interest and volume to real SPY and QQQ chains");

/** Simulated chains of a span with about the real price level, on days whose month-ahead volatility lies in [low, high]. */
function simulated(symbol: string, start: string, end: string, price: number, low: number, high: number): Measured[] {
  const u = simulateUnderlying({ seed: 11, start, end, startPrices: { [symbol]: price } }, symbol, { core: loadCore() });
  const rows = measure(samplesOf(u, 8, () => true));
  const levels = new Map<string, number[]>();
  for (const r of rows) if (r.dte >= 22 && r.dte <= 45 && r.delta > 0.4) levels.set(r.day, [...(levels.get(r.day) ?? []), r.iv]);
  const keep = new Set([...levels].filter(([, v]) => { const mean = v.reduce((a, b) => a + b, 0) / v.length; return mean >= low && mean <= high; }).map(([day]) => day));
  return rows.filter((r) => keep.has(r.day));
}

const MEASURES: [string, number, (rows: readonly Measured[]) => Table][] = [
  ["smile, volatility points", 2, smile],
  ["median width, % of mid", 2, (rows) => byDelta(rows, (r) => (100 * r.width) / r.mid)],
  ["open interest", 0, (rows) => byRoundness(rows, (r) => r.interest)],
  ["volume", 0, (rows) => byRoundness(rows, (r) => r.volume)],
];

function markdown(title: string, real: readonly Measured[], sim: readonly Measured[]): string {
  const lines = [`### ${title}`];
  const figure = (x: number, digits: number) => (Number.isFinite(x) ? x.toFixed(digits) : "–");
  for (const [name, digits, table] of MEASURES) {
    lines.push("", `| ${name} | ${TERM_NAMES.join(" | ")} |`, `|---|${TERM_NAMES.map(() => "---:").join("|")}|`);
    const other = table(sim);
    for (const [row, values] of table(real)) {
      lines.push(`| ${row} | ${values.map((v, i) => `${figure(v, digits)} / ${figure(other.get(row)?.[i] ?? NaN, digits)}`).join(" | ")} |`);
    }
  }
  return lines.join("\n");
}

interface Case { title: string; real: () => Sample[]; sim: () => Measured[] }
let spyRecent: Measured[] = [];
const CASES: Case[] = [
  { title: "SPY, January 2025", real: spy2025, sim: () => spyRecent },
  { title: "SPY, 12 February 2026", real: () => yahoo2026("SPY"), sim: () => spyRecent },
  { title: "SPY, 14 and 18 June 2024", real: spy2024, sim: () => spyRecent },
  { title: "QQQ, 12 February 2026", real: () => yahoo2026("QQQ"), sim: () => simulated("QQQ", "2025-01-02", "2025-10-31", 560, 0.17, 0.24) },
  { title: "SPY, 5 January 2015", real: spy2015, sim: () => simulated("SPY", "2014-07-01", "2015-06-30", 190, 0.14, 0.2) },
];

describe.skipIf(!hasCorpus)("fit to real chains", () => {
  beforeAll(() => { spyRecent = simulated("SPY", "2025-01-02", "2025-10-31", 560, 0.115, 0.165); }, 120_000);

  it.each(CASES)("$title: widths and smile are of the real size", ({ title, real, sim }) => {
    const a = measure(real());
    const b = sim();
    if (process.env.MAHLER_FIT) process.stdout.write(`\n${markdown(title, a, b)}\n`);
    const month = 2; // 22–45 days
    const widthReal = byDelta(a, (r) => r.width / r.mid);
    const widthSim = byDelta(b, (r) => r.width / r.mid);
    for (const band of ["put 0.07–0.13", "put 0.13–0.20", "put 0.20–0.30", "call 0.13–0.20", "call 0.20–0.30"]) {
      const ratio = widthSim.get(band)![month] / widthReal.get(band)![month];
      expect(ratio).toBeGreaterThan(1 / 2.6);
      expect(ratio).toBeLessThan(2.6);
    }
    const wings = smile(a);
    const wingsSim = smile(b);
    for (const wing of ["put 25Δ", "put 10Δ", "call 25Δ"]) {
      const ratio = wingsSim.get(wing)![month] / wings.get(wing)![month];
      expect(ratio).toBeGreaterThan(0.4);
      expect(ratio).toBeLessThan(2.3);
    }
  }, 120_000);
});
