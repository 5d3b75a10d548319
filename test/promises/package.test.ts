import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { below, packageJson, read, ROOT } from "./project";

const { bin, dependencies, exports, scripts } = packageJson;
const targets = [...Object.values(exports).flatMap((e) => (typeof e === "string" ? [e] : Object.values(e))), ...Object.values(bin)];
const node = (code: string): string => execFileSync(process.execPath, ["--input-type=module", "--eval", code], { cwd: ROOT, encoding: "utf8" });

/** Import specifiers of a bundle and of the chunks it loads. */
function importsOf(entry: string, seen = new Set<string>()): string[] {
  if (seen.has(entry)) return [];
  seen.add(entry);
  const found = ts.preProcessFile(read(entry)).importedFiles.map((f) => f.fileName);
  return found.flatMap((name) => (name.startsWith(".") ? importsOf(join(dirname(entry), name), seen) : [name]));
}

const RESOLUTIONS = [
  ["Node's", ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext],
  ["a bundler's", ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
] as const;

/** A program whose one file, which exists in memory only, imports every entry of the package by name. */
function consume(options: ts.CompilerOptions): { program: ts.Program; consumer: ts.SourceFile } {
  const path = join(ROOT, "consumer.mts");
  const entries = Object.keys(exports).filter((key) => !key.endsWith(".wasm")).map((key) => key.replace(".", "mahler"));
  const consumer = ts.createSourceFile(path, entries.map((name, i) => `import * as m${i} from "${name}"; export const n${i} = m${i};`).join("\n"), ts.ScriptTarget.ES2023);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...rest) => (name === path ? consumer : getSourceFile(name, ...rest));
  host.fileExists = (name) => name === path || fileExists(name);
  return { program: ts.createProgram([path], options, host), consumer };
}

/** "zod/mini" → "zod". */
const packageOf = (name: string): string => name.split("/").slice(0, name.startsWith("@") ? 2 : 1).join("/");

describe("package.json keeps its word", () => {
  beforeAll(() => {
    if (!existsSync(join(ROOT, "dist/index.js")) || !existsSync(join(ROOT, "dist/types"))) throw new Error("dist is incomplete: run npm test, which builds it first");
  });

  it.each(targets)("%s exists", (target) => expect(existsSync(join(ROOT, target))).toBe(true));

  it.each([["mahler", "runBacktest"], ["mahler/node", "loadCore"], ["mahler/browser", "urlSource"]])("Node imports %s by name", (name, member) => {
    expect(node(`const m = await import("${name}"); console.log(typeof m.${member});`).trim()).toBe("function");
  });

  it("Node finds the core by name", () => {
    expect(node(`console.log(import.meta.resolve("mahler/core.wasm"));`).trim()).toMatch(/\/dist\/core\.wasm$/);
  });

  it.each(["dist/index.js", "dist/browser.js"])("%s needs no host: it and its chunks import dependencies only", (entry) => {
    expect(importsOf(entry).map(packageOf).filter((name) => !(name in dependencies))).toEqual([]);
  });

  it("every bare import of the bundles is a declared dependency", () => {
    const outside = ["dist/index.js", "dist/node.js", "dist/browser.js", "dist/cli.js"].flatMap((entry) => importsOf(entry));
    const names = new Set(outside.filter((name) => !name.startsWith("node:")).map(packageOf));
    expect([...names].filter((name) => !(name in dependencies))).toEqual([]);
  });

  it("a clone's own command runs by npx, as README calls it", () => {
    const version = (JSON.parse(read("package.json")) as { version: string }).version;
    expect(execFileSync("npx", ["--no-install", "--", "mahler", "--version"], { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim()).toBe(version);
  });

  it("the command line starts with a shebang", () => {
    expect(read(bin.mahler).startsWith("#!/usr/bin/env node\n")).toBe(true);
  });

  it.each(RESOLUTIONS)("declarations resolve completely under %s resolution", (_, module, moduleResolution) => {
    const options: ts.CompilerOptions = { target: ts.ScriptTarget.ES2023, module, moduleResolution, strict: true, noEmit: true, skipLibCheck: true, types: ["node"] };
    const { program, consumer } = consume(options);
    expect(program.getSemanticDiagnostics(consumer).map((d) => ts.flattenDiagnosticMessageText(d.messageText, "\n"))).toEqual([]);
    const ours = program.getSourceFiles().filter((file) => below(file.fileName).startsWith("dist/types/"));
    expect(ours.length).toBeGreaterThan(20);
    // skipLibCheck spares the dependencies' declarations; ours must not need it.
    const unresolved = ours.flatMap((file) =>
      ts.preProcessFile(file.text).importedFiles.filter(({ fileName }) => !ts.resolveModuleName(fileName, file.fileName, options, ts.sys, undefined, undefined, ts.ModuleKind.ESNext).resolvedModule)
        .map(({ fileName }) => `${below(file.fileName)}: ${fileName}`));
    expect(unresolved).toEqual([]);
  });

  it("npm pack takes what a user needs and nothing else", () => {
    const [packed] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: ROOT, encoding: "utf8" })) as [{ files: { path: string }[] }];
    const paths = packed.files.map((file) => file.path);
    for (const target of targets) expect(paths).toContain(target.replace(/^\.\//, ""));
    expect(paths).toEqual(expect.arrayContaining(["README.md", "LICENSE", "CHANGELOG.md", "config/main.yaml", "dist/quote-worker.js", "dist/sweep-worker.js", "dist/core.shared.wasm"]));
    expect(paths.filter((path) => !/^(dist|config)\/|^(README|CHANGELOG)\.md$|^LICENSE$|^package\.json$|^assembly\/abi\.ts$/.test(path))).toEqual([]);
    expect(paths.filter((path) => /debug|^dist\/page/.test(path))).toEqual([]);
  });

  it("installing builds nothing: no install or prepare script", () => {
    for (const name of ["preinstall", "install", "postinstall", "prepare"]) expect(scripts).not.toHaveProperty(name);
  });
});
