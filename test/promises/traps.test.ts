import ts from "typescript";
import { describe, expect, it } from "vitest";
import { read } from "./project";
import { nodesOf, sourcesUnder } from "./sources";

const IDS = [...Array.from({ length: 45 }, (_, i) => `D.${i + 1}`), ...Array.from({ length: 20 }, (_, i) => `S.${i + 1}`)];
const NOT_HERE = /^Not here: \S/;

/** Rows of docs/traps.md: | id | property | tests or "Not here: why" |. */
const rows = [...read("docs/traps.md").matchAll(/^\| ([DS]\.\d+) \| (.+?) \| (.+?) \|$/gm)].map(([, id, property, where]) => ({ id, property, where }));

/** Texts of string literals and templates by test file: among them the titles. */
const texts = new Map(sourcesUnder("test").map(({ file, tree }) => [file, [...nodesOf(tree)].flatMap(textOf)]));

function textOf(node: ts.Node): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  return ts.isTemplateExpression(node) ? [node.getText().slice(1, -1)] : [];
}

const mentions = (text: string, id: string): boolean => new RegExp(`\\b${id.replace(".", "\\.")}(?!\\d)`).test(text);

/** `file`: “title” pairs of a cell. */
const testsOf = (where: string): { file: string; title: string }[] => [...where.matchAll(/`([^`]+)`: “([^”]+)”/g)].map(([, file, title]) => ({ file, title }));

/** Tests whose title names the id, ready to be pasted into the table. */
const candidates = (id: string): string[] =>
  [...texts].flatMap(([file, all]) => (file.startsWith("test/promises/traps") ? [] : all.filter((text) => mentions(text, id)).map((text) => `\`${file}\`: “${text}”`)));

describe("docs/traps.md", () => {
  it("says of every trap which test catches it, or why none does here", () => {
    const unmapped = IDS.filter((id) => !rows.some((row) => row.id === id && (NOT_HERE.test(row.where) || testsOf(row.where).length > 0)));
    expect(unmapped.map((id) => `${id} is unmapped; tests that name it: ${candidates(id).join("<br>") || "none"}`)).toEqual([]);
    expect(rows.map((row) => row.id)).toEqual(IDS);
  });

  it.each(rows.filter(({ where }) => !NOT_HERE.test(where)))("$id: the tests exist and name the trap", ({ id, where }) => {
    for (const { file, title } of testsOf(where)) {
      expect(texts.get(file), `${file} holds “${title}”`).toContain(title);
      expect(mentions(title, id), `“${title}” names ${id}`).toBe(true);
    }
  });

  it("no trap is called absent while a test names it", () => {
    const absent = rows.filter(({ id, where }) => NOT_HERE.test(where) && candidates(id).length > 0);
    expect(absent.map(({ id }) => `${id}: ${candidates(id)[0]}`)).toEqual([]);
  });
});
