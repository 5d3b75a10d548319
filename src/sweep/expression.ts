// The small language of linked parameters, constraints and --where. A parser makes closures; nothing is ever handed to eval.
//
//   condition  := all ("or" all)*
//   all        := test ("and" test)*
//   test       := sum (("<" | "<=" | ">" | ">=" | "==" | "!=") sum)?  |  "(" condition ")"
//   sum        := product (("+" | "-") product)*
//   product    := unary (("*" | "/") unary)*
//   unary      := "-" unary | number | name | word | "text" | "(" sum ")"
import { configError } from "../errors";
import { nearest } from "../config/nearest";
import { tokens } from "./token";
import type { Token } from "./token";

/** A value of a name: numbers, words ("on", "off", "credit"); null = undefined. */
export type Scalar = number | string | null;
export type Lookup = (name: string) => Scalar;

export interface Arithmetic {
  source: string;
  /** Names it reads. */
  names: readonly string[];
  /** null when a name it reads has no number. */
  value: (lookup: Lookup) => number | null;
}

export interface Condition {
  source: string;
  names: readonly string[];
  holds: (lookup: Lookup) => boolean;
}

export interface Grammar {
  /** What the source is called in errors. */
  where: string;
  /** Names that may be read. */
  known: readonly string[];
  /** Result of a comparison in which a side has no value. */
  unknown?: boolean;
}

/** Words with a second spelling. */
const WORDS: Record<string, string> = { true: "on", false: "off" };

type Node = (lookup: Lookup) => Scalar;
type Test = (lookup: Lookup) => boolean;

/** Decimal arithmetic for people: 0.1 + 0.2 is 0.3. Fifteen digits are what a double holds of any decimal. */
const tidy = (value: number): number | null => (Number.isFinite(value) ? Number(value.toPrecision(15)) : null);

/** Reads `min_delta + 0.10`. Throws config errors naming the source and its place. */
export function parseArithmetic(source: string, grammar: Grammar): Arithmetic {
  const parser = new Parser(source, grammar);
  const node = parser.sum();
  parser.finish();
  return { source, names: parser.names, value: (lookup) => numberOf(node(lookup)) };
}

/** Reads `min_delta < max_delta and trades >= 100`. Throws config errors naming the source and its place. */
export function parseCondition(source: string, grammar: Grammar): Condition {
  const parser = new Parser(source, grammar);
  const holds = parser.condition();
  parser.finish();
  return { source, names: parser.names, holds };
}

const numberOf = (value: Scalar): number | null => (typeof value === "number" ? value : null);

const ORDERINGS: Record<string, (a: number, b: number) => boolean> = { "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b };
const COMPARISONS = ["==", "!=", ...Object.keys(ORDERINGS)];

/** The comparison; null when a side has no value, or an order is asked of a word. */
function compare(sign: string, a: Scalar, b: Scalar): boolean | null {
  if (a === null || b === null) return null;
  if (!(sign in ORDERINGS)) return (a === b) === (sign === "==");
  return typeof a === "number" && typeof b === "number" ? ORDERINGS[sign](a, b) : null;
}
const OPERATIONS: Record<string, (a: number, b: number) => number> = { "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => a / b };

class Parser {
  readonly names: string[] = [];
  private readonly tokens: Token[];
  private next = 0;

  constructor(private readonly source: string, private readonly grammar: Grammar) {
    this.tokens = tokens(source, grammar.where);
  }

  condition(): Test {
    const parts = [this.all()];
    while (this.take("or")) parts.push(this.all());
    return parts.length === 1 ? parts[0] : (lookup) => parts.some((part) => part(lookup));
  }

  private all(): Test {
    const parts = [this.test()];
    while (this.take("and")) parts.push(this.test());
    return parts.length === 1 ? parts[0] : (lookup) => parts.every((part) => part(lookup));
  }

  private test(): Test {
    if (this.peek().text === "(" && this.groupsConditions()) {
      this.take("(");
      const inner = this.condition();
      this.expect(")");
      return inner;
    }
    const left = this.sum(true);
    const { kind, text: sign } = this.peek();
    if (kind !== "sign" || !COMPARISONS.includes(sign)) throw this.refuse(`${this.shown()} where a comparison is expected`, "write for example min_delta < max_delta");
    this.next++;
    const right = this.sum(true);
    const unknown = this.grammar.unknown ?? false;
    return (lookup) => compare(sign, left(lookup), right(lookup)) ?? unknown;
  }

  /** Whether the bracket at hand holds a comparison rather than a sum. */
  private groupsConditions(): boolean {
    for (let i = this.next, depth = 0; i < this.tokens.length; i++) {
      const { text, kind } = this.tokens[i];
      if (kind === "text") continue;
      if (text === "(") depth++;
      if (text === ")" && --depth === 0) return false;
      if (COMPARISONS.includes(text) || text === "and" || text === "or") return true;
    }
    return false;
  }

  sum(words = false): Node {
    return this.chain(["+", "-"], () => this.chain(["*", "/"], () => this.unary(words)));
  }

  private chain(signs: readonly string[], part: () => Node): Node {
    let node = part();
    while (this.peek().kind === "sign" && signs.includes(this.peek().text)) {
      const apply = OPERATIONS[this.tokens[this.next++].text];
      const [left, right] = [node, part()];
      node = (lookup) => {
        const [a, b] = [left(lookup), right(lookup)];
        return typeof a === "number" && typeof b === "number" ? tidy(apply(a, b)) : null;
      };
    }
    return node;
  }

  private unary(words: boolean): Node {
    if (this.take("-")) {
      const node = this.unary(false);
      return (lookup) => {
        const value = node(lookup);
        return typeof value === "number" ? -value : null;
      };
    }
    if (this.take("(")) {
      const inner = this.sum();
      this.expect(")");
      return inner;
    }
    const token = this.tokens[this.next];
    if (token.kind === "number") return this.constant(Number(token.text));
    if (token.kind === "text" && words) return this.constant(token.text);
    if (token.kind === "name") return this.name(token, words);
    throw this.refuse(`${this.shown()} where a key or a number is expected`, "complete the expression");
  }

  private name({ text }: Token, words: boolean): Node {
    if (this.grammar.known.includes(text)) {
      this.next++;
      this.names.push(text);
      return (lookup) => lookup(text);
    }
    if (words && this.besideEquality()) return this.constant(WORDS[text] ?? text);
    const near = nearest(text, this.grammar.known);
    throw this.refuse(`unknown ${text}`, near ? `did you mean ${near}?` : `known: ${this.grammar.known.slice(0, 12).join(", ")} …`);
  }

  /** Words can be compared for equality only: `ranking == credit`. */
  private besideEquality(): boolean {
    return [this.tokens[this.next - 1], this.tokens[this.next + 1]].some((token) => token?.text === "==" || token?.text === "!=");
  }

  private constant(value: Scalar): Node {
    this.next++;
    return () => value;
  }

  private peek(): Token {
    return this.tokens[this.next];
  }

  private take(text: string): boolean {
    const { kind, text: found } = this.peek();
    if (found !== text || kind === "text" || kind === "end") return false;
    this.next++;
    return true;
  }

  private expect(text: string): void {
    if (!this.take(text)) throw this.refuse(`${this.shown()} where ${text} is expected`, "balance the brackets");
  }

  finish(): void {
    if (this.peek().kind !== "end") throw this.refuse(`${this.shown()} after the end`, "join comparisons with and, or");
  }

  private shown(): string {
    const { kind, text } = this.peek();
    return kind === "end" ? text : JSON.stringify(text);
  }

  private refuse(problem: string, remedy: string): Error {
    return configError(`${this.grammar.where} = ${this.source}`, `has ${problem}`, remedy);
  }
}
