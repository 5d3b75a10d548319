import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { QUALITY_CHECKS } from "../../src/quality";

const BASIS = { executable: "bid and ask", mid: "mid", data: "the data" } as const;

it("docs/quality.md lists every check as it is", () => {
  const text = readFileSync(new URL("../../docs/quality.md", import.meta.url), "utf8");
  const rows = text.split("\n").filter((line) => line.startsWith("| `"));
  expect(rows).toEqual(QUALITY_CHECKS.map((c) => `| \`${c.id}\` | ${c.title} | ${c.grade} | ${BASIS[c.basis]} | ${c.scope} | ${c.threshold.replaceAll("|", "\\|")} |`));
});
