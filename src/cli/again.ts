// The command line that gives a result again.
import type { Command } from "commander";
import { shellWord } from "../report/shell";

/** Options that say where and how to show a result, or how fast to get it. */
const ELSEWHERE = ["out", "exportTrades", "json", "quiet", "report", "workers", "best"];

/** The command with the flags that were given, in the order of its help, so that equal requests have equal texts. */
export function commandText(command: Command): string {
  const flags = command.options.flatMap((option) => {
    const name = option.attributeName();
    if (ELSEWHERE.includes(name) || command.getOptionValueSource(name) !== "cli") return [];
    const value: unknown = command.getOptionValue(name);
    if (value === true) return [option.long ?? ""];
    return (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((each) => [option.long ?? "", shellWord(String(each))]);
  });
  return ["mahler", command.name(), ...command.args.map(shellWord), ...flags].join(" ");
}
