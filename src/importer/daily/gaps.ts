import { sessions } from "../../calendar";
import type { Bars } from "../../market/types";

/** A run of sessions without a row. */
export interface Gap {
  /** Day numbers of the first and the last session missing. */
  from: number;
  to: number;
  sessions: number;
}

/** Runs of missing sessions between the first and the last of `days`, rising. */
export function gapsOf(days: ArrayLike<number>): Gap[] {
  const gaps: Gap[] = [];
  if (days.length === 0) return gaps;
  let next = 0;
  let open: Gap | null = null;
  for (const day of sessions(days[0], days[days.length - 1])) {
    if (days[next] === day) {
      next++;
      open = null;
    } else if (open) {
      open.to = day;
      open.sessions++;
    } else gaps.push((open = { from: day, to: day, sessions: 1 }));
  }
  return gaps;
}

export const missingSessions = (gaps: readonly Gap[]): number => gaps.reduce((sum, gap) => sum + gap.sessions, 0);

/** Ratios at which stocks split; a move this close to one of them without a split deserves a look. */
const SPLIT_RATIOS = [1.5, 2, 3, 4, 5, 8, 10, 20];
const NEAR = 0.02;

/** Days on which the close moved like a split that no column records. */
export function unexplainedJumps({ day, close, split }: Bars): number[] {
  const near = (move: number): boolean => SPLIT_RATIOS.some((r) => Math.abs(move / r - 1) < NEAR);
  return Array.from(day).filter((_, i) => i > 0 && split[i] === 1 && (near(close[i - 1] / close[i]) || near(close[i] / close[i - 1])));
}
