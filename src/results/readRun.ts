// The files of a run folder, read back: what a report is made of.
import { z } from "zod";
import { dataError } from "../errors";
import type { RunMetrics } from "../metrics";
import type { Column } from "./columns";
import type { Counters } from "./counters";
import { fromArrow } from "./decode";
import type { Funnel } from "./funnel";
import { MARKS_FILE } from "./marks";
import { parseRecord } from "./record";
import type { RunRecord } from "./record";

/** Files of a run that a report reads. */
export const REPORT_FILES = ["run.json", "metrics.json", "funnel.json", "trades.arrow", "equity.arrow"] as const;
/** Files that older runs did not write. */
export const OPTIONAL_FILES = [MARKS_FILE] as const;

export type RunFiles = Record<(typeof REPORT_FILES)[number], Uint8Array> & Partial<Record<(typeof OPTIONAL_FILES)[number], Uint8Array>>;

export interface RecordedRun {
  /** Where the files lie, as it was named. */
  folder: string;
  record: RunRecord;
  metrics: RunMetrics & { counters: Counters };
  funnel: Funnel;
  trades: Column[];
  equity: Column[];
  /** Marks of every trade by session; null = the run wrote none. */
  marks: Column[] | null;
}

const AGAIN = "run the backtest again";
const number = z.number().nullable();
const named = z.looseObject({ key: z.string(), trades: z.number(), netPnl: z.number() });
const metricsSchema = z.looseObject({
  values: z.record(z.string(), z.looseObject({ value: number, unit: z.string(), label: z.string(), definition: z.string(), reason: z.string().optional() })),
  drawdown: z.looseObject({ depth: z.number(), trough: z.string() }).nullable(),
  breakdown: z.record(z.string(), z.array(named)),
  stress: z.array(z.looseObject({ name: z.string(), return: z.number(), netPnl: z.number() })),
  breakers: z.record(z.string(), z.number()),
  conventions: z.array(z.looseObject({ tool: z.string(), convention: z.string(), sharpe: number, sortino: number, cagr: number })),
  convention: z.looseObject({ daysPerYear: z.number() }),
  counters: z.record(z.string(), z.looseObject({ count: z.number(), text: z.string() })),
});
const counts = z.record(z.string(), z.record(z.string(), z.number()));
const funnelSchema = z.looseObject({
  chances: z.number(), opened: z.number(), byYear: counts, byUnderlying: counts, bySleeve: counts,
  codes: z.array(z.looseObject({ code: z.number(), id: z.string(), text: z.string(), remedy: z.string(), count: z.number(), share: z.number() })),
});

/** Reads the files of a run folder. Throws data errors that name the file, and config errors for a record of another version. */
export function readRun(folder: string, files: RunFiles): RecordedRun {
  const where = (name: string): string => `${folder}/${name}`;
  const text = (name: (typeof REPORT_FILES)[number]): string => new TextDecoder().decode(files[name]);
  return {
    folder,
    record: parseRecord(text("run.json"), where("run.json")),
    metrics: parseMetrics(text("metrics.json"), where("metrics.json")),
    funnel: parse(text("funnel.json"), funnelSchema, where("funnel.json")),
    trades: fromArrow(files["trades.arrow"], where("trades.arrow")),
    equity: fromArrow(files["equity.arrow"], where("equity.arrow")),
    marks: files[MARKS_FILE] ? fromArrow(files[MARKS_FILE], where(MARKS_FILE)) : null,
  };
}

/** Reads metrics.json. Throws a data error that names what is wrong. */
export const parseMetrics = (text: string, where: string): RecordedRun["metrics"] => parse(text, metricsSchema, where) as unknown as RecordedRun["metrics"];

function parse<T>(text: string, schema: z.ZodType<T>, where: string): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw dataError(where, "is not JSON", AGAIN);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw dataError(`${where} ${issue.path.join(".")}`, issue.message, AGAIN);
}
