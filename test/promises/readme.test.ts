import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { anchors, localLinks, markdownFiles, shellCommands } from "./markdown";
import { packageJson, read, ROOT } from "./project";

/** npm's own words that need no script. */
const NPM_COMMANDS = ["ci", "install", "pack", "run"];

const helps = new Map<string, string>();
/** `mahler WORDS --help`. */
function help(words: readonly string[]): string {
  const key = words.join(" ");
  const known = helps.get(key) ?? execFileSync(process.execPath, ["dist/cli.js", ...words, "--help"], { cwd: ROOT, encoding: "utf8" });
  helps.set(key, known);
  return known;
}

/** Names listed under "Commands:" in a help text. */
const subcommands = (text: string): string[] =>
  [...(/^Commands:\n([\s\S]*?)(?:\n\n|$(?![\s\S]))/m.exec(text)?.[1] ?? "").matchAll(/^ {2}(\S+)/gm)].flatMap((match) => match[1].split("|"));

/** What is wrong with a `mahler …` command line: unknown command or unknown flag; undefined when nothing is. */
function faultOfMahler(args: readonly string[]): string | undefined {
  const words: string[] = [];
  for (const arg of args) {
    if (!subcommands(help(words)).includes(arg)) break;
    words.push(arg);
  }
  const rest = args.slice(words.length);
  if (subcommands(help(words)).length > 0 && rest.some((arg) => !arg.startsWith("-"))) return `no command ${rest[0]}`;
  const flags = rest.filter((arg) => arg.startsWith("--")).map((arg) => arg.split("=")[0]);
  return flags.filter((flag) => !new RegExp(`(^|[\\s,])${flag}(?![\\w-])`, "m").test(help(words))).map((flag) => `no flag ${flag}`)[0];
}

function faultOf(command: string): string | undefined {
  const [program, ...args] = command.split(/\s+/).filter((word) => word !== "npx");
  if (program === "mahler") return faultOfMahler(args);
  if (program !== "npm") return undefined;
  const [verb, name] = args;
  if (verb === "run") return name in packageJson.scripts ? undefined : `no script ${name}`;
  return NPM_COMMANDS.includes(verb) || verb in packageJson.scripts ? undefined : `no script ${verb}`;
}

describe("documentation keeps its word", () => {
  it("the checks find faults", () => {
    expect(faultOf("npm run nothing")).toBe("no script nothing");
    expect(faultOf("npx mahler backtests")).toBe("no command backtests");
    expect(faultOf("mahler backtest --tickers SPY")).toBe("no flag --tickers");
    expect(faultOf("mahler backtest --ticker SPY --max-delta=0.2")).toBeUndefined();
  });

  it("README begins with the newcomer's two commands", () => {
    expect(shellCommands("README.md").slice(0, 4)).toEqual(["npm ci", "npm start", "npm ci", "npm test"]);
    expect(read("README.md").split("\n").findIndex((line) => line.startsWith("```sh"))).toBeLessThan(30);
  });

  it.each(markdownFiles())("%s: every command exists", (file) => {
    expect(shellCommands(file).map((command) => [command, faultOf(command)]).filter(([, fault]) => fault)).toEqual([]);
  });

  it.each(markdownFiles())("%s: every link leads somewhere", (file) => {
    const broken = localLinks(file).filter((link) => {
      const [path, anchor] = link.split("#");
      const target = path === "" ? file : normalize(join(dirname(file), decodeURIComponent(path)));
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && target.endsWith(".md") && !anchors(target).includes(decodeURIComponent(anchor));
    });
    expect(broken).toEqual([]);
  });
});
