import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { REPAIR } from "../../src/importer/rows";

test("docs/import.md names every fate of a row", () => {
  const docs = readFileSync("docs/import.md", "utf8");
  const sources = ["accept", "build", "intake", "snapshots", "spots"].map((name) => readFileSync(`src/importer/${name}.ts`, "utf8")).join("\n");
  const words = [...sources.matchAll(/"([a-z]+(?:_[a-z]+)+|expired)"/g)].map(([, word]) => word);
  const reasons = words.filter((word) => !word.startsWith("days_with")); // observations
  expect(new Set(reasons).size).toBeGreaterThan(14);
  for (const reason of [...reasons, ...Object.keys(REPAIR)]) expect(docs, reason).toContain(`\`${reason}\``);
});
