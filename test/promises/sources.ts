// The project's TypeScript as syntax trees: imports with their targets, and what a file mentions.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { below, projectFiles, read, ROOT } from "./project";

export interface Source {
  /** Path below the root. */
  file: string;
  tree: ts.SourceFile;
  /** Paths below the root of relative imports, type imports too. */
  local: string[];
  /** Specifiers of all other imports. */
  foreign: string[];
}

/** Every .ts file below the folder `under`, in path order. */
export function sourcesUnder(under: string): Source[] {
  return projectFiles().filter((file) => file.startsWith(`${under}/`) && file.endsWith(".ts") && existsSync(join(ROOT, file))).map(parse);
}

function parse(file: string): Source {
  const text = read(file);
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const imported = ts.preProcessFile(text, true, true).importedFiles.map((i) => i.fileName);
  const local = imported.filter((name) => name.startsWith(".")).map((name) => resolve(file, name));
  return { file, tree, local, foreign: imported.filter((name) => !name.startsWith(".")) };
}

/** The file an import names; the name itself, below the root, when there is no such file. */
function resolve(from: string, name: string): string {
  const target = below(join(ROOT, dirname(from), name.replace(/\?(worker&)?url$/, "")));
  return [target, `${target}.ts`, `${target}.d.ts`, `${target}/index.ts`].find((path) => /\.\w+$/.test(path) && existsSync(join(ROOT, path))) ?? target;
}

/** Nodes of a tree in source order. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}

/** `file:line text` of a node, for messages. */
export function at(node: ts.Node): string {
  const tree = node.getSourceFile();
  return `${tree.fileName}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.getText().split("\n")[0].slice(0, 60)}`;
}

/** Members of the global Math object that the file uses. */
export const mathUses = (source: Source): ts.PropertyAccessExpression[] =>
  [...nodesOf(source.tree)].filter((n): n is ts.PropertyAccessExpression => ts.isPropertyAccessExpression(n) && ts.isIdentifier(n.expression) && /^(Math|Mathf|NativeMath|NativeMathf|JSMath)$/.test(n.expression.text));

/** Uses of a global variable by that name (not a property or a declaration of the same name). */
export function globalUses(source: Source, name: string): ts.Identifier[] {
  return [...nodesOf(source.tree)].filter((n): n is ts.Identifier => {
    if (!ts.isIdentifier(n) || n.text !== name) return false;
    const { parent } = n;
    if (ts.isPropertyAccessExpression(parent)) return parent.expression === n;
    return !(ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent) || ts.isImportSpecifier(parent));
  });
}
