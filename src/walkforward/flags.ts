// Red flags: what in the numbers should make a reader doubt the result. Each is a sentence with its figures.
import { isoDate } from "../units";
import type { RedFlag, WalkForward, WindowResult } from "./types";

type Result = Omit<WalkForward, "flags">;
type Rule = (result: Result) => string | null;

/** Fewer closed trades than this in a test window say nothing by themselves. */
const FEW_TRADES = 5;
const FEW_WINDOWS = 8;
const LOW_EFFICIENCY = 0.5;

const percent = (share: number, digits = 0): string => `${(100 * share).toFixed(digits).replace("-", "−")} %`;
const number = (value: number, digits = 2): string => value.toFixed(digits).replace("-", "−");
const tested = ({ windows }: Result): (WindowResult & { tested: NonNullable<WindowResult["tested"]> })[] => windows.flatMap((window) => (window.tested ? [{ ...window, tested: window.tested }] : []));
const known = (values: readonly (number | null)[]): number[] => values.filter((value): value is number => value !== null);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const total = (result: Result): number => result.values.total_return.value ?? 0;

const RULES: Record<string, Rule> = {
  few_windows: ({ windows }) => (windows.length < FEW_WINDOWS ? `Only ${windows.length} test window${windows.length === 1 ? "" : "s"}: luck has not had time to average out.` : null),
  empty_windows: ({ windows }) => {
    const empty = windows.filter(({ chosen }) => chosen === null);
    const validation = empty.filter(({ cash }) => cash === "none passed validation").length;
    return empty.length * 5 >= windows.length && empty.length ? `${empty.length} of ${windows.length} windows traded nothing: no config kept the guards (${empty.length - validation} on training, ${validation} on validation).` : null;
  },
  few_trades: (result) => {
    const few = tested(result).filter((window) => window.tested.trades < FEW_TRADES).length;
    return few * 4 >= result.windows.length && few ? `${few} of ${result.windows.length} test windows closed fewer than ${FEW_TRADES} trades.` : null;
  },
  loss: (result) => (total(result) < 0 ? `Out of sample the account lost ${percent(-total(result), 2)}.` : null),
  luck: ({ rivals: [{ evidence: { perYear, low, high, pValue } }] }) =>
    perYear !== null && perYear > 0 && low !== null && high !== null && low <= 0 ? `The out-of-sample return of ${percent(perYear, 2)} a year is not told from zero: 95 % interval ${percent(low, 2)} … ${percent(high, 2)}, p = ${number(pValue ?? 1, 3)} one-sided.` : null,
  efficiency: ({ efficiency: { value, reason } }) => {
    if (value === null) return `Walk-forward efficiency is undefined: ${reason}.`;
    return value < LOW_EFFICIENCY ? `Walk-forward efficiency is ${number(value)}: ${value < 0 ? "what was earned in sample was lost outside" : `${percent(value)} of what was earned in sample was earned outside`}.` : null;
  },
  one_window: (result) => {
    const windows = tested(result);
    const sum = windows.reduce((all, window) => all + window.tested.return, 0);
    const [best] = [...windows].sort((a, b) => b.tested.return - a.tested.return);
    if (!(sum > 0) || windows.length < 2 || best.tested.return < sum / 2) return null;
    const rest = sum - best.tested.return;
    return `One window (${isoDate(best.test.start)} … ${isoDate(best.test.end)}) made ${percent(best.tested.return / sum)} of the sum of all windows' returns; the others together ${rest < 0 ? "lost" : "made"} ${percent(Math.abs(rest), 2)} of equity.`;
  },
  jumping: ({ windows }) => {
    const pairs = windows.slice(1).map((window, w) => [windows[w], window]).filter(([a, b]) => a.chosen !== null && b.chosen !== null);
    const changed = pairs.filter(([a, b]) => a.chosen !== b.chosen).length;
    return pairs.length >= 3 && changed * 4 >= pairs.length * 3 ? `Another config was chosen in ${changed} of ${pairs.length} steps from one window to the next: the optimum does not hold still.` : null;
  },
  edges: ({ stability, windows }) => {
    const chose = windows.filter(({ chosen }) => chosen !== null).length;
    const at = stability.filter(({ edge }) => edge !== null && chose > 0 && edge * 2 > chose);
    return at.length ? `Most windows chose an end of the grid: ${at.map(({ key, edge }) => `${key} in ${edge} of ${chose}`).join(", ")}. The optimum may lie outside.` : null;
  },
  lost_in_sample: (result) => {
    const lost = tested(result).filter(({ trained }) => !(trained!.return > 0)).length;
    return lost ? `${lost} of ${result.windows.length} windows traded a config that lost money on training: there was no better one.` : null;
  },
  no_foresight: (result) => {
    const correlations = known(tested(result).map((window) => window.tested.correlation));
    return correlations.length && mean(correlations) <= 0 ? `A config's place on training says nothing about its place on the test: mean rank correlation ${number(mean(correlations))} over ${correlations.length} windows.` : null;
  },
  no_better: (result) => {
    const places = known(tested(result).map((window) => window.tested.percentile));
    return places.length && mean(places) <= 0.5 ? `The chosen configs did no better on the test than a config drawn at random: they beat ${percent(mean(places))} of all on average.` : null;
  },
  beaten: ({ rivals, values }) => {
    const own = values.total_return.value;
    const better = rivals.filter(({ name, values: other }) => (name === "first choice kept" || name === "median config") && own !== null && other.total_return.value !== null && other.total_return.value > own);
    return better.length ? `Choosing anew was not worth it: ${better.map(({ name, values: other }) => `${name} made ${percent(other.total_return.value!, 2)}`).join(", ")}, the walk-forward ${percent(own!, 2)}.` : null;
  },
  open: (result) => {
    const open = tested(result).reduce((sum, window) => sum + window.tested.open, 0);
    return open && result.options.boundary === "mark" ? `${open} positions were marked, not closed, at the ends of their windows.` : null;
  },
  cpcv: ({ cpcv }) => (cpcv && cpcv.losing >= 0.5 ? `${percent(cpcv.losing)} of the ${cpcv.paths.length} combinatorial paths lost money.` : null),
};

/** The flags that the result raises, in a fixed order. */
export function redFlags(result: Result): RedFlag[] {
  return Object.entries(RULES).flatMap(([id, rule]) => {
    const text = rule(result);
    return text === null ? [] : [{ id, text }];
  });
}
