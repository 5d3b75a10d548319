import ts from "typescript";
import { describe, expect, it } from "vitest";
import { packageJson, projectFiles, read } from "./project";
import { at, globalUses, mathUses, nodesOf, sourcesUnder } from "./sources";
import type { Source } from "./sources";

/** Folders (or files) of src and assembly, lowest first: each may import from the rows above it in this list only. */
const LAYERS = [
  ["assembly/abi", "assembly/portable", "errors", "units", "version", "zod"],
  ["assembly", "market", "strategy", "calendar", "stats", "windows"],
  ["core", "config", "metrics"],
  ["engine", "quality", "store", "vendors"],
  ["explain"],
  ["records"],
  ["importer", "ledger", "simulate", "results"],
  ["run", "synth", "log"],
  ["sweep"],
  ["overfit", "walkforward", "layers", "causality"],
  ["study"],
  ["report"],
  ["index"],
  ["node", "browser"],
  ["cli", "lab"],
];

/** Hand-written sources are split before they grow past this; tables of constants are exempt. */
const MAX_LINES = 400;
const TABLES_OF_CONSTANTS = ["assembly/abi.ts"];

/** Results are computed here: the host's elementary functions differ between hosts, these do not. */
const EXACT_FOLDERS = [
  "src/engine", "src/metrics", "src/simulate", "src/synth", "src/market", "src/core", "src/run", "src/sweep/analysis", "src/causality", "src/stats", "src/windows", "src/ledger", "src/overfit", "src/walkforward", "src/layers", "src/study",
  "assembly",
];
const EXACT_MATH = ["sqrt", "floor", "ceil", "abs", "min", "max", "trunc", "sign", "imul", "clz32", "fround"];
/** Exactly specified in JavaScript; AssemblyScript's differs in the sign of zero. */
const EXACT_IN_JAVASCRIPT = ["round"];

const src = sourcesUnder("src");
const assembly = sourcesUnder("assembly");
const all = [...src, ...assembly];
const inFolder = (folder: string) => (source: Source) => source.file.startsWith(`${folder}/`);

/** "src/store/read.ts" → "store"; "src/units.ts" → "units"; "assembly/portable/exp.ts" → "assembly/portable". */
function areaOf(file: string): string {
  const [top, next] = file.replace(/(\.d)?\.ts$/, "").split("/");
  if (top === "src") return next;
  return next === "abi" || next === "portable" ? `assembly/${next}` : top;
}

const rankOf = (area: string): number => LAYERS.findIndex((row) => row.includes(area));

/** One import cycle as a path, or undefined. */
function cycle(sources: readonly Source[]): string | undefined {
  const imports = new Map(sources.map(({ file, local }) => [file, local]));
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file].join(" → ");
    if (done.has(file)) return undefined;
    for (const next of imports.get(file) ?? []) {
      const found = visit(next, [...path, file]);
      if (found) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const { file } of sources) {
    const found = visit(file, []);
    if (found) return found;
  }
  return undefined;
}

describe("architecture", () => {
  it("has no import cycles, type imports included", () => {
    expect(cycle(all)).toBeUndefined();
    expect(cycle(sourcesUnder("test"))).toBeUndefined();
  });

  it("finds a cycle when there is one", () => {
    const source = (file: string, local: string[]) => ({ file, local }) as Source;
    expect(cycle([source("a", ["b"]), source("b", ["c"]), source("c", ["b"])])).toBe("b → c → b");
  });

  it("gives every folder a layer", () => {
    expect([...new Set(all.map(({ file }) => areaOf(file)))].filter((area) => rankOf(area) < 0 && area !== "portable")).toEqual([]);
  });

  it("imports point to lower layers only", () => {
    const upward = all.flatMap(({ file, local }) =>
      local.filter((target) => target !== "package.json" && areaOf(target) !== areaOf(file) && rankOf(areaOf(target)) >= rankOf(areaOf(file))).map((target) => `${file} → ${target}`));
    expect(upward).toEqual([]);
  });

  it("nothing imports what does not exist or lies outside src and assembly", () => {
    const files = new Set([...projectFiles(), "assembly/portable/bits.ts"]);
    const built = (file: string, target: string): boolean => file.startsWith("src/lab/") && (/^dist\/core(\.shared)?\.wasm$/.test(target) || files.has(target.replace(/\?raw$/, ""))); // the page is bundled with them
    expect(all.flatMap(({ file, local }) => local.filter((target) => !built(file, target) && (!files.has(target) || !/^(src|assembly)\/|^package\.json$/.test(target))).map((target) => `${file} → ${target}`))).toEqual([]);
  });

  it("the core's sources import nothing from the host; src sees constants and portable functions only", () => {
    expect(assembly.flatMap(({ file, local, foreign }) => [...foreign, ...local.filter((t) => !t.startsWith("assembly/"))].map((t) => `${file} → ${t}`))).toEqual([]);
    expect(src.flatMap(({ file, local }) => local.filter((t) => areaOf(t) === "assembly").map((t) => `${file} → ${t}`))).toEqual([]);
  });

  it("the twin shares no code with the engine but constants, portable functions and types (src/explain, which explains a day to people, is the twin's and not the engine's)", () => {
    expect(src.filter((source) => ["core", "engine", "run", "sweep"].some((area) => inFolder(`src/${area}`)(source))).flatMap(({ file, local }) => local.filter((target) => target.startsWith("src/explain/")).map((target) => `${file} → ${target}`))).toEqual([]);
    const twin = sourcesUnder("test/reference").filter(({ file }) => !file.endsWith(".test.ts"));
    const shared = twin.flatMap(({ file, tree }) =>
      tree.statements.filter(ts.isImportDeclaration).filter((i) => !i.importClause?.isTypeOnly).map((i) => (i.moduleSpecifier as ts.StringLiteral).text)
        .filter((name) => !/^\.\/|^\.\.\/\.\.\/assembly\/(abi|portable\/)|^\.\.\/\.\.\/src\/(units|market\/types|strategy\/spec|explain\/\w+)$/.test(name)).map((name) => `${file} → ${name}`));
    expect(shared).toEqual([]);
  });

  it("Node's modules are used under src/node and src/cli only", () => {
    const hosts = src.filter((source) => !inFolder("src/node")(source) && !inFolder("src/cli")(source));
    const bundled = (file: string, name: string): boolean => (file.startsWith("src/lab/") && /^uplot(\/|$)/.test(name)) || (file === "src/lab/embed/example.ts" && name.startsWith("mahler/")); // the example imports what its readers would
    expect(hosts.flatMap(({ file, foreign }) => foreign.filter((name) => !bundled(file, name)).filter((name) => name.startsWith("node:") || !(name.split("/").slice(0, name.startsWith("@") ? 2 : 1).join("/") in packageJson.dependencies)).map((name) => `${file} → ${name}`))).toEqual([]);
    expect(hosts.flatMap((source) => globalUses(source, "Buffer").map(at))).toEqual([]);
  });

  it("prints in src/cli only, and knows the process in src/cli and src/node only", () => {
    const quiet = src.filter((source) => !inFolder("src/cli")(source));
    expect(quiet.flatMap((source) => globalUses(source, "console").map(at))).toEqual([]);
    expect(quiet.filter((source) => !inFolder("src/node")(source)).flatMap((source) => globalUses(source, "process").map(at))).toEqual([]);
    expect(quiet.flatMap((source) => [...nodesOf(source.tree)].filter((n) => /^process\.(exit|exitCode|stdout|stderr)$/.test(ts.isPropertyAccessExpression(n) ? n.getText() : "")).map(at))).toEqual([]);
  });

  it("D.42: whatever a result depends on uses only functions that are the same in every host", () => {
    const exact = all.filter((source) => EXACT_FOLDERS.some((folder) => inFolder(folder)(source)));
    const allowed = ({ file }: Source) => (file.startsWith("assembly/") ? EXACT_MATH : [...EXACT_MATH, ...EXACT_IN_JAVASCRIPT]);
    expect(exact.flatMap((source) => mathUses(source).filter((use) => !allowed(source).includes(use.name.text)).map(at))).toEqual([]);
    const powers = [ts.SyntaxKind.AsteriskAsteriskToken, ts.SyntaxKind.AsteriskAsteriskEqualsToken];
    const folded = (n: ts.BinaryExpression) => [n.left, n.right].every((side) => ts.isNumericLiteral(side)); // 2 ** 32 is exact in every host
    expect(exact.flatMap(({ tree }) => [...nodesOf(tree)].filter((n) => ts.isBinaryExpression(n) && powers.includes(n.operatorToken.kind) && !folded(n)).map(at))).toEqual([]);
    expect(exact.flatMap(({ tree }) => [...nodesOf(tree)].filter((n) => ts.isPropertyAccessExpression(n) && /^(Math\.random|Date\.now|performance\.now)$/.test(n.getText())).map(at))).toEqual([]);
  });

  it("kernels hold no managed objects: no new, no closures, no strings, no object or array literals", () => {
    const managed = (n: ts.Node): boolean =>
      ts.isNewExpression(n) || ts.isArrowFunction(n) || ts.isFunctionExpression(n) || ts.isTemplateLiteral(n) || ts.isRegularExpressionLiteral(n) ||
      ts.isObjectLiteralExpression(n) || ts.isArrayLiteralExpression(n) || (ts.isStringLiteral(n) && !ts.isImportDeclaration(n.parent) && !ts.isExportDeclaration(n.parent));
    const kernels = assembly.filter(({ file }) => !file.endsWith(".host.ts"));
    expect(kernels.length).toBeGreaterThan(20);
    expect(kernels.flatMap(({ tree }) => [...nodesOf(tree)].filter(managed).map(at))).toEqual([]);
  });

  it("code files stay short", () => {
    const code = projectFiles().filter((file) => /\.(ts|mjs|js|py)$/.test(file) && !TABLES_OF_CONSTANTS.includes(file));
    const long = code.map((file) => [file, read(file).split("\n").length - 1] as const).filter(([, lines]) => lines > MAX_LINES);
    expect(long).toEqual([]);
  });

  it("no test is skipped for good or run alone", () => {
    const tests = sourcesUnder("test");
    const marks = tests.flatMap(({ tree }) => [...nodesOf(tree)].filter((n) => ts.isPropertyAccessExpression(n) && ["skip", "only", "todo"].includes(n.name.text) && /^(it|test|describe)$/.test(n.expression.getText())).map(at));
    expect(marks).toEqual([]);
  });

  it("D.44: a test that needs missing data or a missing program says loudly that it did not run", () => {
    const conditional = sourcesUnder("test").filter(({ tree }) =>
      [...nodesOf(tree)].some((n) => ts.isCallExpression(n) && /\.(skipIf|runIf)$/.test(n.expression.getText()) && !n.arguments[0].getText().includes("process.platform")));
    expect(conditional.length).toBeGreaterThan(0);
    expect(conditional.filter(({ tree }) => !/announceCorpus\(|NOT RUN/.test(tree.text)).map(({ file }) => file)).toEqual([]);
  });
});
