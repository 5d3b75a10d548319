// Layers written in YAML: name, on, and optionally off and about.
import { KEYS } from "../config";
import type { Key } from "../config";
import { nearest } from "../config/nearest";
import { configError } from "../errors";
import { ownLayer } from "./keys";
import type { RawValues } from "./keys";
import type { SystemLayer } from "./types";

const PARTS = ["name", "about", "on", "off"];

/** The layers of a file's `layers` section, in order. Throws config errors that name file, layer and key. */
export function readLayers(section: unknown, where: string): SystemLayer[] {
  if (!Array.isArray(section)) throw configError(`${where}: layers`, "is not a list", "write one layer per item, each with name: and on:");
  return section.map((item: unknown, i) => readLayer(item, `${where}: layer ${i + 1}`));
}

/** One layer. `name` is its name where the mapping has none. */
export function readLayer(raw: unknown, where: string, name?: string): SystemLayer {
  const layer = mapping(raw, where);
  const stray = Object.keys(layer).find((key) => !PARTS.includes(key));
  if (stray !== undefined) throw configError(`${where}: ${stray}`, "is not a part of a layer", `a layer has ${PARTS.join(", ")}`);
  const id = layer.name ?? name;
  if (typeof id !== "string" || !/^[a-z][a-z0-9-]*$/.test(id)) throw configError(`${where}: name = ${String(id)}`, "is not a name", "use small letters, digits and hyphens, e.g. wide-delta");
  if (layer.on === undefined) throw configError(`${where} (${id}): on`, "is missing", "give the keys that make the layer");
  const on = values(layer.on, `${where} (${id}): on`);
  const off = layer.off === undefined ? null : values(layer.off, `${where} (${id}): off`);
  const odd = off === null ? undefined : [...Object.keys(on).filter((key) => !(key in off)), ...Object.keys(off).filter((key) => !(key in on))][0];
  if (odd !== undefined) throw configError(`${where} (${id}): ${odd}`, "is in one of on and off only", "give each key its value with the layer and without it");
  return ownLayer({ id, about: typeof layer.about === "string" ? layer.about : Object.entries(on).map(([key, value]) => `${key} ${String(value)}`).join(", "), on, off });
}

function values(raw: unknown, where: string): RawValues {
  const found = mapping(raw, where);
  for (const key of Object.keys(found)) {
    if ((KEYS as readonly string[]).includes(key)) continue;
    const near = nearest(key.replaceAll("-", "_"), KEYS);
    throw configError(`${where}: ${key}`, "is not a known key", near ? `did you mean ${near}? mahler params lists all` : "mahler params lists all keys");
  }
  const preset = Object.keys(found).find((key) => NOT_LAYERS.includes(key as Key));
  if (preset !== undefined) throw configError(`${where}: ${preset}`, "cannot be a layer", preset === "portfolio_limits" || preset === "environment" ? "write the keys that it stands for" : "with and without it must run on the same sessions and structures");
  return found;
}

/** Presets, and keys that change what the two runs could be compared on. */
const NOT_LAYERS: readonly Key[] = ["portfolio_limits", "environment", "ticker", "start", "end", "data", "strategy", "sleeves", "equity", "risk_free", "break_even", "out", "export_trades", "json", "quiet"];

function mapping(raw: unknown, where: string): Record<string, unknown> {
  if (typeof raw === "object" && raw !== null && !Array.isArray(raw)) return raw as Record<string, unknown>;
  throw configError(where, "is not a mapping", "write one key: value per line");
}

/** The layers asked for, by name and in that order; all of them without a list. Of two with one name the later one counts. */
export function chooseLayers(known: readonly SystemLayer[], names: readonly string[] | null): SystemLayer[] {
  const byName = new Map(known.map((layer) => [layer.id, layer]));
  if (names === null) return [...byName.values()];
  return [...new Set(names)].map((name) => {
    const layer = byName.get(name);
    if (layer) return layer;
    const near = nearest(name, [...byName.keys()]);
    throw configError(`--layers: ${name}`, "is not a layer", near ? `did you mean ${near}?` : `layers: ${[...byName.keys()].join(", ")}`);
  });
}
