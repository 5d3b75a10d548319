import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { rawText } from "../config";
import { dataError } from "../errors";
import type { MetricValue } from "../metrics";
import type { Compared, ComparedValue } from "../report/compare";
import type { RunRecord } from "../results/record";
import { ioError } from "./files";
import { readRecord } from "./results";

interface Run {
  record: RunRecord;
  metrics: Record<string, MetricValue>;
  years: Record<string, number>;
}

/** Two run folders side by side. Throws io errors where there is no run. */
export async function compareRuns(first: string, second: string): Promise<Compared> {
  const [a, b] = [await readRun(first), await readRun(second)];
  const keys = [...new Set([...Object.keys(a.record.config), ...Object.keys(b.record.config)])];
  const shown = (run: Run, key: string): string => (key in run.record.config ? rawText(run.record.config[key]) : "–");
  const ids = [...new Set([...Object.keys(a.metrics), ...Object.keys(b.metrics)])];
  const years = [...new Set([...Object.keys(a.years), ...Object.keys(b.years)])].sort();
  return {
    a: first, b: second,
    parameters: keys.map((key) => ({ key, a: shown(a, key), b: shown(b, key) })).filter((p) => p.a !== p.b),
    metrics: ids.map((id): ComparedValue => ({ name: (a.metrics[id] ?? b.metrics[id]).label, unit: (a.metrics[id] ?? b.metrics[id]).unit, a: a.metrics[id]?.value ?? null, b: b.metrics[id]?.value ?? null })),
    years: years.map((year): ComparedValue => ({ name: year, unit: "dollars", a: a.years[year] ?? null, b: b.years[year] ?? null })),
    sameTrades: a.record.bits.trades === b.record.bits.trades,
  };
}

async function readRun(folder: string): Promise<Run> {
  const record = await readRecord(folder);
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
function yearly(bytes: Uint8Array, { config }: RunRecord): Record<string, number> {
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
