import { parseDocument } from "yaml";
import { configError } from "../errors";
import { readList } from "./kinds";

export interface ConfigFile {
  /** Files or scenarios this one builds upon, in order. */
  bases: readonly string[];
  values: Record<string, unknown>;
}

/** Reads a YAML (or JSON) config. `where` names the file in errors. Throws config errors for bad syntax and for anything but a mapping. */
export function parseConfigFile(text: string, where: string): ConfigFile {
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
  const [error] = document.errors;
  if (error) throw configError(`${where}:${error.linePos?.[0].line ?? 1}`, error.message.split("\n")[0].replace(/ at line .*$/, ""), "fix the YAML");
  const values: unknown = document.toJS();
  if (values === null || values === undefined) return { bases: [], values: {} };
  if (typeof values !== "object" || Array.isArray(values)) throw configError(where, "is not a mapping of keys to values", "write one key: value per line");
  const { config, ...rest } = values as Record<string, unknown>;
  return { bases: config === undefined ? [] : readList(config).map(String), values: rest };
}
