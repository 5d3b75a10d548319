import { configError, dataError } from "../errors";
import { cboeQuotetable } from "./cboe-quotetable";
import { discountoptiondata } from "./discountoptiondata";
import { fitHeader } from "./format";
import type { ChainFormat, HeaderFit } from "./format";
import { historicaloptiondata } from "./historicaloptiondata";

/** Every chain format, tried in this order. */
export const CHAIN_FORMATS: readonly ChainFormat[] = [
  historicaloptiondata,
  cboeQuotetable,
  discountoptiondata,
];

/** The format called `id`; throws a config error that lists the known ones. */
export function formatById(id: string): ChainFormat {
  const format = CHAIN_FORMATS.find((f) => f.id === id);
  if (!format) throw configError(`format = ${id}`, "is unknown", `known: ${CHAIN_FORMATS.map((f) => f.id).join(", ")}`);
  return format;
}

/**
 * The format whose columns are exactly those of `header`: all it needs, none it does not know. With `wanted`, only that one.
 * Throws a data error naming the missing and unknown columns of the nearest format.
 */
export function detectFormat(header: readonly string[], file: string, wanted?: string): ChainFormat {
  const candidates = wanted === undefined ? CHAIN_FORMATS : [formatById(wanted)];
  const fits = candidates.map((format) => ({ format, fit: fitHeader(format, header) }));
  const match = fits.find(({ fit }) => distance(fit) === 0);
  if (match) return match.format;
  const nearest = fits.reduce((a, b) => (distance(b.fit) < distance(a.fit) ? b : a));
  throw dataError(`${file}:1`, `is not ${wanted ?? "a known chain format"}: ${describe(nearest.format, nearest.fit)}`, `known formats: ${CHAIN_FORMATS.map((f) => f.id).join(", ")}`);
}

const distance = ({ missing, unknown }: HeaderFit): number => missing.length + unknown.length;

function describe(format: ChainFormat, { missing, unknown }: HeaderFit): string {
  const parts: string[] = [];
  if (missing.length) parts.push(`column ${list(missing)} missing`);
  if (unknown.length) parts.push(`column ${list(unknown)} unknown`);
  return `nearest is ${format.id}, ${parts.join(", ")}`;
}

const SHOWN = 8;
const MAX_NAME = 40;
const list = (names: string[]): string => names.slice(0, SHOWN).map((n) => JSON.stringify(n.slice(0, MAX_NAME))).join(", ") + (names.length > SHOWN ? " …" : "");
