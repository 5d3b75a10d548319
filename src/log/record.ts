// run.json of an imported log: what it came from. It stands where a run's record stands, so that the two can be set side by side.
import { z } from "zod";
import { dataError } from "../errors";
import { VERSION } from "../version";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const counts = z.record(z.string(), z.number());
const fate = z.object({ read: z.number(), kept: z.number(), repaired: z.number(), repairs: counts, quarantined: counts });

const logRecordSchema = z.object({
  record: z.literal(1),
  imported: z.literal("option-omega"),
  mahler: z.object({ version: z.string() }),
  /** The keys that a log shares with a run's config. */
  config: z.object({ equity: z.number(), ticker: z.array(z.string()) }),
  strategies: z.array(z.string()),
  range: z.object({ start: z.string(), end: z.string() }),
  /** False: equity counts closed trades only. */
  marked: z.boolean(),
  files: z.array(z.object({ file: z.string(), sha256: hash, fate, observations: counts })),
  notes: z.array(z.string()),
  bits: z.object({ trades: hash, equity: hash }),
});

export type LogRecord = z.infer<typeof logRecordSchema>;
export const newLogRecord = (rest: Omit<LogRecord, "record" | "imported" | "mahler">): LogRecord => ({ record: 1, imported: "option-omega", mahler: { version: VERSION }, ...rest });

/** The record when `text` is that of an imported log; undefined for anything else. Throws a data error for a damaged one. */
export function parseLogRecord(text: string, where: string): LogRecord | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if ((json as { imported?: unknown } | null)?.imported === undefined) return undefined;
  const parsed = logRecordSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw dataError(`${where} ${issue.path.join(".")}`, issue.message, "import the log again");
}
