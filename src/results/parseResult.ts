// JSON result files of a versioned record → checked values.
import { z } from "zod";
import { configError, dataError } from "../errors";

/** A number that JSON cannot hold is null in the file: NaN here, an en dash on a page. */
export const numeric = z.number().nullable().transform((value) => value ?? NaN);

/** A number, or null with the reason why there is none. */
export const figureSchema = z.union([z.object({ value: z.number() }), z.object({ value: z.null(), reason: z.string() })]);

export const metricSchema = z.object({ value: z.number().nullable(), unit: z.enum(["ratio", "percent", "dollars", "days", "count", "R"]), label: z.string(), definition: z.string(), reason: z.string().optional() });

export interface ResultFile<T> {
  schema: z.ZodType<T>;
  /** Key of the record's version, and the version that this build reads. */
  version: readonly [key: string, value: number];
  /** What to do about a damaged file. */
  again: string;
}

/** Throws data errors that name file and field, config errors for a record of another version. */
export function parseResult<T>(text: string, where: string, { schema, version: [key, version], again }: ResultFile<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw dataError(where, "is not JSON", again);
  }
  const found = (json as Record<string, unknown> | null)?.[key];
  if (typeof found === "number" && found !== version) throw configError(`${where} ${key} = ${found}`, `this build reads ${version}`, `${again} with this version`);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw dataError(`${where} ${issue.path.join(".")}`.trim(), issue.message, again);
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What every record of a validation says of the program and the data. */
export const provenanceSchema = z.object({
  mahler: z.object({ version: z.string(), abi: z.number(), core: hash }),
  data: z.object({ path: z.string(), name: z.string(), origin: z.enum(["vendor", "simulated", "synthetic-quotes"]), parameters: z.record(z.string(), z.unknown()).default({}), files: z.record(z.string(), hash) }),
});

export type Provenance = z.infer<typeof provenanceSchema>;
