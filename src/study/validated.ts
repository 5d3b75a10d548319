// The validated parameters as a config file: the base's values, those that a study replaced, and where each comes from.
import { stringify } from "yaml";
import { defaultConfig, KEYS, rawConfig, rawText, resolveConfig } from "../config";
import type { Config, Key } from "../config";
import type { Answer } from "./answer";
import type { Answers, BookAnswers, ValidatedKey } from "./types";

/** Keys that say where and how to show a run, not what it is. */
const PRESENTATION: readonly Key[] = ["out", "export_trades", "json", "quiet"];

/**
 * What the study says about the keys that it varies: those of the config that beats the benchmark, changed; or the base's, kept, with the reason.
 * A benchmark that differs from the base (no limits, ORATS fills) is no reason to change the base: only what beats it is.
 */
export function validatedKeys({ definition, base, start }: Answers, { runs }: BookAnswers, answer: Answer): ValidatedKey[] {
  const raw = rawConfig(start);
  const under = rawConfig(base);
  if (answer.kind === "beats" && answer.row !== null) {
    const chosen = runs.rows[answer.row];
    const after = rawConfig(chosen.config);
    const varied = variedKeys(definition);
    const own = (key: string): boolean => (varied as readonly string[]).includes(key) || rawText(after[key]) !== rawText(under[key] ?? "");
    const differing = Object.keys(after).filter((key) => key !== "ticker" && key !== "equity" && own(key) && rawText(after[key]) !== rawText(raw[key] ?? ""));
    const kept = varied.filter((key) => !differing.includes(key));
    const why = `${chosen.label}: ${answer.why}`;
    return [...differing.map((key) => ({ key, value: after[key], changed: true, why })), ...kept.map((key) => ({ key, value: raw[key], changed: false, why: `the base's value is part of what was found better (${chosen.label})` }))];
  }
  return variedKeys(definition).map((key) => ({ key, value: raw[key], changed: false, why: `${answer.kind}: ${answer.why}` }));
}

/** Keys that the study varies, in the order of the config; presets count as what they fill in. */
export function variedKeys({ alternatives, grid, benchmark }: Answers["definition"]): Key[] {
  const swept = Object.keys((grid?.parameters as Record<string, unknown> | undefined) ?? {});
  const all = new Set([...alternatives.flatMap(({ values }) => Object.keys(values)), ...Object.keys(benchmark.values), ...swept]);
  if (all.has("portfolio_limits")) for (const key of ["max_positions", "max_portfolio_heat", "max_per_underlying"]) all.add(key);
  return KEYS.filter((key) => all.has(key) && key !== "portfolio_limits" && key !== "ticker" && key !== "equity");
}

export interface ValidatedSource {
  /** Folder or name of the study. */
  study: string;
  question: string;
  /** The dataset and its range, in words. */
  data: string;
  /** Without the study's conditions. */
  start: Config;
  /** Raw values under which the study ran. */
  conditions: Readonly<Record<string, unknown>>;
  keys: readonly ValidatedKey[];
}

/** A file that `mahler backtest --config` reads, with a comment beside every value that the study spoke of. */
export function validatedYaml({ study, question, data, start, conditions, keys }: ValidatedSource): string {
  const changed = Object.fromEntries(keys.filter((key) => key.changed).map(({ key, value }) => [key, value]));
  const config = resolveConfig([{ file: null, values: { ...complete(start), ...changed } }]);
  const all = complete(config);
  const plain = rawConfig(defaultConfig());
  const spoken = new Map(keys.map((key) => [key.key, key]));
  const shown = Object.entries(all).filter(([key, raw]) => spoken.has(key) || rawText(raw) !== rawText(plain[key] ?? ""));
  const head = [
    `# Validated parameters of the study ${study}: ${question}`, `# Measured on ${data}.`,
    Object.keys(changed).length ? `# Changed by the study: ${Object.keys(changed).join(", ")}. All else is the base it started from.` : "# The study validated no change: every value is the base's.",
    ...(Object.keys(conditions).length ? [`# The study ran under ${Object.entries(conditions).map(([key, value]) => `${key}: ${rawText(value)}`).join(", ")}, which is not part of this file.`] : []),
  ];
  const lines = shown.flatMap(([key, raw]) => {
    const said = spoken.get(key);
    const note = said ? comment(`${said.changed ? "validated" : "kept"}: ${said.why}`) : [];
    return [...note, stringify({ [key]: raw }, { lineWidth: 0 }).trimEnd()];
  });
  return `${[...head, ...lines].join("\n")}\n`;
}

function complete(config: Config): Record<string, unknown> {
  return Object.fromEntries(Object.entries(rawConfig(config)).filter(([key]) => !(PRESENTATION as readonly string[]).includes(key)));
}

const comment = (text: string): string[] => text.split("\n").map((line) => `# ${line}`);
