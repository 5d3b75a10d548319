import { createHash } from "node:crypto";
import { configError } from "../errors";
import { checksOf } from "../quality";
import { CHAIN_FORMATS, formatById } from "../vendors";
import type { ChainFormat } from "../vendors/format";
import { chainFormatFromMap } from "../vendors/map";
import type { FileWriter } from "./files";

export interface ImportOptions {
  /** Chain files of any container, read in this order. */
  files: string[];
  /** Format id; default: what the header says. */
  format?: string;
  /** A column map (YAML, and its name for messages): a format of the user's own, tried before the built-in ones. */
  map?: { where: string; yaml: string };
  /** Dataset folder to create or add to. */
  out: string;
  /** Forget an interrupted import instead of going on with it. */
  restart?: boolean;
  /** Start the dataset over instead of adding to it. */
  replace?: boolean;
  /** Underlyings to keep; the first names those of files that print none. Default: all. */
  symbols?: string[];
  /** Dataset name; default: the folder's. */
  name?: string;
  /** Day number of files that print no date. */
  date?: number;
  /** Which of a format's snapshots to read. */
  snapshot?: string;
  /** Preferred time of day among several snapshots, minutes after midnight in New York. */
  minute?: number;
  /** Daily bars: "SPY.csv", or "SPY=SPY.csv" per symbol. */
  bars?: string[];
  vix?: string;
  /** Treasury yields CSV, percent per year. */
  rates?: string;
  /** Continuous dividend yield for computed IV and delta, per 1.00; default 0. */
  dividendYield?: number;
  /** Ids of quality checks whose rows are set aside (docs/quality.md). */
  quarantine?: string[];
  onProgress?: (progress: ImportProgress) => void;
  signal?: AbortSignal;
  /** Replaces the disk, for tests. */
  writeFile?: FileWriter;
  /** Rows staged before they are spilled; for tests. */
  spillRows?: number;
}

export interface ImportProgress {
  phase: "check" | "read" | "build";
  /** File, or symbol and year, in work. */
  what: string;
  /** Share of the phase done, 0 … 1. */
  share: number;
  rows: number;
}

/** What datasets say of who made them; part of the request, so that another version does not go on with what this one staged. */
export const IMPORTER = { name: "mahler import", version: "2" };

/** Throws a config error for options that cannot be meant. */
export function checkOptions(options: ImportOptions): void {
  const { files, format, dividendYield = 0 } = options;
  if (files.length === 0) throw configError("files", "none given", "name the chain files to import");
  if (!Number.isFinite(dividendYield)) throw configError(`dividendYield = ${dividendYield}`, "is not a number", "give it per 1.00, e.g. 0.018");
  if (format !== undefined) formatById(format, formatsOf(options));
  checksOf(options.quarantine);
}

/** The formats to try, in this order. */
export const formatsOf = ({ map }: ImportOptions): readonly ChainFormat[] => (map ? [chainFormatFromMap(map.yaml, map.where), ...CHAIN_FORMATS] : CHAIN_FORMATS);

/** Hash of all that decides how a file's rows are read. */
export const requestOf = ({ format, map, symbols = [], date, snapshot, minute }: ImportOptions): string =>
  createHash("sha256").update(JSON.stringify([IMPORTER.version, format ?? null, map?.yaml ?? null, symbols, date ?? null, snapshot ?? null, minute ?? null])).digest("hex");
