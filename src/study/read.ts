// study.json and its tables, read back: what a page is made of.
import { z } from "zod";
import { fromArrow } from "../results/decode";
import { numeric, parseResult, provenanceSchema } from "../results/parseResult";
import type { Provenance } from "../results/parseResult";
import { dataError } from "../errors";
import type { InferenceOptions } from "./inference";
import { STUDY_FILE, STUDY_RECORD_VERSION } from "./record";
import type { StudyResult } from "./run";
import type { Definition, Finding, Plot, StudyTable } from "./types";

/** A table on a page; `columns` is empty where it is too long for one. */
export type PageTable = Pick<StudyTable, "id" | "title" | "columns"> & { note: string | null; brief: readonly string[] | null; rows: number };

export interface RecordedStudy extends Provenance, Pick<StudyResult, "range" | "configs" | "evaluations" | "leftOut" | "validated" | "figures"> {
  /** Where the files lie, as it was named. */
  folder: string;
  definition: Pick<Definition, "name" | "question" | "source" | "minTrades" | "conditions">;
  /** The base under the study's conditions, as raw values. */
  config: Record<string, unknown>;
  inference: InferenceOptions;
  /** The first is the answer. */
  findings: Finding[];
  tables: PageTable[];
  plots: Plot[];
}

/** Longest table on the page; longer ones are in the files alone. */
const MOST_ROWS = 120;
const AGAIN = "run mahler study again";
const maybe = z.number().nullable();
const raw = z.record(z.string(), z.unknown());
const unit = z.enum(["ratio", "percent", "dollars", "days", "count", "R"]);
const common = { id: z.string(), title: z.string(), summary: z.string() };
const axis = z.object({ label: z.string(), unit });

const plot = z.discriminatedUnion("kind", [
  z.object({ ...common, kind: z.literal("intervals"), unit, axis: z.string(), rows: z.array(z.object({ group: z.string(), label: z.string(), value: numeric, low: maybe, high: maybe })) }),
  z.object({
    ...common, kind: z.literal("lines"), x: z.object({ label: z.string(), unit: z.union([unit, z.literal("day")]) }), y: axis, marks: z.array(z.object({ x: z.number(), label: z.string() })).optional(),
    series: z.array(z.object({ label: z.string(), points: z.array(z.tuple([numeric, numeric])), band: z.array(z.tuple([numeric, numeric, numeric])).optional() })),
  }),
  z.object({ ...common, kind: z.literal("scatter"), x: axis, y: axis, points: z.array(z.object({ x: numeric, y: numeric, label: z.string(), group: z.string(), marked: z.boolean() })) }),
  z.object({ ...common, kind: z.literal("heat"), x: z.string(), y: z.string(), unit, cells: z.array(z.object({ x: z.string(), y: z.string(), value: maybe })) }),
]);

const schema = provenanceSchema.extend({
  definition: z.object({ name: z.string(), question: z.string(), source: z.string(), minTrades: z.number(), conditions: raw }), config: raw, range: z.object({ start: z.string(), end: z.string() }),
  inference: z.object({ replicates: z.number(), seed: z.number(), level: z.number() }), configs: z.number(), evaluations: z.number(), left_out: z.array(z.object({ label: z.string(), reason: z.string() })),
  findings: z.array(z.object({ rule: z.string(), tone: z.enum(["good", "bad", "neutral", "warn"]), text: z.string(), figures: z.record(z.string(), z.union([z.number(), z.string(), z.null()])) })).min(1),
  figures: z.record(z.string(), z.object({ value: maybe, low: maybe, high: maybe, unit, label: z.string(), p: numeric.optional(), reason: z.string().optional() })),
  validated: z.array(z.object({ key: z.string(), value: z.unknown(), changed: z.boolean(), why: z.string() })),
  tables: z.array(z.object({ id: z.string().regex(/^[\w-]+$/), title: z.string(), note: z.string().nullable(), brief: z.array(z.string()).nullable().default(null), rows: z.number(), columns: z.array(z.object({ name: z.string() })) })), plots: z.array(plot),
});

/** Reads study.json; `table` gives the bytes of a table's Arrow file. Throws data errors that name file and field, config errors for a record of another version. */
export async function readStudy(folder: string, text: string, table: (name: string) => Promise<Uint8Array>): Promise<RecordedStudy> {
  const { left_out: leftOut, tables, ...rest } = parseResult(text, `${folder}/${STUDY_FILE}`, { schema, version: ["study_record", STUDY_RECORD_VERSION], again: AGAIN });
  const read: PageTable[] = [];
  for (const { columns, ...about } of tables) {
    const name = `${about.id}.arrow`;
    const found = about.rows === 0 || about.rows > MOST_ROWS ? [] : fromArrow(await table(name), `${folder}/${name}`, AGAIN);
    const missing = found.length > 0 && (columns.some((column, i) => found[i]?.name !== column.name) || found[0].cells.length !== about.rows);
    if (missing) throw dataError(`${folder}/${name}`, `is not the table that ${STUDY_FILE} names`, AGAIN);
    read.push({ ...about, columns: found });
  }
  return { folder, ...rest, leftOut, tables: read };
}
