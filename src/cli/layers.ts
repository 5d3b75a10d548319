import { Command, Option } from "commander";
import { BUILT_IN_LAYERS } from "../layers/builtin";
import { CORRECTIONS, DEFAULT_JUDGE } from "../layers/types";
import { addConfigFlags } from "./flags";
import { interruptible } from "./interrupt";
import { reportOption } from "./report-flag";

const EXAMPLES = `
Layers: ${BUILT_IN_LAYERS.map((layer) => layer.id).join(", ")}; those of config/layers by name;
own ones in a layers: section of a config file, or in a file each (name, on:, off:). docs/layers.md says what each number means.

Examples:
  mahler layers                                             which layers of config/production.yaml add value?
  mahler layers --config mine.yaml --layers breakers,iv-filter
  mahler layers --base wealth-building --sizing risk        a base, and all layers on top of it
  mahler layers --layers iv-filter,wide-delta --from 2015-01-02
  mahler layers --data data/spy-synth --ticker SPY --report layers.html`;

const list = (value: string, before: string[] | undefined): string[] => [...(before ?? []), ...value.split(",").map((name) => name.trim()).filter(Boolean)];

/** `mahler layers`: a system with and without each of its layers. */
export function layersCommand(): Command {
  const command = new Command("layers").description("which layers of a trading system add value, after costs? Runs it with and without each, judges the paired differences");
  const options = [
    new Option("--layers <names>", "Layers to judge, comma-separated: built-in ones, those of the config file, of config/layers, or YAML files; all built-in and own ones without it."),
    new Option("--base <names>", "What the layers are built upon, as --config; without it the system with every layer off. Alone, without --config: the system is the base with every layer on.").argParser(list),
    new Option("--from <date>", "Judge on sessions from then on only; everything still runs from the start."),
    new Option("--correction <name>", "For the number of tests: Romano–Wolf stepdown (family-wise), Benjamini–Hochberg (false discoveries), Holm.").choices(CORRECTIONS).default(DEFAULT_JUDGE.correction),
    new Option("--level <share>", "Of intervals; verdicts are made at 1 − level.").default(String(DEFAULT_JUDGE.level)),
    new Option("--replicates <n>", "Bootstrap replicates.").default(String(DEFAULT_JUDGE.replicates)),
    new Option("--seed <n>", "Seed of the bootstrap.").default(String(DEFAULT_JUDGE.seed)),
    new Option("--block <sessions>", "Mean length of the bootstrap's blocks; without it chosen from the data."),
  ];
  for (const option of options) command.addOption(option.helpGroup("Layers:"));
  return addConfigFlags(command).addOption(reportOption()).addHelpText("after", EXAMPLES).action(async () => {
    const { runLayersCommand } = await import("./layers-run");
    await interruptible((signal) => runLayersCommand(command, signal));
  });
}
