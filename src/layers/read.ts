// layers.json and equity.csv, read back: what a page is made of.
import { z } from "zod";
import { dataError } from "../errors";
import { metricSchema, numeric, parseResult, provenanceSchema } from "../results/parseResult";
import type { Provenance } from "../results/parseResult";
import { parseIsoDate } from "../units";
import { EQUITY_FILE, LAYERS_FILE, LAYERS_RECORD_VERSION } from "./record";
import type { JudgedLayers } from "./result";
import { RUN_METRICS } from "./summary";
import { CORRECTIONS } from "./types";

export interface RecordedLayers extends Provenance {
  /** Where the files lie, as it was named. */
  folder: string;
  result: JudgedLayers;
  /** The base with every layer off, as raw values. */
  config: Record<string, unknown>;
}

const AGAIN = "run mahler layers again";
const estimate = { value: numeric, low: numeric, high: numeric, p: numeric };
const tally = z.object({ trades: z.number(), dollars: numeric });
const context = z.enum(["alone", "system"]);

const difference = z.object({
  sharpe: z.object({ ...estimate, adjusted: z.number().nullable(), standardError: numeric }), sessions: numeric, mean: z.object(estimate), drawdown: z.object({ with: numeric, without: numeric, low: numeric, high: numeric }),
  equalRisk: z.object({ mean: numeric, drawdown: numeric }), detectable: z.object({ single: numeric, family: numeric }),
  thirds: z.array(z.object({ from: z.string(), to: z.string(), sharpe: z.number().nullable() })), years: z.object({ same: z.number(), of: z.number() }), stress: z.array(z.object({ name: z.string(), with: numeric, without: numeric })),
});

const pair = z.object({
  layer: z.string(), context, with: z.string(), without: z.string(), sameAs: context.nullable(), inert: z.string().nullable(), reason: z.string().nullable(), difference: difference.nullable(),
  trades: z.object({
    winnersMissed: tally, losersAvoided: tally, prevented: z.object({ winners: z.number(), losers: z.number() }), grown: tally, exits: tally.extend({ better: z.number() }), replaced: tally.extend({ better: z.number() }),
    added: tally.extend({ winners: z.number() }), unchanged: z.number(), change: numeric,
  }),
  refused: z.object({ lost: z.number(), gained: z.number(), reasons: z.array(z.object({ id: z.string(), count: z.number() })) }).nullable(),
});

const run = z.object({
  id: z.string(), on: z.array(z.string()), changes: z.array(z.object({ key: z.string(), from: z.string(), to: z.string() })), metrics: z.record(z.enum(RUN_METRICS), metricSchema), before: numeric,
  starvation: z.object({ chances: z.number(), opened: z.number(), reasons: z.array(z.object({ id: z.string(), count: z.number(), share: z.number() })) }),
  stress: z.array(z.object({ name: z.string(), start: z.string(), end: z.string(), sessions: z.number(), return: numeric, maxDrawdown: numeric, entered: z.number(), closed: z.number(), winRate: z.number().nullable(), netPnl: numeric })),
});

const schema = provenanceSchema.extend({
  range: z.object({ from: z.string(), to: z.string(), sessions: z.number() }), config: z.record(z.string(), z.unknown()), runs: z.array(run).min(1), pairs: z.array(pair),
  judge: z.object({ from: z.number().nullable(), correction: z.enum(CORRECTIONS), level: z.number(), replicates: z.number(), seed: z.number(), meanBlock: z.number(), tests: z.number() }),
  layers: z.array(z.object({ id: z.string(), about: z.string(), inSystem: z.boolean() })),
  verdicts: z.array(z.object({ layer: z.string(), verdict: z.enum(["adds value", "no evidence", "harms", "depends", "inert", "undefined"]), significant: z.array(z.object({ context, sign: z.union([z.literal(1), z.literal(-1)]) })), reason: z.string().nullable() })),
});

/** Reads a comparison. Throws data errors that name file and field, config errors for a record of another version. */
export function readLayersResult(folder: string, files: Readonly<Record<typeof LAYERS_FILE | typeof EQUITY_FILE, string>>): RecordedLayers {
  const where = `${folder}/${LAYERS_FILE}`;
  const { mahler, data, config, runs, pairs, ...rest } = parseResult(files[LAYERS_FILE], where, { schema, version: ["record", LAYERS_RECORD_VERSION], again: AGAIN });
  const place = (id: string): number => {
    const at = runs.findIndex((each) => each.id === id);
    if (at < 0) throw dataError(`${where} pairs: ${id}`, "is none of its runs", AGAIN);
    return at;
  };
  const lost = rest.verdicts.find(({ layer }) => !rest.layers.some(({ id }) => id === layer));
  if (lost) throw dataError(`${where} verdicts: ${lost.layer}`, "is none of its layers", AGAIN);
  const { days, columns } = readEquity(files[EQUITY_FILE], `${folder}/${EQUITY_FILE}`, runs.map(({ id }) => id));
  return {
    folder, mahler, data, config,
    result: { ...rest, market: { name: data.name, origin: data.origin }, days, runs: runs.map((each, i) => ({ ...each, equity: columns[i] })), pairs: pairs.map((each) => ({ ...each, with: place(each.with), without: place(each.without) })) },
  };
}

/** One row per session: the date, then dollars of every run in order. */
function readEquity(text: string, where: string, ids: readonly string[]): { days: Int32Array; columns: Float64Array[] } {
  const [head, ...rows] = text.trimEnd().split("\n");
  if (head !== ["date", ...ids].join(",")) throw dataError(`${where} line 1`, `does not name the runs of ${LAYERS_FILE}`, AGAIN);
  const days = new Int32Array(rows.length);
  const columns = ids.map(() => new Float64Array(rows.length));
  rows.forEach((row, t) => {
    const [date, ...cells] = row.split(",");
    const day = parseIsoDate(date);
    if (day === undefined || cells.length !== ids.length || cells.some((cell) => cell === "" || !Number.isFinite(Number(cell)))) throw dataError(`${where} line ${t + 2}`, "is not a date and a number per run", AGAIN);
    days[t] = day;
    cells.forEach((cell, i) => (columns[i][t] = Number(cell)));
  });
  return { days, columns };
}
