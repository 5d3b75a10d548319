import type { ImportedLog } from "../log";
import { metricText } from "../report/format";
import { fateText, observedText } from "./data-text";

const SHOWN = ["trades", "open_at_end", "net_profit", "total_return", "cagr", "max_drawdown", "sharpe", "win_rate", "profit_factor", "expectancy"];

/** What was read, what became of each line, the main numbers, what to know. */
export function logText({ record, metrics }: ImportedLog, out: string): string {
  const head = `${out}: Option Omega log, ${record.range.start} to ${record.range.end}; ${record.config.ticker.join(", ")}; ${record.strategies.length === 1 ? record.strategies[0] : `${record.strategies.length} strategies`}\n`;
  const files = record.files.map(({ file, fate, observations }) => `${file}\n${fateText(fate)}${observedText(observations)}`).join("");
  const values = { ...metrics.values, ...metrics.realised };
  const line = (id: string): string => `  ${`${values[id].label}${metrics.realised && id in metrics.realised ? " (closed trades only)" : ""}`.padEnd(36)}${metricText(values[id])}\n`;
  return head + files + SHOWN.map(line).join("") + record.notes.map((note) => `note: ${note}\n`).join("");
}
