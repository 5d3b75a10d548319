import type { Execution } from "./execution";
import { equityTable, tradeTable } from "./columns";
import { toArrow, toCsv, toJson } from "./encode";
import { MARKS_FILE } from "./marks";
import type { RunRecord } from "./record";

export const RECORD_FILE = "run.json";

/** Name of the page inside a result folder of any kind. */
export const REPORT_FILE = "report.html";

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** metrics.json: values with definitions, conventions and reasons, and the tables. */
export const metricsJson = ({ metrics, counters }: Execution): unknown => ({ ...metrics, counters });

/** All result files by name. The bytes depend on the run alone. */
export function resultFiles(execution: Execution, record: RunRecord): Record<string, Uint8Array | string> {
  const trades = tradeTable(execution.ledger);
  const equity = equityTable(execution.ledger);
  return {
    "trades.arrow": toArrow(trades, "trades"),
    "trades.csv": toCsv(trades),
    "trades.json": toJson(trades),
    "equity.arrow": toArrow(equity, "equity"),
    "equity.csv": toCsv(equity),
    [MARKS_FILE]: toArrow(execution.marks(), "marks"),
    "metrics.json": json(metricsJson(execution)),
    "funnel.json": json(execution.funnel),
    [RECORD_FILE]: json(record),
  };
}

/** The trades in the form that a file's ending asks for. */
export function tradesAs(execution: Execution, ending: "csv" | "json" | "arrow"): Uint8Array | string {
  const trades = tradeTable(execution.ledger);
  return ending === "csv" ? toCsv(trades) : ending === "json" ? toJson(trades) : toArrow(trades, "trades");
}
