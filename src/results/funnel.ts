import { E_ENTRIES, EQ_STRIDE, OPENED } from "../../assembly/abi";
import { MahlerError } from "../errors";
import type { RunOutput } from "../engine/types";
import { isoDate } from "../units";
import { REASONS } from "./reasons";

export interface FunnelCode {
  code: number;
  id: string;
  text: string;
  remedy: string;
  count: number;
  /** Of all chances. */
  share: number;
}

/** Why it traded or did not: one code per chance (session × underlying × sleeve), so the counts add up to the chances. */
export interface Funnel {
  chances: number;
  opened: number;
  /** Codes that occurred, by code. */
  codes: FunnelCode[];
  /** Counts by reason id. */
  byYear: Record<string, Record<string, number>>;
  byUnderlying: Record<string, Record<string, number>>;
  bySleeve: Record<string, Record<string, number>>;
}

/** Sums up the funnel of a run. Throws an engine error when codes and entries do not add up. */
export function summariseFunnel({ funnel, equity }: RunOutput, days: Int32Array, underlyings: readonly string[], sleeves: readonly string[]): Funnel {
  const chances = days.length * underlyings.length * sleeves.length;
  if (funnel.length !== chances) throw broken(`funnel has ${funnel.length} codes`, `there were ${chances} chances`);
  const total = new Array<number>(REASONS.length).fill(0);
  const [byYear, byUnderlying, bySleeve] = [new Tally(), new Tally(), new Tally()];
  for (let t = 0, at = 0; t < days.length; t++) {
    const year = isoDate(days[t]).slice(0, 4);
    for (const underlying of underlyings) {
      for (const sleeve of sleeves) {
        const code = funnel[at++];
        if (code >= REASONS.length) throw broken(`funnel code = ${code}`, "is not a reason");
        total[code]++;
        byYear.add(year, code);
        byUnderlying.add(underlying, code);
        bySleeve.add(sleeve, code);
      }
    }
  }
  checkEntries(total[OPENED], equity);
  return {
    chances, opened: total[OPENED], byYear: byYear.counts, byUnderlying: byUnderlying.counts, bySleeve: bySleeve.counts,
    codes: total.flatMap((count, code) => (count ? [{ code, ...REASONS[code], count, share: count / chances }] : [])),
  };
}

function checkEntries(opened: number, equity: Float64Array): void {
  let entries = 0;
  for (let at = E_ENTRIES; at < equity.length; at += EQ_STRIDE) entries += equity[at];
  if (entries !== opened) throw broken(`funnel opened = ${opened}`, `the equity table has ${entries} entries`);
}

class Tally {
  readonly counts: Record<string, Record<string, number>> = {};
  add(key: string, code: number): void {
    const row = (this.counts[key] ??= {});
    const { id } = REASONS[code];
    row[id] = (row[id] ?? 0) + 1;
  }
}

const broken = (subject: string, problem: string) => new MahlerError("engine", subject, problem, "this is a bug: please report it with the config");
