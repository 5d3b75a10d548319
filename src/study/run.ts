// A study from its definition to its result: runs on every book, walk-forward, judgement, and what the study's own file concludes.
import { resolveConfig } from "../config";
import type { Config, Layer } from "../config";
import type { Core } from "../core/core";
import type { EvaluatorRequest } from "../engine/evaluator";
import { MahlerError } from "../errors";
import type { Market, Origin } from "../market/types";
import { execute } from "../run/execute";
import type { Execution } from "../results/execution";
import type { AccountReturns } from "../overfit";
import { calendarOf } from "../walkforward/calendar";
import { mostConfigs } from "../sweep/combinations";
import type { Pool } from "../sweep/pool";
import { evaluatorRequest } from "../sweep/sweep";
import { isoDate } from "../units";
import { booksOf } from "./books";
import { chooseForward, forwardWork } from "./choice";
import { judge } from "./judge";
import { bookSpaces, runBook } from "./runs";
import type { BookSpaces } from "./runs";
import { createInference } from "./inference";
import { leadingAccount } from "./leading";
import type { Inference, InferenceOptions } from "./inference";
import type { Answers, BookAnswers, Conclusion, Definition, Runs, Study } from "./types";

export interface StudyProgress {
  /** Share of the work done, 0 … 1. */
  share: number;
  /** What is being done. */
  note: string;
}

export interface StudyOptions {
  /** Its memory holds the market; runs whose trades are kept use it. */
  core: Core;
  /** A pool over the market; pools of the same tickers are opened once and closed at the end. */
  open: (request: EvaluatorRequest) => Promise<Pool>;
  inference?: Partial<InferenceOptions>;
  signal?: AbortSignal;
  onProgress?: (progress: StudyProgress) => void;
}

export interface StudyInput {
  definition: Definition;
  /** Config layers of the definition, and those that win over its conditions. */
  layers: readonly Layer[];
  flags: readonly Layer[];
}

/** A finished study. */
export interface StudyResult extends Conclusion {
  definition: Definition;
  /** Without the study's conditions, and with them. */
  start: Config;
  base: Config;
  market: { name: string; origin: Origin };
  /** First and last session. */
  range: { start: string; end: string };
  inference: InferenceOptions;
  leftOut: Answers["leftOut"];
  /** Configs run over the whole range, and evaluations in all windows together. */
  configs: number;
  evaluations: number;
  /** The account with the highest Sharpe ratio; null when none has one. */
  leading: AccountReturns | null;
}

/** Runs the study on the market. Throws config errors, and cancelled when stopped. */
export async function runStudy(market: Market, study: Study, given: StudyInput, options: StudyOptions): Promise<StudyResult> {
  const { definition } = given;
  const start = resolveConfig([...given.layers, ...given.flags]);
  const layers = [...given.layers, { file: `${definition.name}: conditions`, values: { ...definition.conditions } }, ...given.flags];
  const base = resolveConfig(layers);
  study.check?.(base);
  const inference = createInference(options.inference);
  const spaces = booksOf(definition.books, base).map((book) => bookSpaces(definition, layers, book));
  const work = workOf(definition, spaces, market);
  const meter = createMeter(work.total, options.onProgress);
  const pools = new Map<string, Pool>();
  const poolOf = async (request: EvaluatorRequest): Promise<Pool> => {
    const key = `${request.tickers.join(",")} ${request.start} ${request.end}`;
    const pool = pools.get(key) ?? (await options.open(request));
    pools.set(key, pool);
    return pool;
  };
  try {
    const asked: Omit<BookAnswers, "judgement">[] = [];
    for (const own of spaces) asked.push(await answerBook(own, { definition, market, options, inference, meter, poolOf }));
    meter.say("comparing");
    await pause(options.signal);
    const judgements = judge(asked.map(({ runs }) => runs), definition.minTrades, inference);
    const books = asked.map((book, b): BookAnswers => ({ ...book, judgement: judgements[b] }));
    const answers: Answers = { definition, start, base, books, leftOut: spaces[0].leftOut, inference };
    const conclusion = study.conclude(answers);
    const { days } = books[0].runs;
    return {
      ...conclusion, definition, start, base, inference: { replicates: inference.replicates, seed: inference.seed, level: inference.level }, leftOut: answers.leftOut, market: { name: market.name, origin: market.origin },
      range: { start: isoDate(days[0]), end: isoDate(days[days.length - 1]) },
      leading: leadingAccount(books.map(({ runs }) => runs), spaces.map(({ named }) => calendarOf(market, named)), definition.minTrades),
      configs: books.reduce((sum, { runs }) => sum + runs.rows.length, 0), evaluations: work.evaluations,
    };
  } finally {
    for (const pool of pools.values()) await pool.close();
  }
}

interface BookJob {
  definition: Definition;
  market: Market;
  options: StudyOptions;
  inference: Inference;
  meter: Meter;
  poolOf: (request: EvaluatorRequest) => Promise<Pool>;
}

async function answerBook(spaces: BookSpaces, { definition, market, options, inference, meter, poolOf }: BookJob): Promise<Omit<BookAnswers, "judgement">> {
  const { book, named } = spaces;
  meter.say(`${book.name}: all configs`);
  const request = evaluatorRequest(market, named);
  const pool = await poolOf(request);
  const lanes = pool.workers + 1;
  const range = { start: request.start, end: request.end };
  const runs = await runBook({ spaces, evaluate: pool.evaluate, lanes, range, signal: options.signal, onDone: (configs) => meter.done(configs) });
  meter.say(`${book.name}: walk-forward`);
  const forward = definition.walkForward && (await chooseForward(market, { spaces, rule: definition.walkForward, runs, pool, inference, signal: options.signal, onDone: (units) => meter.done(units) }));
  const details = new Map<string, Execution>();
  for (const { label, config } of detailed(runs, definition)) {
    meter.say(`${book.name}: trades of ${label}`);
    await pause(options.signal);
    details.set(label, execute(options.core, market, { ...config, break_even: definition.settings.break_even === true }));
    meter.done(1);
  }
  const multipliers = book.tickers.map((ticker) => market.underlyings.find(({ symbol }) => symbol === ticker)?.multiplier ?? NaN);
  return { runs, details, multipliers, choice: forward && "choice" in forward ? forward.choice : null, choiceReason: forward && "reason" in forward ? forward.reason : null };
}

const detailed = ({ rows }: Runs, { details }: Definition) => rows.filter(({ kind }) => kind === "benchmark" || (details === "named" && kind === "alternative"));

/** What is to be done, in runs of one config over the whole range. */
function workOf(definition: Definition, all: readonly BookSpaces[], market: Market): { total: number; evaluations: number } {
  let [total, evaluations] = [0, 0];
  for (const spaces of all) {
    const configs = spaces.variants.length + (spaces.grid ? mostConfigs(spaces.grid) : 0);
    const forward = definition.walkForward ? forwardWork(definition.walkForward, spaces, evaluatorRequest(market, spaces.named)) : { units: 0, evaluations: 0 };
    total += configs + forward.units + (definition.details === "named" ? spaces.variants.length : 1);
    evaluations += configs + forward.evaluations;
  }
  return { total, evaluations };
}

interface Meter {
  say: (note: string) => void;
  done: (units: number) => void;
}

function createMeter(total: number, onProgress: StudyOptions["onProgress"]): Meter {
  let [done, current] = [0, ""];
  const tell = (): void => onProgress?.({ share: Math.min(1, done / total), note: current });
  return {
    say(note) {
      current = note;
      tell();
    },
    done(units) {
      done += units;
      tell();
    },
  };
}

/** Lets pending signals in, then throws when one asked to stop. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  if (signal?.aborted) throw new MahlerError("cancelled", "study", "stopped on request", "nothing was written");
}
