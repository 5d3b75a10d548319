// A forest plot in text: one line per difference, its interval as a bar, zero as a column.
import type { PairResult } from "../layers";
import { CONTEXT_NAMES, CONTEXTS, plus, pText } from "./layersVerdict";
import { clip, padEnd, padStart } from "./style";
import type { View } from "./view";

/** Pairs that have a difference. */
export function forestLines(view: View, pairs: readonly PairResult[], alpha: number): string[] {
  const name = Math.min(24, Math.max(...pairs.map(({ layer }) => layer.length)));
  const width = view.width - name - 31;
  const all = pairs.map(({ difference }) => difference!.sharpe);
  const [low, high] = [Math.min(0, ...all.map((s) => s.low).filter(Number.isFinite)), Math.max(0, ...all.map((s) => s.high).filter(Number.isFinite))];
  const place = (value: number): number => Math.round(((Math.min(high, Math.max(low, value)) - low) / (high - low || 1)) * (width - 1));
  const { dim, good, bad } = view.style;
  const head = `  ${" ".repeat(name)}${padStart("differ.", 7)}${padStart("p", 8)}${padStart("adjusted", 10)}`;
  const lineOf = ({ layer, difference }: PairResult): string => {
    const { value, low: from, high: to, p, adjusted } = difference!.sharpe;
    const cells: string[] = Array.from({ length: width }, (_, i) => (i >= place(from) && i <= place(to) ? "─" : i === place(0) ? "│" : " "));
    if (cells[place(0)] === "─") cells[place(0)] = "┼";
    cells[place(value)] = "●";
    const paint = adjusted !== null && adjusted <= alpha ? (value > 0 ? good : bad) : (text: string) => text;
    return `  ${padEnd(clip(layer, name), name)}${padStart(plus(value), 7)}${padStart(pText(p), 8)}${padStart(pText(adjusted), 10)}  ${paint(cells.join("").trimEnd())}`;
  };
  const rows = CONTEXTS.flatMap((context) => {
    const own = pairs.filter((pair) => pair.context === context);
    return own.length === 0 ? [] : [dim(`  ${CONTEXT_NAMES[context]}`), ...own.map(lineOf)];
  });
  const scale = `${plus(low)}${padStart(plus(high), width - plus(low).length)}`;
  return [dim(head), ...rows, dim(`${" ".repeat(name + 29)}${scale}`)];
}
