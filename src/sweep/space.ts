// A space: a base config and what varies. Its YAML form lies under `sweep:` of a config file; flags say the same.
import { KEYS, rawConfig } from "../config";
import type { Key, Layer } from "../config";
import { nearest } from "../config/nearest";
import { mergeLayers } from "../config/resolve";
import { configError } from "../errors";
import { parseArithmetic, parseCondition } from "./expression";
import type { Condition } from "./expression";
import { readMode } from "./mode";
import type { Axis, Linked, Space, SweepLayer } from "./types";
import { readAxisValues } from "./values";
import { readWhen } from "./when";

const PARTS = ["parameters", "constraints", "mode", "sample", "seed", "configs"];

/** Keys that say which data are read, or what is done with results: the same for all configs of a sweep. */
const FIXED: readonly Key[] = ["ticker", "start", "end", "data", "risk_free", "break_even", "out", "export_trades", "json", "quiet"];

/** Keys that say nothing about what is computed: the data are known by their hashes. */
const ELSEWHERE: readonly string[] = ["data", "break_even", "out", "export_trades", "json", "quiet"];

/** The space of the config layers and sweep layers; later layers win by parameter. Throws config errors that name key, value and remedy. */
export function parseSpace(layers: readonly Layer[], sweeps: readonly SweepLayer[]): Space {
  const base = mergeLayers(layers);
  const parameters = new Map<Key, { raw: unknown; where: string }>();
  for (const { file, sweep } of sweeps) {
    const where = file ?? "--sweep";
    for (const part of Object.keys(sweep)) if (!PARTS.includes(part)) throw unknownPart(where, part);
    for (const [name, raw] of Object.entries(mapping(sweep.parameters, `${where}: parameters`))) parameters.set(sweptKey(name, where), { raw, where });
  }
  const { axes, linked } = readParameters(parameters);
  const constraints = sweeps.flatMap(({ file, sweep }) => readConstraints(sweep.constraints, file ?? "--constraint"));
  const { mode, axes: varied } = readMode(sweeps, axes, sweptKey);
  if (mode.kind === "list" && parameters.size > 0) throw configError("sweep: configs", "are given beside parameters", "give one of them");
  const space: Space = { base, axes: varied, linked: inOrder(linked), constraints, mode };
  if (space.axes.length === 0) throw configError("sweep", "varies nothing", "name a parameter: --sweep min_delta=0.05:0.30:0.05, or a space such as mahler-grid");
  return space;
}

/** The space in the YAML form, without names of files: equal spaces, equal definitions. `parseSpace` reads it back. */
export function describeSpace({ base, axes, linked, constraints, mode }: Space): { config: Record<string, unknown>; sweep: Record<string, unknown> } {
  const parameters: Record<string, unknown> = {};
  for (const { key, values, when } of axes) parameters[key] = { values: values.map((value) => value.raw), ...(when ? { when: when.source } : {}) };
  for (const { key, formula } of linked) parameters[key] = { formula: formula.source };
  const rest = mode.kind === "sample" ? { sample: mode.count, seed: mode.seed } : mode.kind === "list" ? { configs: mode.rows.map((row) => rowOf(axes, row)) } : {};
  const swept = mode.kind === "list" ? {} : { parameters };
  return { config: Object.fromEntries(Object.entries(rawConfig(base)).filter(([key]) => !ELSEWHERE.includes(key))), sweep: { mode: mode.kind, ...swept, constraints: constraints.map((constraint) => constraint.source), ...rest } };
}

const rowOf = (axes: readonly Axis[], row: Uint16Array): Record<string, unknown> =>
  Object.fromEntries(axes.flatMap(({ key, values }, a) => (row[a] < values.length ? [[key, values[row[a]].raw]] : [])));

function readParameters(parameters: ReadonlyMap<Key, { raw: unknown; where: string }>): { axes: Axis[]; linked: Linked[] } {
  const axes: Axis[] = [];
  const linked: Linked[] = [];
  for (const [key, { raw, where }] of parameters) {
    const record = isMapping(raw) ? checkRecord(raw, key, where) : { values: raw };
    const formula = record.formula ?? (isFormula(record.values) ? record.values : undefined);
    if (formula !== undefined) linked.push({ key, formula: parseArithmetic(String(formula), { where: `${where}: ${key}`, known: KEYS }) });
    else axes.push({ key, values: readAxisValues(key, record.values, where), when: record.when === undefined ? null : readWhen(record.when, key, where) });
  }
  checkConditions(axes, linked);
  return { axes, linked };
}

/** A condition may read the base and the axes before its own: the count of a later axis cannot decide an earlier one. */
function checkConditions(axes: readonly Axis[], linked: readonly Linked[]): void {
  axes.forEach(({ key, when }, a) => {
    const later = when?.names.find((name) => axes.slice(a + 1).some((axis) => axis.key === name));
    if (later !== undefined) throw configError(`${key}: when = ${when!.source}`, `depends on ${later}, which is swept after it`, `write ${later} before ${key}`);
    const follower = when?.names.find((name) => linked.some((other) => other.key === name));
    if (follower !== undefined) throw configError(`${key}: when = ${when!.source}`, `depends on ${follower}, which is linked`, "name the keys of its formula instead");
  });
}

/** Text that mentions a key: `min_delta + 0.10`. */
const isFormula = (raw: unknown): raw is string => typeof raw === "string" && !raw.includes(";") && (raw.match(/[A-Za-z_]\w*/g) ?? []).some((word) => (KEYS as readonly string[]).includes(word));

function checkRecord(raw: Record<string, unknown>, key: Key, where: string): Record<string, unknown> {
  const unknown = Object.keys(raw).find((name) => !["values", "when", "formula"].includes(name));
  if (unknown !== undefined) throw configError(`${where}: ${key}: ${unknown}`, "is not known here", "a parameter has values, and when or a formula");
  if (raw.values === undefined && raw.formula === undefined) throw configError(`${where}: ${key}`, "has no values", "write values: [35, 50] or a formula");
  return raw;
}

function readConstraints(raw: unknown, where: string): Condition[] {
  if (raw === undefined || raw === null) return [];
  return (Array.isArray(raw) ? raw : [raw]).map((source) => parseCondition(String(source), { where: `${where}: constraint`, known: KEYS, unknown: true }));
}

/** Linked parameters sorted so that each reads only earlier ones. Throws when they go in a circle. */
function inOrder(linked: readonly Linked[]): Linked[] {
  const rest = [...linked];
  const sorted: Linked[] = [];
  while (rest.length) {
    const ready = rest.findIndex(({ formula }) => !formula.names.some((name) => rest.some((other) => other.key === name)));
    if (ready < 0) throw configError(`${rest[0].key} = ${rest[0].formula.source}`, "depends on itself", "remove the circle of linked parameters");
    sorted.push(...rest.splice(ready, 1));
  }
  return sorted;
}

/** The key of that name, when it can be swept. */
function sweptKey(name: string, where: string): Key {
  const key = KEYS.find((known) => known === name.replaceAll("-", "_"));
  if (!key) {
    const near = nearest(name.replaceAll("-", "_"), KEYS);
    throw configError(`${where}: ${name}`, "is not a known key", near ? `did you mean ${near}? mahler params lists all` : "mahler params lists all keys");
  }
  if (FIXED.includes(key)) throw configError(`${where}: ${key}`, "is the same for all configs of a sweep", "run one sweep per value");
  return key;
}

function unknownPart(where: string, part: string): Error {
  const near = nearest(part, PARTS);
  const isKey = (KEYS as readonly string[]).includes(part);
  return configError(`${where}: sweep: ${part}`, "is not a part of a sweep", isKey ? "list it under parameters" : near ? `did you mean ${near}?` : `parts: ${PARTS.join(", ")}`);
}

const isMapping = (raw: unknown): raw is Record<string, unknown> => typeof raw === "object" && raw !== null && !Array.isArray(raw);

function mapping(raw: unknown, where: string): Record<string, unknown> {
  if (raw === undefined || raw === null) return {};
  if (!isMapping(raw)) throw configError(where, "is not a mapping of keys to values", "write key: values, one per line");
  return raw;
}
