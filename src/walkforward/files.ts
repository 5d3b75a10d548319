// The result folder of a walk-forward. The bytes depend on what it was told and what it read alone.
import { isoDate, toDollars } from "../units";
import type { Span } from "../windows";
import { underwater } from "../metrics";
import { parameterOf } from "../config";
import type { Key } from "../config";
import { toArrow, toCsv } from "../results/encode";
import type { Cell, Column } from "../results/columns";
import type { SweepRecord } from "../results/sweepRecord";
import { valueText } from "../sweep/analysis/value";
import { ledgerOf } from "./curve";
import type { Curve, Rival, WalkForward, WindowResult } from "./types";

export const WALK_FORWARD_FILE = "walkforward.json";
export const STITCHED_FILE = "stitched.arrow";
export const WALK_FORWARD_RECORD_VERSION = 1;

/** What ran on which data with which core; `options` are in the result. */
export type WalkForwardRecord = Pick<SweepRecord, "mahler" | "space" | "data">;

/** All files by name. */
export function walkForwardFiles(result: WalkForward, record: WalkForwardRecord): Record<string, Uint8Array | string> {
  const curves = curveColumns(result);
  const windows = windowColumns(result);
  return {
    [WALK_FORWARD_FILE]: `${JSON.stringify({ walkforward_record: WALK_FORWARD_RECORD_VERSION, ...record, result: walkForwardJson(result) }, null, 2)}\n`,
    [STITCHED_FILE]: toArrow(curves, "walk-forward curves"), "stitched.csv": toCsv(curves), "windows.arrow": toArrow(windows, "walk-forward windows"), "windows.csv": toCsv(windows),
    ...(result.cpcv ? { "cpcv.csv": toCsv(pathColumns(result)) } : {}),
  };
}

/** The result without its curves, which have files of their own; days as ISO dates. */
export function walkForwardJson({ stitched: _, rivals, windows, cpcv, ...result }: WalkForward): unknown {
  const dated = windows.map(({ train, validate, test, runOff, ...rest }) => ({ train: dates(train), validate: validate && dates(validate), test: dates(test), runOff: isoDate(runOff), ...rest }));
  return { ...result, windows: dated, rivals: rivals.map(({ curve: __, ...rival }) => rival), cpcv: cpcv && { ...cpcv, groups: cpcv.groups.map(dates) } };
}

const dates = ({ start, end }: Span): { start: string; end: string } => ({ start: isoDate(start), end: isoDate(end) });

const column = (name: string, type: Column["type"], unit: string, cells: readonly Cell[]): Column => ({ name, type, unit, cells: [...cells] });

/** Column of a rival's curve. */
export const rivalColumn = (name: Rival["name"]): string => name.replaceAll(" ", "_");

/** One row per out-of-sample session: the stitched account, then what was held instead. */
function curveColumns({ stitched, initial, rivals }: WalkForward): Column[] {
  const dollars = ({ equity }: Curve): Cell[] => Array.from(equity, toDollars);
  const returns = Array.from(stitched.equity, (value, t) => value / (t === 0 ? initial : stitched.equity[t - 1]) - 1);
  return [
    column("date", "date", "", Array.from(stitched.days)), column("equity", "float", "$", dollars(stitched)), column("daily_return", "float", "fraction", returns),
    column("drawdown", "float", "fraction of peak", Array.from(underwater(ledgerOf(stitched, initial, { days: stitched.days, rates: null, riskFree: 0 })))),
    ...rivals.filter(({ config }) => config !== null).map(({ name, curve }) => column(rivalColumn(name), "float", "$", dollars(curve))),
  ];
}

/** One row per window. */
function windowColumns({ windows, stability }: WalkForward): Column[] {
  const of = (name: string, type: Column["type"], unit: string, cell: (window: WindowResult) => Cell): Column => column(name, type, unit, windows.map(cell));
  const stages = (["trained", "validated", "tested"] as const).flatMap((stage) => [
    of(`${stage}_metric`, "float", "", (w) => w[stage]?.metric ?? null), of(`${stage}_return`, "float", "fraction", (w) => w[stage]?.return ?? null), of(`${stage}_trades`, "int", "", (w) => w[stage]?.trades ?? null),
  ]);
  return [
    of("train_start", "date", "", (w) => w.train.start), of("train_end", "date", "", (w) => w.train.end), of("validate_start", "date", "", (w) => w.validate?.start ?? null), of("validate_end", "date", "", (w) => w.validate?.end ?? null),
    of("test_start", "date", "", (w) => w.test.start), of("test_end", "date", "", (w) => w.test.end), of("run_off", "date", "", (w) => w.runOff),
    of("passed", "int", "configs", (w) => w.passed), of("config", "int", "", (w) => w.chosen), of("cash", "text", "", (w) => w.cash ?? ""), of("train_rank", "int", "", (w) => w.trainRank), ...stages,
    of("open", "int", "positions", (w) => w.tested?.open ?? null), of("efficiency", "float", "ratio", (w) => w.efficiency.value), of("percentile", "float", "0…1", (w) => w.tested?.percentile ?? null), of("rank_correlation", "float", "", (w) => w.tested?.correlation ?? null),
    ...stability.map(({ key }) => of(key in { config: 0, open: 0 } ? `parameter_${key}` : key, "text", parameterOf(key as Key).unit, (w) => (key in w.parameters ? valueText(w.parameters[key]) : ""))),
  ];
}

/** One row per combinatorial path. */
function pathColumns({ cpcv }: WalkForward): Column[] {
  const paths = cpcv!.paths;
  const value = (id: string) => paths.map(({ values }) => values[id].value);
  return [
    column("path", "int", "", paths.map((_, p) => p)), ...["sharpe", "total_return", "cagr", "max_drawdown"].map((id) => column(id, "float", id === "sharpe" ? "ratio" : "fraction", value(id))),
    ...cpcv!.groups.map((_, g) => column(`group_${g}_config`, "int", "", paths.map(({ configs }) => (configs[g] < 0 ? null : configs[g])))),
  ];
}
