import { configError, dataError } from "../errors";
import { alphavantage } from "./alphavantage";
import { cboeDatashopEod, cboeDatashopIntervals } from "./cboe-datashop";
import { cboeQuotetable } from "./cboe-quotetable";
import { discountoptiondata } from "./discountoptiondata";
import type { ChainFormat, HeaderFit } from "./format";
import { historicaloptiondata } from "./historicaloptiondata";
import { ivolatilityRawIv } from "./ivolatility-rawiv";
import { mahlerParquet } from "./mahler-parquet";
import { optionsdx } from "./optionsdx";
import { oratsApi, oratsApiMinute } from "./orats-api";
import { oratsStrikes } from "./orats-strikes";
import { philippdubach } from "./philippdubach";
import { refusalOf } from "./refusals";
import { yfinance } from "./yfinance";

/** Every chain format. No header fits two of them. */
export const CHAIN_FORMATS: readonly ChainFormat[] = [
  oratsStrikes, oratsApi, oratsApiMinute, mahlerParquet, philippdubach, alphavantage, optionsdx, cboeDatashopEod, cboeDatashopIntervals, cboeQuotetable,
  historicaloptiondata, discountoptiondata, ivolatilityRawIv, yfinance,
];

/** The format called `id`, of the given ones; throws a config error that lists them. */
export function formatById(id: string, formats = CHAIN_FORMATS): ChainFormat {
  const format = formats.find((f) => f.id === id);
  if (!format) throw configError(`format = ${id}`, "is unknown", `known: ${idsOf(formats)}`);
  return format;
}

/**
 * The format whose columns are exactly those of `header`: all it needs, none it does not know. With `wanted`, only that one.
 * Throws a data error naming the missing, unknown and repeated columns of the nearest format.
 */
export function detectFormat(header: readonly string[], file: string, wanted?: string, formats = CHAIN_FORMATS): ChainFormat {
  const candidates = wanted === undefined ? formats : [formatById(wanted, formats)];
  const fits = candidates.map((format) => ({ format, fit: format.fit(header) }));
  const match = fits.find(({ fit }) => distance(fit) === 0);
  if (match) return match.format;
  const refusal = refusalOf(header);
  if (refusal) throw dataError(`${file}:1`, refusal.problem, refusal.remedy);
  const nearest = fits.reduce((a, b) => (distance(b.fit) < distance(a.fit) ? b : a));
  throw dataError(`${file}:1`, `is not ${wanted ?? "a known chain format"}: ${describe(nearest.format, nearest.fit)}`, `known formats: ${idsOf(formats)}`);
}

const idsOf = (formats: readonly ChainFormat[]): string => formats.map((f) => f.id).join(", ");
const distance = ({ missing, unknown, repeated }: HeaderFit): number => missing.length + unknown.length + repeated.length;

function describe(format: ChainFormat, { missing, unknown, repeated }: HeaderFit): string {
  const parts: string[] = [];
  if (missing.length) parts.push(`column ${list(missing)} missing`);
  if (unknown.length) parts.push(`column ${list(unknown)} unknown`);
  if (repeated.length) parts.push(`column ${list(repeated)} repeated`);
  return `nearest is ${format.id}, ${parts.join(", ")}`;
}

const SHOWN = 8;
const MAX_NAME = 40;
const list = (names: string[]): string => names.slice(0, SHOWN).map((n) => JSON.stringify(n.slice(0, MAX_NAME))).join(", ") + (names.length > SHOWN ? " …" : "");
