// Checks that look at one row at a time share their loop here.
import type { Underlying } from "../../market/types";
import type { QualityContext } from "../context";
import { finish, hit, mark, newTally } from "../tally";
import type { Case } from "../tally";
import type { Finding, QualityCheck } from "../types";
import { eachBlock } from "../walk";

/** What judges rows of one underlying: how bad row `i` of block `b` is (0 = sound, negative = does not count at all), and the words for a case. */
export interface RowJudge {
  severity(i: number, b: number, d: number): number;
  detail(c: Case): string;
}

/** A check of single rows. `judge` is called once per run, so that columns are looked up once. */
export function rowCheck(about: Omit<QualityCheck, "run" | "scope">, unit: string, judge: (u: Underlying, context: QualityContext) => RowJudge): QualityCheck {
  const run = (u: Underlying, context: QualityContext): Finding => {
    const t = newTally(u, context);
    const { severity, detail } = judge(u, context);
    const { callsBegin, end } = u.blocks;
    eachBlock(u, (b, d) => {
      [t.day, t.block] = [d, b];
      const last = end[b];
      let examined = 0;
      for (let i = callsBegin[b]; i < last; i++) {
        const bad = severity(i, b, d);
        if (bad < 0) continue;
        examined++;
        if (bad === 0) continue;
        mark(t, i);
        hit(t, i, bad);
      }
      t.of += examined;
    });
    return finish(t, unit, detail);
  };
  return { ...about, scope: "row", run };
}
