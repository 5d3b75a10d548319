import { configError } from "../errors";

export interface Token {
  kind: "number" | "name" | "text" | "sign" | "end";
  text: string;
  /** Position in the source, from 0. */
  at: number;
}

const PATTERN = /\s*(?:(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|"([^"]*)"|'([^']*)'|(<=|>=|==|!=|[-+*/()<>=×÷−]))/iy;
/** Signs as people also write them. */
const ALIASES: Record<string, string> = { "×": "*", "÷": "/", "−": "-", "=": "==" };

/** Splits an expression into numbers, names, quoted texts and signs, closed by an end token. Throws a config error at the first other character. */
export function tokens(source: string, where: string): Token[] {
  const found: Token[] = [];
  PATTERN.lastIndex = 0;
  while (source.slice(PATTERN.lastIndex).trim() !== "") {
    const at = PATTERN.lastIndex;
    const match = PATTERN.exec(source);
    if (!match) throw configError(`${where} = ${source}`, `has an unexpected ${JSON.stringify(source.slice(at).trim()[0])}`, "use keys, numbers, + - * / ( ), comparisons, and, or");
    found.push({ ...classify(match), at });
  }
  return [...found, { kind: "end", text: "the end", at: source.length }];
}

function classify([, digits, name, double, single, sign]: RegExpExecArray): Omit<Token, "at"> {
  if (digits !== undefined) return { kind: "number", text: digits };
  if (name !== undefined) return { kind: "name", text: name };
  if (sign !== undefined) return { kind: "sign", text: ALIASES[sign] ?? sign };
  return { kind: "text", text: double ?? single };
}
