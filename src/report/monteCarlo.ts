// The picture of a Monte Carlo: a fan of wealth over time, and what its paths came to.
import { QUANTILES } from "../stats/monteCarlo";
import type { MonteCarloResult } from "../stats/monteCarlo";
import { lineChart, sample } from "./chart";
import { dollars, grouped, percent, shortDollars } from "./format";
import { padStart } from "./style";
import { textTable } from "./table";
import { section } from "./view";
import type { View } from "./view";

const AXIS = 9;
const LINES = 11;
/** Places in QUANTILES of the fan's lines. */
const FAN = [1, 3, 5] as const;
const BLANK = 0x2800;

/** What the run itself came to, as multiples of its start and of its peak. */
export interface Observed { terminal: number; drawdown: number }

/** Compounded wealth and largest drawdown of daily returns in their own order. */
export function observedOf(returns: ArrayLike<number>): Observed {
  let wealth = 1, peak = 1, drawdown = 0;
  for (let day = 0; day < returns.length; day++) {
    wealth *= Math.max(0, 1 + returns[day]);
    peak = Math.max(peak, wealth);
    drawdown = Math.max(drawdown, 1 - wealth / peak);
  }
  return { terminal: wealth, drawdown };
}

export interface MonteCarloShown {
  folder: string;
  run: { start: string; end: string; initial: number };
  observed: Observed;
  result: MonteCarloResult;
}

/** Dots of several pictures in one: braille cells are sets of dots. */
const overlaid = (pictures: readonly string[][]): string[] =>
  pictures[0].map((_, y) => Array.from(pictures[0][y], (__, x) => {
    const dots = pictures.reduce((set, picture) => set | (picture[y][x] === " " ? 0 : picture[y].charCodeAt(x) - BLANK), 0);
    return dots ? String.fromCharCode(BLANK + dots) : " ";
  }).join(""));

function fanChart(view: View, { run, result }: MonteCarloShown): string[] {
  const width = view.width - AXIS - 2;
  const curves = FAN.map((place) => [1, ...result.fan.map(({ wealth }) => wealth[place])].map((wealth) => wealth * run.initial));
  const [low, high] = [Math.min(...curves.flat()), Math.max(...curves.flat())];
  if (low === high) return [view.style.dim(`  ${shortDollars(high)} on every path`)];
  const label = (y: number): string => (y % ((LINES - 1) / 2) === 0 ? shortDollars(high - ((high - low) * y) / (LINES - 1)) : "");
  const picture = overlaid(curves.map((curve) => lineChart(sample(curve, width * 2), width, LINES, low, high)));
  const end = `${grouped(result.horizon)} sessions`;
  return [
    ...picture.map((line, y) => view.style.dim(`${padStart(label(y), AXIS)} │`) + view.style.accent(line.trimEnd())),
    view.style.dim(`${" ".repeat(AXIS)} └start${padStart(end, width - 5)}`),
    view.style.dim(`  lines: ${FAN.map((place) => percent(QUANTILES[place], 0)).join(", ")} of the paths are below`),
  ];
}

/** Everything `mahler montecarlo` prints. */
export function monteCarloText(view: View, shown: MonteCarloShown): string {
  const { folder, run, observed, result } = shown;
  const { bold, dim } = view.style;
  const rows = QUANTILES.map((q, i) => [percent(q, 0), dollars(result.terminal[i] * run.initial), percent(result.terminal[i] - 1, 1), percent(result.drawdown[i], 1)]);
  const table = textTable(["paths below", "final equity", "return", "max drawdown"].map((title) => ({ title, align: "right" as const })), [...rows, ["the run", dollars(observed.terminal * run.initial), percent(observed.terminal - 1, 1), percent(observed.drawdown, 1)]], dim);
  return `${[
    ...section(view, "Monte Carlo", [`  ${folder}, ${run.start} … ${run.end}`, dim(`  ${grouped(result.paths)} paths of ${grouped(result.horizon)} sessions, blocks of ${grouped(result.meanBlock, 1)} sessions in the mean, seed ${result.seed}`), ""]),
    ...fanChart(view, shown),
    "",
    ...table,
    "",
    `  Ruin (equity at or below ${percent(result.ruin, 0)} of its start on any day): ${bold(percent(result.ruinProbability, 1))} of the paths`,
    `  Paths that end below their start: ${bold(percent(result.lossProbability, 1))}; mean return ${percent(result.meanTerminal - 1, 1)}`,
  ].join("\n")}\n`;
}
