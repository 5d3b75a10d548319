import { Command } from "commander";
import { KEYS, rawText, parameterOf, flagOf } from "../config";
import { scenarioNames } from "../node/config";
import { parameterMarkdown, parameterText } from "../report/parameters";

/** `mahler params`: every key with its flag, range, unit and default. */
export function paramsCommand(): Command {
  return new Command("params")
    .alias("config")
    .description("list every parameter: config key, flag, values, unit, default; and the scenarios")
    .argument("[word]", "only keys, groups and help texts that contain it")
    .option("--json", "as JSON")
    .option("--markdown", "as the page docs/parameters.md")
    .addHelpText("after", "\nExamples:\n  mahler params\n  mahler params delta\n  mahler params --json")
    .action(async (word: string | undefined, options: { json?: boolean; markdown?: boolean }) => {
      const keys = KEYS.filter((key) => !word || `${key} ${parameterOf(key).group} ${parameterOf(key).help}`.toLowerCase().includes(word.toLowerCase()));
      if (options.json) process.stdout.write(`${JSON.stringify(keys.map(describe), null, 2)}\n`);
      else if (options.markdown) process.stdout.write(parameterMarkdown());
      else process.stdout.write(parameterText(keys, process.stdout.columns ?? 100, await scenarioNames()));
    });
}

function describe(key: (typeof KEYS)[number]): object {
  const { group, help, unit, accepts, sleeve } = parameterOf(key);
  return { key, flag: flagOf(key), group, help, unit, accepts, default: rawText(parameterOf(key).raw(parameterOf(key).default)), sleeve };
}
