// The trial ledger of a dataset: text, one JSON object a line, each with the hash of the line before it and its own.
//
//   {"v":1,"prev":…,"at":…,"command":"sweep","data":"embedded","tickers":["SPY"],"start":…,"end":…,"keys":…,"lists":…,"sharpe":[0.31,null,…],"hash":…}
//    └ sha256 of the line before (of the first: the dataset)              base64, two words a trial ┘                     sha256 of all that stands before it ┘
import { z } from "zod";
import { isoDate, parseIsoDate } from "../units";
import { decodeWords, encodeWords } from "./words";

/** What was looked at: the same config on other underlyings or another range is another trial. */
export interface Scope {
  tickers: readonly string[];
  /** Day numbers, both included. */
  start: number;
  end: number;
}

/** Trials of one scope, as columns. */
export interface Trials {
  scope: Scope;
  /** [trial][2] `configKeys`. */
  keys: Uint32Array;
  /** [trial][2] fingerprint of the trade list: equal lists, equal words. */
  lists: Uint32Array;
  /** [trial] annual Sharpe ratio, kept to 1e-6; NaN = undefined. */
  sharpe: Float64Array;
}

/** A line of the ledger: what one command evaluated that had not been evaluated before. */
export interface Entry extends Trials {
  /** When, ISO 8601. */
  at: string;
  /** backtest, sweep, … */
  command: string;
  /** Name of the dataset. */
  data: string;
}

/** SHA-256 as hex. */
export type Digest = (text: string) => string | Promise<string>;

const HASH = /^[0-9a-f]{64}$/;
const HASH_FIELD = /,"hash":"([0-9a-f]{64})"\}$/;

const lineSchema = z.object({
  v: z.literal(1), prev: z.string().regex(HASH), at: z.string(), command: z.string(), data: z.string(), tickers: z.array(z.string()),
  start: z.string(), end: z.string(), keys: z.string(), lists: z.string(), sharpe: z.array(z.number().nullable()),
});

export interface Line {
  text: string;
  hash: string;
}

/** A Sharpe ratio as the ledger keeps it. */
export const asKept = (sharpe: number): number => Math.round(sharpe * 1e6) / 1e6;

/** A line, without its end, that follows `prev`. */
export async function encodeEntry({ at, command, data, scope, keys, lists, sharpe }: Entry, prev: string, digest: Digest): Promise<Line> {
  const rounded = Array.from(sharpe, (value) => (Number.isFinite(value) ? asKept(value) : null));
  const record = { v: 1, prev, at, command, data, tickers: scope.tickers, start: isoDate(scope.start), end: isoDate(scope.end), keys: encodeWords(keys), lists: encodeWords(lists), sharpe: rounded };
  const body = JSON.stringify(record);
  const hash = await digest(body);
  return { text: `${body.slice(0, -1)},"hash":"${hash}"}`, hash };
}

/** A line as it was read: what it says, whether it hashes to what it says, and what it says comes before it. Undefined when it cannot be read. */
export async function decodeEntry(text: string, digest: Digest): Promise<{ entry: Entry; prev: string; hash: string; intact: boolean } | undefined> {
  const hash = HASH_FIELD.exec(text)?.[1];
  const body = text.replace(HASH_FIELD, "}");
  const parsed = lineSchema.safeParse(json(body));
  if (hash === undefined || !parsed.success) return undefined;
  const { prev, at, command, data, tickers, start, end, sharpe } = parsed.data;
  const [keys, lists, first, last] = [decodeWords(parsed.data.keys), decodeWords(parsed.data.lists), parseIsoDate(start), parseIsoDate(end)];
  if (!keys || !lists || first === undefined || last === undefined || keys.length !== sharpe.length * 2 || lists.length !== keys.length) return undefined;
  const entry: Entry = { at, command, data, scope: { tickers, start: first, end: last }, keys, lists, sharpe: Float64Array.from(sharpe, (value) => value ?? NaN) };
  return { entry, prev, hash, intact: (await digest(body)) === hash };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
