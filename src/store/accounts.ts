// What a manifest says of rows and partitions, checked against itself and against the columns. One line per contradiction.
import type { Underlying } from "../market/types";
import { isoDate, yearOf } from "../units";
import type { Fate, Manifest, SymbolEntry } from "./entries";
import { largest } from "./partition";
import { factor } from "./place";
import { UINT_COLUMNS } from "./schema";

/**
 * Of every account read = kept + repaired + Σ quarantined; what a symbol's and a partition's account left is what is stored; so is what
 * all sources left, where each has an account.
 */
export function accountProblems({ sources, symbols }: Manifest): string[] {
  const problems: string[] = [];
  const check = (subject: string, fate: Fate | null, stored?: number): void => {
    if (!fate) return;
    const accounted = left(fate) + sum(Object.values(fate.quarantined));
    if (stored !== undefined && left(fate) !== stored) problems.push(`${subject}: ${stored} rows stored, the manifest kept ${left(fate)}`);
    if (accounted !== fate.read) problems.push(`${subject}: ${fate.read} rows read, ${accounted} accounted for`);
  };
  const known = new Set(sources.map(({ sha256 }) => sha256));
  for (const { file, fate } of sources) check(file, fate);
  for (const { info, rows, partitions, provenance } of symbols) {
    check(info.symbol, provenance.fate, rows);
    for (const partition of partitions) {
      check(`${info.symbol} ${partition.year}`, partition.fate, partition.rows);
      const strangers = partition.sources.filter((hash) => !known.has(hash)).length;
      if (strangers > 0) problems.push(`${info.symbol} ${partition.year}: ${strangers} of its source files are not among the manifest's sources`);
    }
  }
  const fates = sources.flatMap(({ fate }) => fate ?? []);
  const [kept, stored] = [sum(fates.map(left)), sum(symbols.map(({ rows }) => rows))];
  if (fates.length > 0 && fates.length === sources.length && kept !== stored) problems.push(`${stored} rows stored, the accounts of the sources kept ${kept}`);
  return problems;
}

const left = ({ kept, repaired }: Fate): number => kept + repaired;
const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

/** What the manifest says of each partition's columns and days, against a symbol loaded whole. */
export function partitionProblems({ info, partitions }: SymbolEntry, { rows, blocks, days }: Underlying): string[] {
  const problems: string[] = [];
  const columns = { ...rows };
  const day = days.day;
  let [row, at] = [0, 0];
  for (const partition of partitions) {
    const subject = `${info.symbol} ${partition.year}`;
    const [end, last] = [row + partition.rows, at + partition.days - 1];
    for (const name of UINT_COLUMNS) {
      const max = largest(columns[name].subarray(row, end)) / factor(info, partition, name);
      if (max !== partition.max[name]) problems.push(`${subject}: ${name} reaches ${max}, the manifest says ${partition.max[name]}`);
    }
    const said = `${partition.firstDay} to ${partition.lastDay}`;
    const found = `${isoDate(day[at])} to ${isoDate(day[last])}`;
    if (found !== said) problems.push(`${subject}: holds ${found}, the manifest says ${said}`);
    if (yearOf(day[at]) !== partition.year || yearOf(day[last]) !== partition.year) problems.push(`${subject}: holds days of another year`);
    const begin = blocks.callsBegin[days.blocksBegin[at]] ?? row;
    if (begin !== row) problems.push(`${subject}: its first day begins at row ${begin}, its files at ${row}`);
    [row, at] = [end, last + 1];
  }
  return problems;
}
