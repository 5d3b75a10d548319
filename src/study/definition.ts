// The `study` section of a YAML file → a definition. Everything else in the file is config.
import { z } from "zod";
import type { Layer } from "../config";
import { nearest } from "../config/nearest";
import { configError } from "../errors";
import type { BookRule, Definition, Variant } from "./types";

const values = z.record(z.string(), z.unknown());

const schema = z.strictObject({
  rules: z.string().optional(),
  question: z.string().min(1),
  source: z.string().min(1),
  conditions: values.default({}),
  books: z.record(z.string(), z.strictObject({ tickers: z.enum(["all", "each"]), equity: z.enum(["whole", "share"]).default("whole"), variants: z.boolean().default(true) })),
  benchmark: z.looseObject({ label: z.string().min(1) }),
  alternatives: z.record(z.string(), values).default({}),
  grid: values.nullable().default(null),
  walk_forward: z
    .strictObject({
      windows: z.string().default("24/3/3"),
      anchored: z.boolean().default(false),
      metric: z.string().default("sharpe"),
      min_trades: z.number().int().min(0).default(10),
      over: z.enum(["named", "grid"]).default("named"),
    })
    .nullable()
    .default(null),
  details: z.enum(["benchmark", "named"]).default("benchmark"),
  min_trades: z.number().int().min(1).default(30),
  claims: z.array(z.strictObject({ says: z.string(), figure: z.string(), value: z.number(), is: z.enum(["equal", "above"]).default("equal"), tickers: z.array(z.string()).default([]) })).default([]),
  settings: values.default({}),
});

const PARTS = Object.keys(schema.shape);

/** The definition in the layers of a study file (the last one with a `study` section) and the layers without it. Throws config errors. */
export function readDefinition(name: string, layers: readonly Layer[]): { definition: Definition; layers: Layer[] } {
  const at = layers.findLastIndex((layer) => layer.values.study !== undefined);
  const file = layers[at]?.file ?? name;
  if (at < 0) throw configError(file, "has no study section", "write study: with a question, books and a benchmark below it; config/studies holds examples");
  const rest = layers.map(({ file: from, values: { study: _, ...config } }) => ({ file: from, values: config }));
  return { definition: parse(name, layers[at].values.study, file), layers: rest };
}

function parse(name: string, raw: unknown, file: string): Definition {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw problem(parsed.error.issues[0], file);
  const { books, benchmark: { label, ...benchmark }, alternatives, grid, walk_forward: forward, ...rest } = parsed.data;
  const rules = Object.entries(books).map(([book, rule]): BookRule => ({ name: book, ...rule }));
  if (rules.length === 0) throw configError(`${file}: study: books`, "names none", "write all: { tickers: all }");
  if (forward?.over === "grid" && grid === null) throw configError(`${file}: study: walk_forward: over = grid`, "there is no grid", "add one, or write over: named");
  return {
    name, rules: rest.rules ?? name, question: rest.question, source: rest.source, conditions: rest.conditions, books: rules, benchmark: { label, values: benchmark },
    alternatives: Object.entries(alternatives).map(([title, change]): Variant => ({ label: title, values: change })), grid,
    walkForward: forward && { windows: forward.windows, anchored: forward.anchored, metric: forward.metric, minTrades: forward.min_trades, over: forward.over },
    details: rest.details, minTrades: rest.min_trades, claims: rest.claims, settings: rest.settings,
  };
}

function problem(issue: z.core.$ZodIssue, file: string): Error {
  const where = `${file}: study${issue.path.map((part) => `: ${String(part)}`).join("")}`;
  if (issue.code !== "unrecognized_keys") return configError(where, issue.message.toLowerCase(), "see docs/studies.md");
  const near = nearest(issue.keys[0], PARTS);
  return configError(`${where}: ${issue.keys[0]}`, "is not a part of a study", near ? `did you mean ${near}?` : `parts: ${PARTS.join(", ")}`);
}
