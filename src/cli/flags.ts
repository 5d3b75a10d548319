import { Option } from "commander";
import type { Command } from "commander";
import { defaultText, flagOf, GROUP_TITLES, KEYS, parameterOf } from "../config";
import type { Key, Layer } from "../config";

/** The option of a key. Values stay raw text: the config's schemas read them, so files and flags err alike. */
function optionOf(key: Key): Option {
  const { help, unit, accepts, bare, repeatable, group } = parameterOf(key);
  const option = new Option(`${flagOf(key)} ${bare ? "[on|off]" : "<value>"}`, `${help} ${unit ? `[${unit}] ` : ""}(${accepts}; default ${defaultText(key)})`);
  if (bare) option.preset("on");
  if (repeatable) option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
  return option.helpGroup(`${GROUP_TITLES[group]}:`);
}

/** Adds --config and a flag for every key. */
export function addConfigFlags(command: Command): Command {
  command.addOption(new Option("--config <names>", "Scenario names or YAML files, comma-separated; later ones win, flags win over all.").argParser((value: string, before: string[] | undefined) => [...(before ?? []), ...value.split(",").map((name) => name.trim()).filter(Boolean)]).helpGroup("Config:"));
  for (const key of KEYS) command.addOption(optionOf(key));
  return command;
}

export interface GivenFlags {
  /** Names of --config, in order. */
  files: string[];
  layer: Layer;
}

/** The flags that were given, as raw values by key. */
export function givenFlags(command: Command): GivenFlags {
  const options = command.opts<Record<string, unknown>>();
  const values: Record<string, unknown> = {};
  for (const key of KEYS) {
    const attribute = optionOf(key).attributeName();
    if (options[attribute] !== undefined) values[key] = options[attribute];
  }
  return { files: (options.config as string[] | undefined) ?? [], layer: { file: null, values } };
}
