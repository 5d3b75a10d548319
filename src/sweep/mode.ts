// How a space becomes configs: all combinations, a list, or a sample of the combinations.
import type { Key } from "../config";
import { configError } from "../errors";
import { NOT_SWEPT } from "./types";
import type { Axis, Mode, SweepLayer } from "./types";
import { axisValue } from "./values";
import type { AxisValue } from "./values";

const KINDS = ["grid", "list", "sample"] as const;

/** The mode that the last layer to speak of it chose, with the axes: a list makes its own. Throws config errors. */
export function readMode(sweeps: readonly SweepLayer[], axes: readonly Axis[], sweptKey: (name: string, where: string) => Key): { mode: Mode; axes: readonly Axis[] } {
  const last = (part: string): { raw: unknown; where: string } | undefined =>
    sweeps.filter(({ sweep }) => sweep[part] !== undefined && sweep[part] !== null).map(({ file, sweep }) => ({ raw: sweep[part], where: file ?? "--sweep" })).at(-1);
  const [mode, sample, seed, configs] = ["mode", "sample", "seed", "configs"].map(last);
  const kind = mode ? readKind(mode) : sample ? "sample" : configs ? "list" : "grid";
  if (kind === "grid") return { mode: { kind }, axes };
  if (kind === "sample") {
    if (!sample) throw configError("mode = sample", "has no number of configs", "give sample: 1000 or --sample 1000");
    return { mode: { kind, count: whole("sample", sample, 1), seed: seed ? whole("seed", seed, 0) : 1 }, axes };
  }
  if (!configs) throw configError("mode = list", "has no configs", "list them under configs");
  return readList(configs, sweptKey);
}

function readKind({ raw, where }: { raw: unknown; where: string }): Mode["kind"] {
  const kind = KINDS.find((known) => known === raw);
  if (!kind) throw configError(`${where}: mode = ${String(raw)}`, `is not one of ${KINDS.join(", ")}`, "grid runs all combinations, list the configs given, sample a part");
  return kind;
}

function whole(name: string, { raw, where }: { raw: unknown; where: string }, min: number): number {
  const value = typeof raw === "string" && /^\d+$/.test(raw) ? Number(raw) : raw;
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < min) throw configError(`${where}: ${name} = ${String(raw)}`, `is not a whole number from ${min}`, `give a number, e.g. ${name}: ${min + 1000}`);
  return value;
}

/** Configs as rows over the keys they name; each distinct value becomes an axis value. */
function readList({ raw, where }: { raw: unknown; where: string }, sweptKey: (name: string, where: string) => Key): { mode: Mode; axes: Axis[] } {
  if (!Array.isArray(raw) || raw.length === 0) throw configError(`${where}: configs`, "is not a list of configs", "write - { min_delta: 0.1, max_delta: 0.2 }, one per line");
  const values = new Map<Key, AxisValue[]>();
  const named = raw.map((config, i) => {
    if (typeof config !== "object" || config === null || Array.isArray(config)) throw configError(`${where}: configs, entry ${i + 1}`, "is not a mapping of keys to values", "write - { min_delta: 0.1, max_delta: 0.2 }");
    return new Map(Object.entries(config).map(([name, item]) => {
      const key = sweptKey(name, `${where}: configs, entry ${i + 1}`);
      const known = values.get(key) ?? values.set(key, []).get(key)!;
      const value = axisValue(key, item, `${where}: configs, entry ${i + 1}`);
      const at = known.findIndex(({ text }) => text === value.text);
      return [key, at >= 0 ? at : known.push(value) - 1];
    }));
  });
  const axes = [...values].map(([key, list]) => ({ key, values: list, when: null }));
  const rows = named.map((config) => Uint16Array.from(axes, ({ key }) => config.get(key) ?? NOT_SWEPT));
  return { mode: { kind: "list", rows }, axes };
}
