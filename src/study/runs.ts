// Every config that a study asks about, on one book over the whole range, with its daily equity.
import { REASON_CODES } from "../../assembly/abi";
import { KEYS, rawText, resolveConfig } from "../config";
import type { Config, Layer } from "../config";
import { MahlerError } from "../errors";
import { METRICS } from "../metrics";
import { daysPerYearOf } from "../metrics/returns";
import { REASONS } from "../results/reasons";
import { returnMatrix, returnsOfEquity } from "../stats/matrix";
import { createCollector } from "../sweep/collect";
import { configAt } from "../sweep/expand";
import { createPatcher } from "../sweep/patch";
import { runSpace } from "../sweep/run";
import type { Block, Evaluate } from "../sweep/run";
import { parseSpace } from "../sweep/space";
import type { Space } from "../sweep/types";
import { NOT_SWEPT } from "../sweep/types";
import { toDollars } from "../units";
import type { Book, Definition, Row, Runs, Variant } from "./types";

/** The spaces of a book: its named variants as a list, and its grid. */
export interface BookSpaces {
  book: Book;
  base: Config;
  named: Space;
  grid: Space | null;
  /** Of `named`, in the order of its list. */
  variants: readonly Variant[];
  leftOut: readonly { label: string; reason: string }[];
}

/** The layers of a book: those of the study with the book's tickers and money on top. */
export const bookLayers = (layers: readonly Layer[], { tickers, equity }: Book): Layer[] => [...layers, { file: "book", values: { ticker: [...tickers], equity } }];

/** What runs on the book. Variants that do not fit the base are left out with the reason; the benchmark must fit. Throws config errors. */
export function bookSpaces(definition: Definition, layers: readonly Layer[], book: Book): BookSpaces {
  const own = bookLayers(layers, book);
  const { benchmark, name } = definition;
  const { alternatives, grid } = book.variants ? definition : { alternatives: [], grid: null };
  resolveConfig([...own, { file: `${name}: benchmark ${benchmark.label}`, values: { ...benchmark.values } }]);
  const leftOut: { label: string; reason: string }[] = [];
  const fitting = alternatives.filter(({ label, values }) => {
    const reason = misfit([...own, { file: `${name}: ${label}`, values: { ...values } }]);
    if (reason !== null) leftOut.push({ label, reason });
    return reason === null;
  });
  const variants = [benchmark, ...fitting];
  const named = listSpace(own, variants, name);
  return { book, base: named.base, named, variants, leftOut, grid: grid && parseSpace(own, [{ file: name, sweep: { ...grid } }]) };
}

function misfit(layers: readonly Layer[]): string | null {
  try {
    resolveConfig(layers);
    return null;
  } catch (error) {
    if (error instanceof MahlerError && error.kind === "config") return error.message;
    throw error;
  }
}

/** The variants as a space of exactly these configs. A list must name a key; where none does, the benchmark names one that it leaves as it is. */
function listSpace(layers: readonly Layer[], variants: readonly Variant[], name: string): Space {
  const same = variants.some(({ values }) => Object.keys(values).length > 0) ? {} : { commission: resolveConfig(layers).commission };
  return parseSpace(layers, [{ file: name, sweep: { configs: variants.map(({ values }) => ({ ...same, ...values })) } }]);
}

export interface RunJob {
  spaces: BookSpaces;
  evaluate: Evaluate;
  lanes: number;
  /** Day numbers, inclusive. */
  range: { start: number; end: number };
  signal?: AbortSignal;
  /** Configs done since the last call. */
  onDone: (configs: number) => void;
}

/** Runs the named variants and the grid. Throws cancelled when stopped. */
export async function runBook(job: RunJob): Promise<Runs> {
  const { spaces } = job;
  const named = await runOne(spaces.named, job);
  const grid = spaces.grid && (await runOne(spaces.grid, job));
  const blocks = [...named.blocks, ...(grid?.blocks ?? [])];
  const rows = [...namedRows(spaces), ...(grid ? gridRows(spaces.grid as Space, grid.blocks) : [])];
  const days = blocks[0].evaluations.sessions as Int32Array;
  const equity = returnMatrix(rows.length, days.length);
  const returns = returnMatrix(rows.length, days.length);
  let at = 0;
  for (const { evaluations } of blocks) {
    const source = evaluations.equity as Float64Array;
    for (let i = 0; i < evaluations.count; i++, at++) {
      const curve = source.subarray(i * days.length, (i + 1) * days.length);
      equity.values.set(curve.map(toDollars), at * days.length);
      returns.values.set(ruined(curve) ? new Float64Array(days.length).fill(NaN) : returnsOfEquity(curve, 1, rows[at].config.equity * 10_000).values, at * days.length);
    }
  }
  return {
    book: spaces.book, rows, days, returns, equity, grid: grid?.table ?? null, daysPerYear: daysPerYearOf(days),
    metrics: Object.fromEntries(METRICS.map(({ id }, m) => [id, joined(blocks, ({ metrics }) => metrics, METRICS.length, m)])),
    reasons: Object.fromEntries(REASONS.map(({ id }, code) => [id, joined(blocks, ({ reasons }) => reasons, REASON_CODES, code)])),
    trades: blocks.flatMap(({ evaluations: { fingerprints, count } }) => Array.from({ length: count }, (_, i) => `${fingerprints[2 * i]}/${fingerprints[2 * i + 1]}`)),
  };
}

/** A curve that reached zero: what comes after is not a return of anything. */
const ruined = (curve: Float64Array): boolean => curve.some((value) => !(value > 0));

function joined(blocks: readonly Block[], of: (evaluations: Block["evaluations"]) => ArrayLike<number>, width: number, at: number): Float64Array {
  return Float64Array.from(blocks.flatMap(({ evaluations }) => Array.from({ length: evaluations.count }, (_, i) => of(evaluations)[i * width + at])));
}

async function runOne(space: Space, { evaluate, lanes, range, signal, onDone }: RunJob) {
  const blocks: Block[] = [];
  const collector = createCollector(space);
  const { complete } = await runSpace(space, {
    evaluate, lanes, signal, saveEvery: Infinity, window: { ...range, equity: true },
    onProgress: ({ configs }) => onDone(configs.length),
    save: (block) => {
      blocks.push(block);
      collector.add(block);
    },
  });
  if (!complete) throw new MahlerError("cancelled", "study", "stopped on request", "nothing was written");
  return { blocks, table: collector.table() };
}

function namedRows({ variants, named }: BookSpaces): Row[] {
  return variants.map(({ label, values }, i) => ({ kind: i === 0 ? "benchmark" : "alternative", label, values, config: configAt(named, i) }));
}

function gridRows(space: Space, blocks: readonly Block[]): Row[] {
  const patcher = createPatcher(space);
  return blocks.flatMap(({ chunk }) =>
    Array.from({ length: chunk.count }, (_, i): Row => {
      const choices = chunk.choices.subarray(i * space.axes.length, (i + 1) * space.axes.length);
      const config = { ...patcher.patch(choices) };
      const swept = Object.fromEntries(space.axes.flatMap(({ key, values }, a) => (choices[a] === NOT_SWEPT ? [] : [[key, values[choices[a]].raw]])));
      const linked = Object.fromEntries(space.linked.map(({ key }) => [key, config[key] ?? "off"]));
      const values = { ...swept, ...linked };
      return { kind: "grid", label: labelOf(values), values, config };
    }));
}

/** "min_delta 0.05 · profit_target off" */
export const labelOf = (values: Readonly<Record<string, unknown>>): string =>
  KEYS.filter((key) => key in values).map((key) => `${key} ${rawText(values[key])}`).join(" · ") || "as the base";
