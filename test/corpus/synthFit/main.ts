// npm run fit:synth -- CORPUS: fits src/synth/fitted.ts and prints it with the out-of-sample tables of docs/synth.md;
// npm run fit:synth -- CORPUS DATASET: prints how a finished dataset follows its index, and what is not sound in it.
import { loadCore } from "../../../src/node/core";
import { directorySource } from "../../../src/node/files";
import { readDataset } from "../../../src/store/read";
import type { SurfaceConstants } from "../../../src/synth/surface";
import { SOURCES } from "./chains";
import { sanityRows } from "./sanity";
import { credits, type Credit } from "./spreads";
import { observe, spyDays, type Observation, type SpyDays } from "./observations";
import { constantsOf, DELTA_NAMES, daysOf, deltaOf, fitSurface, modelOf, modelVol, START, TERM_NAMES, termOf, weighted, type Model } from "./surfaceFit";
import { fitWidths, median, widthOf, type WidthFit } from "./widthFit";

const print = (text = ""): void => { process.stdout.write(`${text}\n`); };
const mean = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0) / x.length;
const round = (x: number): number => Number(x.toFixed(4));

/** What the other years say about one year. */
interface LeftOut { year: number; rows: Observation[]; model: Model; widths: WidthFit }

function leftOut(year: number, all: readonly Observation[], spy: SpyDays, start: readonly number[]): LeftOut {
  const others = all.filter((o) => o.year !== year);
  const rows = all.filter((o) => o.year === year);
  const constants = constantsOf(fitSurface(weighted(others), spy, start, 12));
  return { year, rows, model: modelOf(constants, spy.days, daysOf(rows)), widths: fitWidths(others, modelOf(constants, spy.days, daysOf(others)), spy.days) };
}

const row = (cells: readonly string[]): void => print(`| ${cells.join(" | ")} |`);
function header(first: string, columns: readonly (string | number)[]): void {
  row([first, ...columns.map(String)]);
  print(`|---|${columns.map(() => "---:").join("|")}|`);
}

const SIDES = [false, true];
const cellOf = (rows: readonly Observation[], isCall: boolean, delta: number, term: number) => rows.filter((o) => o.isCall === isCall && deltaOf(o) === delta && termOf(o) === term);

function volatilityTables(years: readonly LeftOut[]): void {
  TERM_NAMES.forEach((term, t) => {
    print();
    header(`IV, ${term}: real / bias / RMS error, points`, years.map((y) => y.year));
    for (const isCall of SIDES) {
      DELTA_NAMES.forEach((name, d) => row([`${isCall ? "call" : "put"} ${name}`, ...years.map(({ rows, model }) => {
        const cell = cellOf(rows, isCall, d, t);
        const errors = cell.map((o) => 100 * (modelVol(model, o) - o.iv));
        return cell.length === 0 ? "–" : `${(100 * mean(cell.map((o) => o.iv))).toFixed(1)} / ${mean(errors).toFixed(1)} / ${Math.sqrt(mean(errors.map((e) => e * e))).toFixed(1)}`;
      })]));
    }
  });
}

function widthTable(years: readonly LeftOut[], spy: SpyDays, term: number): void {
  print();
  const columns = years.flatMap((y) => [...new Set(y.rows.map((o) => o.source))].map((source) => ({ ...y, source })));
  header(`width, ${TERM_NAMES[term]}: median % of mid, real / model`, columns.map((c) => c.source));
  for (const isCall of SIDES) {
    DELTA_NAMES.forEach((name, d) => row([`${isCall ? "call" : "put"} ${name}`, ...columns.map(({ rows, model, widths, source }) => {
      const cell = cellOf(rows.filter((o) => o.source === source), isCall, d, term);
      if (cell.length === 0) return "–";
      const share = (width: (o: Observation) => number) => (100 * median(cell.map((o) => width(o) / o.mid))).toFixed(2);
      return `${share((o) => o.width)} / ${share((o) => widthOf(widths, model, spy.days, o))}`;
    })]));
  }
}

function creditTable(all: readonly Credit[]): void {
  print();
  header("16Δ put spread, 25–50 d", ["spreads", "real mid", "model mid", "mean error", "mean absolute error", "real natural", "model natural"]);
  for (const year of [...new Set(all.map((c) => c.year))]) {
    const list = all.filter((c) => c.year === year);
    const error = list.map((c) => c.model / c.real - 1);
    const dollars = (pick: (c: Credit) => number) => mean(list.map(pick)).toFixed(3);
    const percent = (x: number) => `${(100 * x).toFixed(1)} %`;
    row([String(year), String(list.length), dollars((c) => c.real), dollars((c) => c.model), percent(mean(error)), percent(mean(error.map(Math.abs))), dollars((c) => c.realNatural), dollars((c) => c.modelNatural)]);
  }
}

/** One source's level and curvature at the best fit of a whole smile, the rest as fitted: how QQQ compares with SPY on one day. */
function curvatureOf(rows: readonly Observation[], constants: SurfaceConstants, spy: SpyDays): number {
  let best = { error: Infinity, curvature: NaN };
  for (let curvature = 0.5; curvature <= 1.5; curvature += 0.01) {
    for (let index = 10; index <= 35; index += 0.25) {
      const days = new Map([...spy.days].filter(([day]) => rows[0].day === day).map(([day, known]) => [day, { ...known, index }]));
      const model = modelOf(constants, days, new Map([[rows[0].day, 0]]), curvature);
      const error = mean(rows.map((o) => (modelVol(model, o) - o.iv) ** 2));
      if (error < best.error) best = { error, curvature };
    }
  }
  return best.curvature;
}

function constantsText(c: SurfaceConstants, widths: WidthFit): string {
  const four = (w: readonly number[]) => `[${w.map(round).join(", ")}]`;
  return `export const SURFACE: SurfaceConstants = {
  closed: ${round(c.closed)}, slowDecay: ${round(c.slowDecay)}, fastDecay: ${round(c.fastDecay)}, power: ${round(c.power)}, basis: ${round(c.basis)},
  slow: ${four(c.slow)},
  fast: ${four(c.fast)},
  curvature: ${four(c.curvature)},
  skew: ${four(c.skew)},
};

export const WIDTH: WidthConstants = { level: ${round(widths.constants.level)}, perYear: ${round(widths.constants.perYear)}, settled: ${widths.constants.settled}, known: ${widths.constants.known} };`;
}

function main(): void {
  const spy = spyDays();
  const read = (keep: (name: string) => boolean): Observation[] => SOURCES.filter((s) => keep(s.name)).flatMap((s) => observe(s, spy));
  const all = read((name) => !name.endsWith("2026"));
  const x = fitSurface(weighted(all), spy, START);
  const constants = constantsOf(x);
  const widths = fitWidths(all, modelOf(constants, spy.days, daysOf(all)), spy.days);
  print(constantsText(constants, widths));
  print(`\npremium of the second month over the index's history: ${Math.exp(x[x.length - 1]).toFixed(3)} in variance`);
  print(`SPX width over SPY's: ${Math.exp(widths.spx).toFixed(2)}`);
  const same = (symbol: string) => read((name) => name === `${symbol} 2026`).filter((o) => o.expiry - o.day >= 8 && o.day === 20_496).filter((_, i) => i % 7 === 0);
  print(`curvature on 12 February 2026: SPY ${curvatureOf(same("SPY"), constants, spy).toFixed(2)}, QQQ ${curvatureOf(same("QQQ"), constants, spy).toFixed(2)}`);
  const years = [...new Set(all.map((o) => o.year))].sort((a, b) => a - b).map((year) => leftOut(year, all, spy, x));
  volatilityTables(years);
  widthTable(years, spy, 2);
  widthTable(years, spy, 1);
  creditTable(years.flatMap(({ rows, model, widths: fit }) => credits(rows, model, fit, spy.days)));
}

async function sanity(folder: string): Promise<void> {
  const core = await loadCore();
  const market = await readDataset(directorySource(folder), core.arena);
  header("", ["ATM IV / index", "5 %", "95 %", "parity", "vertical", "butterfly", "calendar", "steep puts"]);
  for (const { symbol } of market.underlyings) for (const line of sanityRows(market, symbol)) print(line);
}

const [, , , dataset] = process.argv;
if (dataset === undefined) main();
else await sanity(dataset);
