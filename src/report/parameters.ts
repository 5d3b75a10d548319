// The parameter table for people: in the terminal and as a documentation page.
import { defaultText, flagOf, GROUP_TITLES, KEYS, parameterOf } from "../config";
import type { Key } from "../config";
import { wrapText } from "./style";

const groups = (keys: readonly Key[]): [string, Key[]][] =>
  (Object.keys(GROUP_TITLES) as (keyof typeof GROUP_TITLES)[]).map((group) => [GROUP_TITLES[group], keys.filter((key) => parameterOf(key).group === group)] as [string, Key[]]).filter(([, own]) => own.length > 0);

/** Groups of keys with help, values and defaults, wrapped to the terminal. */
export function parameterText(keys: readonly Key[], columns: number, scenarios: readonly string[]): string {
  const width = Math.max(60, Math.min(100, columns));
  const lines = groups(keys).flatMap(([title, own]) => ["", title, ...own.flatMap((key) => entry(key, width))]);
  return `${[...lines, "", ...wrapText(`Scenarios (--config NAME): ${scenarios.join(", ")}`, width)].join("\n")}\n`;
}

function entry(key: Key, width: number): string[] {
  const { help, unit, accepts } = parameterOf(key);
  const values = `${accepts}${unit ? ` [${unit}]` : ""} · default ${defaultText(key)}`;
  return [`  ${key}  ${flagOf(key)}`, ...[...wrapText(help, width - 6), ...wrapText(values, width - 6)].map((line) => `      ${line}`)];
}

const INTRODUCTION = `# Parameters

Every parameter is a config key (YAML, \`snake_case\`) and a flag of \`mahler backtest\` (the same words, \`kebab-case\`; keys that hold a list of
records have a repeatable flag in the singular). Order of precedence: defaults < \`--config\` files in order < flags. A file may build upon
others with \`config: NAME\`. In one file or on one command line a preset (\`portfolio_limits\`, \`environment: paper\`) fills in keys, and keys
written beside it win. \`strategy\` and \`sleeves\` say the same thing; the later one counts.

Keys marked ◆ may differ per sleeve. This page is made by \`mahler params --markdown\`.
`;

/** docs/parameters.md. */
export function parameterMarkdown(): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|");
  const row = (key: Key): string => {
    const { help, unit, accepts, sleeve } = parameterOf(key);
    return `| \`${key}\`${sleeve ? " ◆" : ""} | \`${flagOf(key)}\` | ${cell(accepts)} | ${cell(unit)} | ${cell(defaultText(key))} | ${cell(help)} |`;
  };
  const tables = groups(KEYS).map(([title, own]) => `\n## ${title}\n\n| Key | Flag | Values | Unit | Default | Meaning |\n|---|---|---|---|---|---|\n${own.map(row).join("\n")}\n`);
  return INTRODUCTION + tables.join("");
}
