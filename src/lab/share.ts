// A config and its dataset as text: in the address, as YAML, as a command.
import { shellWord } from "../report/shell";
import type { DatasetInfo, Values } from "./protocol";

export interface Shared {
  values: Values;
  /** First digits of the dataset's hash. */
  data: string | null;
}

/** Digits of the dataset's hash that an address carries. */
export const HASH_DIGITS = 12;

/** The part of an address after #. */
export const toAddress = ({ values, data }: Shared): string => new URLSearchParams({ config: JSON.stringify(values), ...(data ? { data } : {}) }).toString();

/** What an address says; null when it says nothing that can be read. */
export function fromAddress(hash: string): Shared | null {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  try {
    const values: unknown = JSON.parse(parameters.get("config") ?? "null");
    return typeof values === "object" && values !== null && !Array.isArray(values) ? { values: values as Values, data: parameters.get("data") } : null;
  } catch {
    return null;
  }
}

/** The config as a YAML file for `mahler backtest --config`. Flat, so that it takes no library to write: JSON is YAML, and plain words need no quotes. */
export const toYaml = (values: Values, dataset: string): string => `# From the lab, on the dataset ${dataset}.\n${Object.entries(values).map(([key, value]) => `${key}: ${scalar(value)}\n`).join("")}`;

/** A word that no YAML reader takes for anything but a string. */
const WORD = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z][a-z0-9_.-]*$/i;
const scalar = (value: unknown): string => (typeof value === "string" && WORD.test(value) ? value : Array.isArray(value) ? `[${value.map(scalar).join(", ")}]` : JSON.stringify(value));

/** The command that gives the same bits in Node. */
export const toCommand = (values: Values, data: string): string => ["mahler backtest", ...flags({ data, ...values })].join(" ");

/** Keys and values as flags, for a shell. */
export function flags(values: Values): string[] {
  return Object.entries(values).map(([key, value]) => `--${key.replaceAll("_", "-")} ${shellWord(Array.isArray(value) ? value.join(",") : String(value))}`);
}

/** The commands that give the same bits in Node: chain files are imported first. */
export const toCommands = (values: Values, dataset: Named): string =>
  [...(dataset.chains ? [`mahler data import ${dataset.chains.files.map(shellWord).join(" ")} --out ${dataName(dataset)}`] : []), toCommand(values, dataName(dataset))].join("\n");

type Named = Pick<DatasetInfo, "name" | "origin"> & Partial<Pick<DatasetInfo, "chains">>;

/** What `--data` calls the dataset; of chain files, the folder to import them to. */
export function dataName({ name, origin, chains }: Named): string {
  if (chains) return `data/${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;
  return origin === "simulated" && name.startsWith("embedded") ? "embedded" : name;
}
