// walkforward.json and stitched.arrow, read back: what a page is made of.
import { z } from "zod";
import { dataError } from "../errors";
import { fromArrow } from "../results/decode";
import { metricSchema, numeric, parseResult, provenanceSchema } from "../results/parseResult";
import type { Provenance } from "../results/parseResult";
import { parseIsoDate, UNITS_PER_DOLLAR } from "../units";
import { rivalColumn, WALK_FORWARD_FILE, WALK_FORWARD_RECORD_VERSION, STITCHED_FILE } from "./files";
import type { Curve, Rival, WalkForward } from "./types";

export interface RecordedWalkForward extends Provenance {
  /** Where the files lie, as it was named. */
  folder: string;
  result: WalkForward;
  /** Base config and what varies, in the form of a space file. */
  space: { config: Record<string, unknown>; sweep: Record<string, unknown> };
}

const AGAIN = "run mahler walk-forward again";
const maybe = z.number().nullable();

const date = z.string().transform((text, context): number => {
  const day = parseIsoDate(text);
  if (day !== undefined) return day;
  context.addIssue({ code: "custom", message: "is not a date" });
  return z.NEVER;
});
const span = z.object({ start: date, end: date });
const length = z.string();
const values = z.record(z.string(), metricSchema);
const raw = z.record(z.string(), z.unknown());
const figures = { metric: maybe, return: numeric, annual: numeric, trades: z.number() };
const efficiency = z.object({ value: maybe, reason: z.string().nullable() });

const window = z.object({
  train: span, validate: span.nullable(), test: span, runOff: date, passed: z.number(), chosen: maybe, cash: z.enum(["none passed training", "none passed validation"]).nullable(), trainRank: maybe, parameters: raw,
  trained: z.object(figures).nullable(), validated: z.object(figures).nullable(), efficiency,
  tested: z.object({ ...figures, winRate: maybe, open: z.number(), percentile: maybe, correlation: maybe, median: maybe }).nullable(),
});

const cpcv = z.object({
  groups: z.array(span), testGroups: z.number(), embargo: z.number(), purge: z.number(), splits: z.array(z.object({ test: z.array(z.number()), chosen: maybe })), paths: z.array(z.object({ configs: z.array(z.number()), values })),
  sharpe: z.object({ mean: maybe, deviation: maybe, low: maybe, median: maybe, high: maybe }), undefinedPaths: z.number(), losing: numeric,
});

const result = z.object({
  options: z.object({
    windows: z.object({ train: length, validate: length.optional(), test: length, step: length.optional(), anchored: z.boolean().optional(), embargo: length.optional() }),
    metric: z.string(), guards: z.object({ minTrades: z.number(), maxDrawdown: maybe, minWinRate: maybe }), top: z.number(), boundary: z.enum(["run-off", "mark"]),
    cpcv: z.object({ groups: z.number(), test: z.number(), embargo: maybe }).nullable(), replicates: z.number(), seed: z.number(),
  }),
  metric: z.object({ id: z.string(), label: z.string(), unit: metricSchema.shape.unit, better: z.enum(["higher", "lower"]), definition: z.string() }),
  configs: z.number(), rejected: z.number(), invalid: z.number(), initial: z.number().positive(), overlapping: z.boolean(), longestLife: z.number(), windows: z.array(window).min(1), values, efficiency,
  stability: z.array(z.object({ key: z.string(), values: z.array(z.object({ value: z.unknown(), windows: z.number() })), steps: z.number(), changes: z.number(), entropy: numeric, edge: maybe })),
  consensus: z.object({ config: z.number(), windows: z.number(), agreement: numeric, parameters: raw }).nullable(),
  rivals: z.array(z.object({
    name: z.enum(["walk-forward", "first choice kept", "median config", "best in hindsight"]), config: maybe, note: z.string(), values, trades: z.number(),
    evidence: z.object({ perYear: maybe, low: maybe, high: maybe, pValue: maybe, reason: z.string().nullable() }),
  })).min(1),
  flags: z.array(z.object({ id: z.string(), text: z.string() })), cpcv: cpcv.nullable(),
});

const schema = provenanceSchema.extend({ space: z.object({ config: raw, sweep: raw }), result });

/** Reads a walk-forward. Throws data errors that name file and field, config errors for a record of another version. */
export function readWalkForward(folder: string, files: { readonly [WALK_FORWARD_FILE]: string; readonly [STITCHED_FILE]: Uint8Array }): RecordedWalkForward {
  const { mahler, data, space, result: told } = parseResult(files[WALK_FORWARD_FILE], `${folder}/${WALK_FORWARD_FILE}`, { schema, version: ["walkforward_record", WALK_FORWARD_RECORD_VERSION], again: AGAIN });
  const curveOf = curves(files[STITCHED_FILE], `${folder}/${STITCHED_FILE}`);
  const rivals = told.rivals.map((rival): Rival => ({ ...rival, curve: curveOf(rival.config === null ? "equity" : rivalColumn(rival.name)) }));
  return { folder, mahler, data, space, result: { ...told, rivals, stitched: curveOf("equity") } };
}

/** The curves of the file by column: dollars there, units here. */
function curves(bytes: Uint8Array, where: string): (column: string) => Curve {
  const columns = fromArrow(bytes, where, AGAIN);
  const cells = (name: string): number[] => {
    const column = columns.find((each) => each.name === name);
    if (!column) throw dataError(`${where} column ${name}`, "is missing", AGAIN);
    return column.cells.map((cell) => (typeof cell === "number" ? cell : NaN));
  };
  const days = Int32Array.from(cells("date"));
  return (name) => ({ days, equity: Float64Array.from(cells(name), (dollars) => dollars * UNITS_PER_DOLLAR) });
}
