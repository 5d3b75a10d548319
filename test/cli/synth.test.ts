import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { synthCommand } from "../../src/cli/synth";

const run = (...args: string[]): Promise<Command> => new Command("data").exitOverride().addCommand(synthCommand().exitOverride().configureOutput({ writeErr: () => {} })).parseAsync(["synth", ...args], { from: "user" });

describe("mahler data synth", () => {
  it("shows examples in its help", () => {
    let help = "";
    synthCommand().configureOutput({ writeOut: (text) => { help += text; } }).outputHelp();
    expect(help).toMatch(/Examples:\n {2}mahler data synth --bars/);
    expect(help).toContain("docs/synth.md");
  });

  it("says what is wrong with its flags", async () => {
    const files = ["--bars", "SPY.csv", "--vol", "VIX.csv", "--out", "x"];
    await expect(run(...files, "--from", "2020")).rejects.toThrow("--from = 2020: not a date; write YYYY-MM-DD");
    await expect(run(...files, "--from", "2020-01-03", "--to", "2020-01-02")).rejects.toThrow("--to = 2020-01-02: before --from 2020-01-03");
    await expect(run("--bars", "a/SPY.csv", "--bars", "SPY=b.csv", "--vol", "VIX.csv", "--out", "x")).rejects.toThrow("--bars SPY: is given twice");
    await expect(run("--bars", "SPY.csv", "--vol", "VIX=VIX.csv", "--out", "x")).rejects.toThrow("vol = VIX: has no bars; symbols with bars: SPY");
    await expect(run("--bars", "SPX=no-such.csv", "--vol", "no-such-either.csv", "--out", "x", "--quiet")).rejects.toMatchObject({ kind: "io" });
    await expect(run(...files, "--seed", "x")).rejects.toThrow("--seed = x: is not a whole number");
  });
});
