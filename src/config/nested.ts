// The two keys that hold a list of records: sleeves and groups. Each has a YAML form and a one-line text form.
import { checkRange, readList, readNumber, refuse } from "./kinds";
import { readStructure, readTicker } from "./readers";
import type { Structure } from "../strategy/spec";

/** A structure and the raw values of the keys it overrides; they are read with the keys' own schemas (resolve.ts). */
export interface SleeveConfig {
  structure: Structure;
  [key: string]: unknown;
}

/** `{structure, key: value}` or `iron-condor:min_delta=0.1,width=5+10`. */
export function readSleeve(raw: unknown): SleeveConfig {
  if (isRecord(raw)) return { ...raw, structure: readStructure(raw.structure) };
  if (typeof raw !== "string") return refuse("is neither a record nor structure:key=value,…");
  const colon = raw.indexOf(":");
  const sleeve: SleeveConfig = { structure: readStructure((colon < 0 ? raw : raw.slice(0, colon)).trim()) };
  for (const item of colon < 0 ? [] : readList(raw.slice(colon + 1))) {
    const [key, value] = splitOnce(String(item), "=");
    if (value === undefined) return refuse(`has ${key} without a value: write ${key}=…`);
    const name = key.trim().replaceAll("-", "_");
    if (name in sleeve) return refuse(`sets ${name} twice`);
    sleeve[name] = value.trim().replaceAll("+", ",");
  }
  return sleeve;
}

/** A static group: summed max loss of its members ≤ limit % of equity. */
export interface GroupConfig {
  name: string;
  /** % of equity. */
  limit: number;
  tickers: readonly string[];
}

/** `{name, limit, tickers}` or `tech=30:QQQ+XLK`. */
export function readGroup(raw: unknown): GroupConfig {
  const record = isRecord(raw) ? raw : parseGroup(raw);
  const unknown = Object.keys(record).find((key) => !["name", "limit", "tickers"].includes(key));
  if (unknown !== undefined) return refuse(`has an unknown key ${unknown}; a group has name, limit and tickers`);
  if (typeof record.name !== "string" || record.name === "") return refuse("has a group without a name");
  return { name: record.name, limit: checkRange(readNumber(record.limit), { min: 0, max: 100, above: true }), tickers: readList(record.tickers).map(readTicker) };
}

function parseGroup(raw: unknown): Record<string, unknown> {
  const match = typeof raw === "string" ? /^([^=:]+)=([^:]+):(.+)$/.exec(raw.trim()) : null;
  if (!match) return refuse("is neither a record nor name=LIMIT:SPY+QQQ");
  return { name: match[1], limit: match[2], tickers: match[3].split("+") };
}

const isRecord = (raw: unknown): raw is Record<string, unknown> => typeof raw === "object" && raw !== null && !Array.isArray(raw);

function splitOnce(item: string, separator: string): [string, string | undefined] {
  const at = item.indexOf(separator);
  return at < 0 ? [item, undefined] : [item.slice(0, at), item.slice(at + 1)];
}
