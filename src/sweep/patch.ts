// A row of choices → the config it stands for, by patching the base: the same config as a last layer with the chosen values would give.
import { parameterOf } from "../config";
import type { Config, Key } from "../config";
import { configError } from "../errors";
import type { MahlerError } from "../errors";
import { NOT_SWEPT } from "./types";
import type { Space } from "./types";
import { scalarOf } from "./values";

export interface Patcher {
  /** The config of the row: `config`, overwritten by the next call; values inside are never changed. */
  patch: (row: Uint16Array) => Config;
  config: Config;
  /** The config error of a linked value that the last row made and its key refuses; null = none. */
  fault: () => MahlerError | null;
}

export function createPatcher(space: Space): Patcher {
  const { base, axes, linked } = space;
  const config: Config = { ...base };
  const slots = config as Record<Key, unknown>;
  const touched = touchedKeys(space);
  const readers = linked.map(({ key }) => memoised(key));
  const lookup = (name: string) => scalarOf(name as Key, config[name as Key]);
  let fault: MahlerError | null = null;
  return {
    config,
    fault: () => fault,
    patch(row) {
      fault = null;
      for (const key of touched) slots[key] = base[key];
      for (let a = 0; a < axes.length; a++) {
        const preset = row[a] === NOT_SWEPT ? null : axes[a].values[row[a]].preset;
        if (preset) Object.assign(config, preset);
      }
      for (let a = 0; a < axes.length; a++) {
        if (row[a] === NOT_SWEPT) continue;
        slots[axes[a].key] = axes[a].values[row[a]].value;
        if (axes[a].key === "strategy") slots.sleeves = [];
      }
      for (let l = 0; l < linked.length; l++) {
        const { key, formula } = linked[l];
        const raw = formula.value(lookup) ?? "off";
        const { value, problem } = readers[l](raw);
        if (problem === null) slots[key] = value;
        else fault ??= configError(`${key} = ${formula.source} = ${raw}`, problem, "change the formula or add a constraint");
      }
      return config;
    },
  };
}

/** Keys that differ between configs of the space. */
export function touchedKeys({ axes, linked }: Space): Key[] {
  const presets = axes.flatMap(({ values }) => values.flatMap(({ preset }) => Object.keys(preset ?? {}) as Key[]));
  const own = [...axes, ...linked].map(({ key }) => key);
  return [...new Set([...own, ...presets, ...(own.includes("strategy") ? (["sleeves"] as const) : [])])];
}

interface Read {
  value: unknown;
  problem: string | null;
}

/** The key's schema, asked once per value. */
function memoised(key: Key): (raw: number | "off") => Read {
  const known = new Map<number | "off", Read>();
  return (raw) => {
    const before = known.get(raw);
    if (before) return before;
    const parsed = parameterOf(key).schema.safeParse(raw);
    const read: Read = parsed.success ? { value: parsed.data, problem: null } : { value: null, problem: parsed.error.issues[0].message };
    known.set(raw, read);
    return read;
  };
}
