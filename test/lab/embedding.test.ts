import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");

it("the lines in the documentation are those that run", () => {
  const [, code] = /```ts\n([\s\S]*?)```/.exec(read("docs/embedding.md"))!;
  expect(code).toBe(read("src/lab/embed/example.ts"));
  expect(code.trim().split("\n").filter((line) => line !== "")).toHaveLength(10);
});
