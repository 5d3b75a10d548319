import { KEYS, parameterOf, rawText } from "../config";
import type { Key } from "../config";
import { configError } from "../errors";
import { parseCondition } from "./expression";
import type { Condition } from "./expression";
import { scalarOf } from "./values";

/** A condition on other keys: `{use_regime_sizing: true}`, `{ranking: [credit, weighted]}`, or a comparison as text. */
export function readWhen(raw: unknown, key: Key, where: string): Condition {
  const subject = `${where}: ${key}: when`;
  const source = typeof raw === "string" ? raw : fromMapping(raw, subject);
  const condition = parseCondition(source, { where: subject, known: KEYS });
  if (condition.names.includes(key)) throw configError(`${subject} = ${source}`, "depends on itself", "name another key");
  return condition;
}

function fromMapping(raw: unknown, subject: string): string {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw) || Object.keys(raw).length === 0) throw configError(subject, "is not a condition", "write when: { use_regime_sizing: true }");
  return Object.entries(raw as Record<string, unknown>).map(([name, values]) => {
    const key = KEYS.find((known) => known === name);
    if (!key) throw configError(`${subject}: ${name}`, "is not a known key", "mahler params lists all keys");
    const tests = (Array.isArray(values) ? values : [values]).map((value) => `${key} == ${literal(key, value, subject)}`);
    return tests.length === 1 ? tests[0] : `(${tests.join(" or ")})`;
  }).join(" and ");
}

function literal(key: Key, raw: unknown, subject: string): string {
  const parsed = parameterOf(key).schema.safeParse(raw);
  if (!parsed.success) throw configError(`${subject}: ${key} = ${rawText(raw)}`, parsed.error.issues[0].message, `expected ${parameterOf(key).accepts}`);
  const scalar = scalarOf(key, parsed.data);
  return typeof scalar === "number" ? String(scalar) : JSON.stringify(scalar);
}
