import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const FOLDER = fileURLToPath(new URL("../../dist/lab/assets/", import.meta.url));
const names = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
const named = (begin: string, end = ".js"): string => {
  const found = names.find((name) => name.startsWith(`${begin}-`) && name.endsWith(end));
  if (!found) throw new Error(`dist/lab has no ${begin}${end}: npm run build`);
  return found;
};
const size = (name: string): number => statSync(FOLDER + name).size;

/** A chunk and all that it imports before it runs. */
function closure(name: string, known = new Set<string>()): Set<string> {
  if (known.has(name)) return known;
  known.add(name);
  for (const [, to] of readFileSync(FOLDER + name, "utf8").matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) closure(to, known);
  return known;
}
const total = (...entries: string[]): number => [...new Set(entries.flatMap((entry) => [...closure(named(entry))]))].reduce((sum, name) => sum + size(name), 0);

// Bytes before compression, a tenth above what was reached: whoever adds more says so here.
it.each([
  ["the page up to its first curve", () => total("lab", "main"), 212_000],
  ["its styles", () => size(named("lab", ".css")) + size(named("main", ".css")), 9_600],
  ["the engine worker", () => total("engineWorker"), 209_000],
  ["a sweep worker", () => total("sweepWorker"), 47_000],
  ["the core", () => size(named("core", ".wasm")), 77_500],
  ["the report, loaded when it is asked for", () => size(named("page")), 328_000],
  ["the embedded example", () => total("frame", "example"), 142_000],
] as const)("%s stays small", (_, bytes, ceiling) => {
  expect(bytes()).toBeLessThanOrEqual(ceiling);
});
