import type { Underlying } from "../../market/types";
import type { QualityContext } from "../context";
import { median } from "../carry";
import { percent } from "../text";
import { rowsOfDay } from "../walk";
import { dayCheck, NOT_COUNTED, SOUND } from "./days";
import type { DayVerdict } from "./days";

/** Days on each side that a day is compared with, and how many of them there must be. */
const AROUND = 10;
const LEAST = 5;

/** Judges a day's value against the median of the days around it. */
function againstNeighbours(values: Float64Array, least: number): (d: number) => DayVerdict {
  const around = new Float64Array(2 * AROUND);
  return (d) => {
    let n = 0;
    for (let other = Math.max(0, d - AROUND); other <= Math.min(values.length - 1, d + AROUND); other++) if (other !== d) around[n++] = values[other];
    if (n < LEAST) return NOT_COUNTED;
    const usual = median(around, n);
    return values[d] < least * usual ? { severity: 1 - values[d] / usual, a: values[d], b: usual } : SOUND;
  };
}

function perDay(u: Underlying, value: (begin: number, end: number) => number): Float64Array {
  return Float64Array.from(u.days.day, (_, d) => {
    const { begin, end } = rowsOfDay(u, d);
    return value(begin, end);
  });
}

const share = ({ severity, a, b }: DayVerdict): string => `${Math.round(a)} where ${Math.round(b)} are usual (${percent(1 - severity, 0)})`;
const judgeRows = (u: Underlying, { limits }: QualityContext) => againstNeighbours(perDay(u, (begin, end) => end - begin), limits.thinRows);

export const thinDay = dayCheck({
  id: "thin_day", title: "Days with few rows", basis: "data", grade: "doubt", unit: "days with neighbours",
  threshold: "fewer than half of the median of the ten days before and after", judge: judgeRows, detail: (v) => `rows: ${share(v)}`,
});

/** Little traded: the snapshot was taken early in the session (D.14), or only part of the file is there. */
export const thinVolume = dayCheck({
  id: "thin_volume", title: "Days with little volume", basis: "data", grade: "doubt", unit: "days with neighbours",
  threshold: "contracts traded are below 20 % of the median of the ten days before and after",
  judge: (u, { limits }) => {
    const { volume } = u.rows;
    const sum = (begin: number, end: number): number => {
      let total = 0;
      for (let i = begin; i < end; i++) total += volume[i];
      return total;
    };
    return againstNeighbours(perDay(u, sum), limits.thinVolume);
  },
  detail: (v) => `contracts traded: ${share(v)}`,
});
