import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseConfigFile, resolveConfig } from "../../src/config";
import { loadStudy, studyNames } from "../../src/node/study";
import { booksOf } from "../../src/study/books";
import { readDefinition } from "../../src/study/definition";
import { STUDIES } from "../../src/study/studies";
import { studyCommand } from "../../src/cli/study";

const minimal = (study: unknown) => readDefinition("mine", [{ file: "mine.yaml", values: { ticker: ["SPY"], study } }]);
const WHOLE = { question: "Which?", source: "here", books: { all: { tickers: "all" } }, benchmark: { label: "base" } };

describe("definitions", () => {
  it("every YAML file of config/studies has a study, and the reverse; help and docs name them all", async () => {
    const files = readdirSync("config/studies").map((name) => name.replace(/\.yaml$/, "")).sort();
    expect(files).toEqual(STUDIES.map(({ name }) => name).sort());
    expect(await studyNames()).toEqual(files);
    let help = "";
    studyCommand().configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    const docs = readFileSync("docs/studies.md", "utf8");
    for (const name of files) {
      expect(help, name).toContain(name);
      expect(docs, name).toContain(`\`${name}\``);
    }
  });

  it("every one of them reads, and its variants fit the base", async () => {
    for (const { name } of STUDIES) {
      const { study, definition, layers } = await loadStudy(name);
      expect([study.name, definition.name]).toEqual([name, name]);
      for (const { values } of [definition.benchmark, ...definition.alternatives]) expect(() => resolveConfig([...layers, { file: name, values: { ...definition.conditions } }, { file: name, values: { ...values } }])).not.toThrow();
    }
  });

  it("refuses what is no definition, naming file, part and remedy", () => {
    expect(() => minimal(undefined)).toThrow("mine: has no study section; write study:");
    expect(() => minimal({ ...WHOLE, alternativs: {} })).toThrow("mine.yaml: study: alternativs: is not a part of a study; did you mean alternatives?");
    expect(() => minimal({ ...WHOLE, books: {} })).toThrow("mine.yaml: study: books: names none");
    expect(() => minimal({ ...WHOLE, walk_forward: { over: "grid" } })).toThrow("mine.yaml: study: walk_forward: over = grid: there is no grid");
    expect(() => minimal({ ...WHOLE, question: 5 })).toThrow(/^mine\.yaml: study: question: /);
    expect(minimal(WHOLE).definition).toMatchObject({ name: "mine", rules: "mine", grid: null, walkForward: null, minTrades: 30 });
  });

  it("a file of one's own says whose rules conclude", async () => {
    await expect(loadStudy("no-such-study")).rejects.toMatchObject({ kind: "config", message: expect.stringContaining("study = no-such-study: is neither a file nor a study of config/studies") });
    await expect(loadStudy("regime-multiplier")).rejects.toMatchObject({ message: expect.stringContaining("did you mean regime-multipliers?") });
    expect(parseConfigFile(readFileSync("config/studies/exits.yaml", "utf8"), "exits.yaml").bases).toEqual(["main"]);
  });
});

describe("books", () => {
  const rules = [{ name: "together", tickers: "all", equity: "whole", variants: true }, { name: "alone", tickers: "each", equity: "whole", variants: true }, { name: "share", tickers: "each", equity: "share", variants: false }] as const;

  it("are accounts for all and for each, with the money of the rule", () => {
    const books = booksOf(rules, { ticker: ["SPY", "QQQ"], equity: 90_000 });
    expect(books.map(({ name, tickers, equity }) => [name, tickers.join(), equity])).toEqual([["together", "SPY,QQQ", 90_000], ["SPY", "SPY", 90_000], ["QQQ", "QQQ", 90_000], ["SPY share", "SPY", 45_000], ["QQQ share", "QQQ", 45_000]]);
  });

  it("fall together where there is one ticker", () => {
    expect(booksOf(rules, { ticker: ["SPX"], equity: 90_000 }).map(({ name }) => name)).toEqual(["SPX"]);
  });
});
