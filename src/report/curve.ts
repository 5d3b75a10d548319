import { dayAt, equityAt, sessionCount } from "../metrics/ledger";
import { underwater } from "../metrics/drawdown";
import type { Ledger } from "../metrics/ledger";
import type { Execution } from "../results/execution";
import { isoDate, toDollars } from "../units";
import { hangingChart, lineChart, sample, samplePeaks } from "./chart";
import { drawdownLine } from "./headline";
import { percent, shortDollars } from "./format";
import { padStart } from "./style";
import { section } from "./view";
import type { View } from "./view";

const AXIS = 9;
const EQUITY_LINES = 7;
const DRAWDOWN_LINES = 3;

/** Equity above, the fall below its peak underneath, on one time axis. */
export const equityChart = (view: View, execution: Execution): string[] => curveSection(view, "Equity", execution.ledger, drawdownLine(view, execution));

/** The same of any curve: sessions of a ledger, which needs no trades. */
export function curveSection(view: View, title: string, ledger: Ledger, below: readonly string[] = []): string[] {
  const n = sessionCount(ledger);
  if (n === 0) return [];
  const width = view.width - AXIS - 2;
  const equity = Float64Array.from({ length: n }, (_, t) => toDollars(equityAt(ledger, t)));
  const points = sample(equity, width * 2);
  const [low, high] = [Math.min(...points), Math.max(...points)];
  const { accent, bad, dim } = view.style;
  if (low === high) return section(view, title, [dim(`  ${shortDollars(high)} on every session`)]);
  const up = lineChart(points, width, EQUITY_LINES, low, high).map((line, y) => axis(dim, yLabel(y, low, high)) + accent(line.trimEnd()));
  return section(view, title, [...up, ...drawdownLines(view, ledger, width, bad), timeAxis(view, ledger, width), ...below]);
}

const axis = (dim: (text: string) => string, label: string): string => dim(`${padStart(label, AXIS)} │`);

function yLabel(y: number, low: number, high: number): string {
  if (y === 0) return shortDollars(high);
  if (y === EQUITY_LINES - 1) return shortDollars(low);
  return y === (EQUITY_LINES - 1) / 2 ? shortDollars((low + high) / 2) : "";
}

function drawdownLines(view: View, ledger: Ledger, width: number, paint: (text: string) => string): string[] {
  const falls = samplePeaks(underwater(ledger), width * 2);
  const deepest = Math.max(...falls);
  if (deepest === 0) return [];
  return hangingChart(falls, width, DRAWDOWN_LINES, deepest).map((line, y) => {
    const label = y === 0 ? "drawdown" : y === DRAWDOWN_LINES - 1 ? `−${percent(deepest, 1)}` : "";
    return view.style.dim(`${padStart(label, AXIS)} │`) + paint(line.trimEnd());
  });
}

/** Years (or dates of a short run) at even distances under the chart. */
function timeAxis(view: View, ledger: Ledger, width: number): string {
  const n = sessionCount(ledger);
  const long = dayAt(ledger, n - 1) - dayAt(ledger, 0) > 4 * 366;
  const ticks = Math.max(2, Math.floor(width / 14));
  const line = Array<string>(width).fill(" ");
  for (let k = 0; k < ticks; k++) {
    const t = Math.round((k * (n - 1)) / (ticks - 1));
    const text = isoDate(dayAt(ledger, t)).slice(0, long ? 4 : 10);
    const at = Math.round((k * (width - text.length)) / (ticks - 1));
    for (let i = 0; i < text.length; i++) line[at + i] = text[i];
  }
  return view.style.dim(`${" ".repeat(AXIS)} └${line.join("")}`.trimEnd());
}
