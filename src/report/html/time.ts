// Series through time, with as many points as a page shows.
import { stretches } from "./thin";

const MS_PER_DAY = 86_400_000;
/** Place of a day number on a time axis. */
export const dateOf = (day: number): Date => new Date(day * MS_PER_DAY);

export interface TimePoint { x: Date; y: number }

/** A series thinned to what a page shows: the lowest and the highest value of each stretch, in their order. Peaks and bottoms stay. */
export function envelope(day: readonly number[], values: readonly number[]): TimePoint[] {
  return stretches(day.length).flatMap(({ begin, end }) => {
    let [low, high] = [begin, begin];
    for (let t = begin; t < end; t++) {
      if (values[t] < values[low]) low = t;
      if (values[t] > values[high]) high = t;
    }
    const kept = [...new Set([low, high, ...(end === day.length ? [end - 1] : [])])].sort((a, b) => a - b);
    return kept.map((t) => ({ x: dateOf(day[t]), y: values[t] }));
  });
}
