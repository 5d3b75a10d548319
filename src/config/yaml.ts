import { parseDocument } from "yaml";
import { configError } from "../errors";
import { readList } from "./kinds";

export interface ConfigFile {
  /** Files or scenarios this one builds upon, in order. */
  bases: readonly string[];
  values: Record<string, unknown>;
}

/** Reads a YAML (or JSON) mapping; an empty file is an empty one. `where` names the file in errors. Throws config errors for bad syntax and for anything else. */
export function parseMapping(text: string, where: string): Record<string, unknown> {
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
  const [error] = document.errors;
  if (error) throw configError(`${where}:${error.linePos?.[0].line ?? 1}`, error.message.split("\n")[0].replace(/ at line .*$/, ""), "fix the YAML");
  const values: unknown = document.toJS();
  if (values === null || values === undefined) return {};
  if (typeof values !== "object" || Array.isArray(values)) throw configError(where, "is not a mapping of keys to values", "write one key: value per line");
  return values as Record<string, unknown>;
}

/** Reads a config file: a mapping whose key `config` names its bases. Throws as `parseMapping`. */
export function parseConfigFile(text: string, where: string): ConfigFile {
  const { config, ...rest } = parseMapping(text, where);
  return { bases: config === undefined ? [] : readList(config).map(String), values: rest };
}
