// Checks that look at one day at a time share their loop here.
import type { Underlying } from "../../market/types";
import type { QualityContext } from "../context";
import { finish, hit, markAll, newTally } from "../tally";
import type { Finding, QualityCheck } from "../types";
import { rowsOfDay } from "../walk";

/** How bad a day is: 0 = sound, negative = does not count; with up to two numbers for the words. */
export interface DayVerdict { severity: number; a: number; b: number }

export const SOUND: DayVerdict = { severity: 0, a: 0, b: 0 };
export const NOT_COUNTED: DayVerdict = { severity: -1, a: 0, b: 0 };

export interface DayCheck extends Omit<QualityCheck, "run" | "scope"> {
  unit: string;
  judge(u: Underlying, context: QualityContext): (d: number) => DayVerdict;
  detail(verdict: DayVerdict): string;
}

export function dayCheck({ unit, judge, detail, ...about }: DayCheck): QualityCheck {
  const run = (u: Underlying, context: QualityContext): Finding => {
    const t = newTally(u, context);
    const verdict = judge(u, context);
    for (let d = 0; d < u.days.day.length; d++) {
      const { severity, a, b } = verdict(d);
      if (severity < 0) continue;
      t.of++;
      if (severity === 0) continue;
      t.day = d;
      const { begin, end } = rowsOfDay(u, d);
      markAll(t, begin, end);
      hit(t, -1, severity, a, b);
    }
    return finish(t, unit, detail);
  };
  return { ...about, scope: "day", run };
}
