// The keys of a config as tables, and the command that runs it: on every page the same.
import { defaultText, flagOf, GROUP_TITLES, KEYS, parameterOf, rawText } from "../../config";
import type { Key } from "../../config";
import { shellWord } from "../shell";
import { html } from "./escape";
import type { Html } from "./escape";
import { htmlTable } from "./table";

const textOf = (value: unknown): string => rawText(value) || "none";
const isKey = (name: string): name is Key => (KEYS as readonly string[]).includes(name);

const changedOf = (values: Readonly<Record<string, unknown>>): [string, unknown][] => Object.entries(values).filter(([key, value]) => isKey(key) && textOf(value) !== defaultText(key));

/** How many keys differ from the defaults, as a sentence. */
export function differing(values: Readonly<Record<string, unknown>>): string {
  const changed = changedOf(values).length;
  return changed === 0 ? "Every key has its default." : `${changed} of ${Object.keys(values).length} keys differ from the defaults.`;
}

/** All keys of a config, those that differ from the defaults first. */
export function configTables(values: Readonly<Record<string, unknown>>): Html {
  const entries = Object.entries(values);
  const changed = changedOf(values);
  const groups = [...new Set(KEYS.map((key) => parameterOf(key).group))].map((group) => ({ group, rows: entries.filter(([key]) => isKey(key) && parameterOf(key).group === group) })).filter(({ rows }) => rows.length > 0);
  const unknown = entries.filter(([key]) => !isKey(key));
  return html`${changed.length > 0 && htmlTable("Keys that differ from the defaults", COLUMNS, changed.map(([key, value]) => row(key as Key, value)))}
<details><summary>All keys</summary>
${groups.map(({ group, rows }) => htmlTable(GROUP_TITLES[group], COLUMNS, rows.map(([key, value]) => row(key as Key, value))))}
${unknown.length > 0 && htmlTable("Keys this version does not know", [{ title: "key", align: "left" }, { title: "value", align: "left" }], unknown.map(([key, value]) => [key, rawText(value)]))}
</details>`;
}

const COLUMNS = [{ title: "key", align: "left" as const }, { title: "value", align: "left" as const }, { title: "default", align: "left" as const }, { title: "what it does", wrap: true }];

function row(key: Key, value: unknown): (string | Html)[] {
  const { help, unit } = parameterOf(key);
  const [text, standard] = [textOf(value), defaultText(key)];
  return [html`<code>${key}</code>`, text === standard ? wrapped(text) : html`<strong>${wrapped(text)}</strong>`, wrapped(standard), html`${help}${unit && html` <small>${unit}</small>`}`];
}

/** Lists break, so that the table fits the page. */
const wrapped = (text: string): Html => html`<span class="wrapped">${text}</span>`;

/** `mahler backtest` with the flags that differ from the defaults. */
export function command(values: Readonly<Record<string, unknown>>): string {
  const flags = KEYS.filter((key) => key in values && textOf(values[key]) !== defaultText(key)).flatMap((key) => {
    const { repeatable } = parameterOf(key);
    const texts = repeatable && Array.isArray(values[key]) ? values[key].map(itemText) : [rawText(values[key])];
    return texts.map((text) => `${flagOf(key)} ${shellWord(text)}`);
  });
  return ["mahler backtest", ...flags].join(" \\\n  ");
}

/** A sleeve or a group as a flag takes it. */
function itemText(item: unknown): string {
  if (typeof item !== "object" || item === null) return String(item);
  const { structure, name, limit, tickers, ...keys } = item as Record<string, unknown>;
  if (name !== undefined) return `${String(name)}=${String(limit)}:${(tickers as string[]).join("+")}`;
  const pairs = Object.entries(keys).map(([key, value]) => `${key}=${rawText(value).replaceAll(",", "+")}`);
  return `${String(structure)}${pairs.length ? `:${pairs.join(",")}` : ""}`;
}
