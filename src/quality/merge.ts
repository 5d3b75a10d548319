import type { CheckResult } from "./run";
import type { QualityCheck, QualityExample } from "./types";

/** One check's findings over all parts of a history, without the rows. */
export interface CheckSummary extends Omit<QualityCheck, "run"> {
  count: number;
  of: number;
  unit: string;
  examples: QualityExample[];
}

/** Adds up the findings of the same checks over parts of a history; the worst `examples` of all parts are kept. */
export function mergeResults(parts: readonly (readonly CheckResult[])[], examples: number): CheckSummary[] {
  if (parts.length === 0) return [];
  return parts[0].map(({ check: { run: _, ...about }, finding: { unit } }, c) => {
    const findings = parts.map((part) => part[c].finding);
    const worst = findings.flatMap((f) => f.examples).sort((a, b) => b.severity - a.severity).slice(0, examples);
    return { ...about, unit, count: findings.reduce((sum, f) => sum + f.count, 0), of: findings.reduce((sum, f) => sum + f.of, 0), examples: worst };
  });
}
