// causality.json, read back: what a page is made of.
import { z } from "zod";
import { parseResult, provenanceSchema } from "../results/parseResult";
import { PROBES } from "./types";

export const CAUSALITY_FILE = "causality.json";
export const CAUSALITY_RECORD_VERSION = 1;

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "is not a date");
const point = z.object({ day: date, how: z.string(), equal: z.boolean() });
const difference = z.object({ kind: z.string(), day: date, underlying: z.string().nullable(), sleeve: z.string().nullable(), columns: z.array(z.object({ name: z.string(), original: z.string(), changed: z.string() })) });
const culprit = z.object({ table: z.string(), underlying: z.string().nullable(), columns: z.array(z.string()), earliest: date.nullable(), latest: date.nullable() });

const schema = provenanceSchema.extend({
  config: z.record(z.string(), z.unknown()), asked: z.object({ points: z.number(), seed: z.number(), days: z.array(date).nullable(), probes: z.array(z.string()) }), clean: z.boolean(), sessions: z.object({ first: date, last: date, count: z.number() }),
  probes: z.array(z.object({
    probe: z.enum(PROBES), compared: z.object({ sessions: z.number(), known: z.number(), reasons: z.number(), entries: z.number(), exits: z.number() }), points: z.array(point),
    leak: z.object({ point, differences: z.array(difference), culprits: z.array(culprit) }).nullable(),
  })),
});

export type RecordedCausality = z.infer<typeof schema> & {
  /** Where the file lies, as it was named. */
  folder: string;
};

/** Reads a causality test. Throws data errors that name file and field, config errors for a record of another version. */
export const readCausality = (folder: string, text: string): RecordedCausality =>
  ({ folder, ...parseResult(text, `${folder}/${CAUSALITY_FILE}`, { schema, version: ["causality", CAUSALITY_RECORD_VERSION], again: "run mahler causality again" }) });
