// A forest plot in text: one line per difference, its interval as a bar, zero as a column.
import type { PairResult } from "../layers";
import { plus, pText } from "./layersVerdict";
import { padEnd, padStart } from "./style";
import type { View } from "./view";

/** Pairs that have a difference. */
export function forestLines(view: View, pairs: readonly PairResult[], alpha: number): string[] {
  const name = Math.max(...pairs.map(({ layer }) => layer.length));
  const width = view.width - name - 41;
  const all = pairs.map(({ difference }) => difference!.sharpe);
  const [low, high] = [Math.min(0, ...all.map((s) => s.low).filter(Number.isFinite)), Math.max(0, ...all.map((s) => s.high).filter(Number.isFinite))];
  const place = (value: number): number => Math.round(((Math.min(high, Math.max(low, value)) - low) / (high - low || 1)) * (width - 1));
  const { dim, good, bad } = view.style;
  const head = `  ${" ".repeat(name + 8)}${padStart("differ.", 7)}${padStart("p", 8)}${padStart("adjusted", 10)}`;
  const rows = pairs.map(({ layer, context, difference }) => {
    const { value, low: from, high: to, p, adjusted } = difference!.sharpe;
    const cells: string[] = Array.from({ length: width }, (_, i) => (i >= place(from) && i <= place(to) ? "─" : i === place(0) ? "│" : " "));
    if (cells[place(0)] === "─") cells[place(0)] = "┼";
    cells[place(value)] = "●";
    const paint = adjusted <= alpha ? (value > 0 ? good : bad) : (text: string) => text;
    return `  ${padEnd(layer, name)}  ${padEnd(dim(context), 6)}${padStart(plus(value), 7)}${padStart(pText(p), 8)}${padStart(pText(adjusted), 10)}  ${paint(cells.join("").trimEnd())}`;
  });
  const scale = `${plus(low)}${padStart(plus(high), width - plus(low).length)}`;
  return [dim(head), ...rows, dim(`${" ".repeat(name + 37)}${scale}`)];
}
