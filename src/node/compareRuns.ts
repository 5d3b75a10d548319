import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { rawText } from "../config";
import { dataError } from "../errors";
import type { MetricValue } from "../metrics";
import type { Compared, ComparedValue } from "../report/compare";
import { grouped, parseLogRecord } from "../log";
import type { LogRecord } from "../log";
import { RECORD_FILE } from "../results/files";
import type { RunRecord } from "../results/record";
import { ioError } from "./files";
import { readRecord } from "./results";

interface Run {
  record: RunRecord | LogRecord;
  metrics: Record<string, MetricValue>;
  years: Record<string, number>;
}

/** Two run folders side by side; either may be an imported log. Throws io errors where there is no run. */
export async function compareRuns(first: string, second: string): Promise<Compared> {
  const [a, b] = [await readRun(first), await readRun(second)];
  const [inA, inB] = [a, b].map(({ record }) => record.config as Record<string, unknown>);
  const logs = [a, b].some(({ record }) => "imported" in record);
  // A log has no config: only what both know can differ.
  const keys = logs ? Object.keys(inA).filter((key) => key in inB) : [...new Set([...Object.keys(inA), ...Object.keys(inB)])];
  const shown = (config: Record<string, unknown>, key: string): string => (key in config ? rawText(config[key]) : "–");
  const ids = [...new Set([...Object.keys(a.metrics), ...Object.keys(b.metrics)])];
  const years = [...new Set([...Object.keys(a.years), ...Object.keys(b.years)])].sort();
  return {
    a: first, b: second,
    parameters: keys.map((key) => ({ key, a: shown(inA, key), b: shown(inB, key) })).filter((p) => p.a !== p.b),
    metrics: ids.map((id): ComparedValue => ({ name: (a.metrics[id] ?? b.metrics[id]).label, unit: (a.metrics[id] ?? b.metrics[id]).unit, a: a.metrics[id]?.value ?? null, b: b.metrics[id]?.value ?? null })),
    years: years.map((year): ComparedValue => ({ name: year, unit: "dollars", a: a.years[year] ?? null, b: b.years[year] ?? null })),
    sameTrades: a.record.bits.trades === b.record.bits.trades,
    remarks: [...remarksOf(first, a), ...remarksOf(second, b)],
  };
}

/** What a reader must know of an imported log before comparing numbers. */
function remarksOf(folder: string, { record, metrics }: Run): string[] {
  if (!("imported" in record)) return [];
  const unknown = grouped(Object.entries(metrics).filter(([, metric]) => metric.reason !== undefined), ([, metric]) => metric.reason!);
  const reasons = [...unknown].map(([reason, rows]) => `${rows.map(([, metric]) => metric.label).join(", ")}: ${reason}`);
  return [`${folder} is an imported Option Omega log, ${record.range.start} … ${record.range.end}; its parameters are not known`, ...reasons, ...record.notes];
}

/** The record of a run folder, or of an imported log. */
export async function recordOf(folder: string): Promise<RunRecord | LogRecord> {
  const file = join(folder, RECORD_FILE);
  return parseLogRecord(await readFile(file, "utf8").catch(() => ""), file) ?? (await readRecord(folder));
}

async function readRun(folder: string): Promise<Run> {
  const record = await recordOf(folder);
  const file = join(folder, "metrics.json");
  try {
    const { values } = JSON.parse(await readFile(file, "utf8")) as { values: Record<string, MetricValue> };
    return { record, metrics: values, years: yearly(await readFile(join(folder, "equity.arrow")), record) };
  } catch (cause) {
    if (cause instanceof SyntaxError) throw dataError(file, "is not JSON", "name a folder that mahler backtest wrote");
    throw ioError(file, cause);
  }
}

/** Change of marked equity by calendar year, dollars. */
function yearly(bytes: Uint8Array, { config }: RunRecord | LogRecord): Record<string, number> {
  const table = tableFromIPC(bytes);
  const [date, equity] = [table.getChild("date"), table.getChild("equity")];
  const years: Record<string, number> = {};
  let before = Number(config.equity);
  for (let t = 0; t < table.numRows; t++) {
    const year = new Date(Number(date?.get(t))).toISOString().slice(0, 4);
    years[year] = (years[year] ?? 0) + Number(equity?.get(t)) - before;
    before = Number(equity?.get(t));
  }
  return years;
}
