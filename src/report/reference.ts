// docs/results.md: every metric, reason and column, from the tables that compute them.
import { METRICS } from "../metrics";
import { BREAK_EVEN_DEFINITION } from "../metrics/slippage";
import { CONVENTIONS } from "../metrics/conventions";
import type { Ledger } from "../metrics";
import { equityTable, tradeTable } from "../results/columns";
import type { Column } from "../results/columns";
import { MARK_COLUMNS } from "../results/marks";
import { REASONS } from "../results/reasons";

const INTRODUCTION = `# Results

A run leaves one folder. Its bytes depend on the config, the data and the core alone: no clock, no machine.

| File | What |
|---|---|
| \`trades.arrow\`, \`.csv\`, \`.json\` | one row per trade, in the order in which positions ended |
| \`equity.arrow\`, \`.csv\` | one row per session |
| \`marks.arrow\` | one row per trade and session: the marks on which exits were judged and equity was made |
| \`metrics.json\` | every number with its definition; null with a reason when undefined; breakdowns, stress windows, other tools' conventions, counters |
| \`funnel.json\` | one code per chance (session × underlying × sleeve), summed: total, by year, underlying, sleeve; the counts add up to the chances |
| \`run.json\` | resolved config, range, SHA-256 of every data file read, of \`core.wasm\` and of the raw trades, equity and funnel; \`mahler replay\` re-runs and compares |

Positions still open on the last day are closed at their marks with the reason \`end_of_data\`: they are in the totals and in nothing that
speaks of closed trades. Years are calendar days / 365.25; daily ratios use √252, or √365 when the curve has weekend sessions.

Questions of one's own, with [arquero](https://idl.uw.edu/arquero/) in Node (any Arrow tool does as well):
\`\`\`ts
import { readTable } from "mahler/node";
import { op } from "arquero";

const trades = await readTable("out/main-1a2b3c4d", "trades");
trades.groupby("regime", "exit_reason").rollup({ trades: op.count(), net: op.sum("net_pnl"), worst: op.min("r") }).print();
\`\`\`
`;

const MARKS = `
They are the engine's own marks ([engine.md](engine.md) §2), made again from the quotes by its rule rather than kept by the core: tests hold that on every
session the marks of the open positions × multiplier × contracts add up to the \`liability\` of \`equity\`, and that their extremes over fresh marks and the
exit are \`mfe\` and \`mae\`, to the bit. A mark is not a mid where a quote is missing, crossed or blown (\`stale\`), nor where the mids leave 0 … width
(clamped); the lab shows the legs' raw mids beside it. The last row is the mark before the exit's fill: what was paid is \`exit_cost\` of the trade. The file
follows from trades and data, and so is not among the hashes of \`run.json\`. It is about as large as \`trades.arrow\`.
`;

const EMPTY: Ledger = { trades: new Float64Array(0), equity: new Float64Array(0), initial: 1, underlyings: [], structures: [], regimes: [], rates: null, riskFree: 0 };

const table = (title: string, head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `\n## ${title}\n\n| ${head.join(" | ")} |\n|${head.map(() => "---|").join("")}\n${rows.map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n")}\n`;

const columnRows = (columns: readonly Column[]): string[][] => columns.map(({ name, type, unit }) => [`\`${name}\``, type, unit]);

/** The page as Markdown. */
export function resultsMarkdown(): string {
  const metrics = METRICS.map(({ id, unit, definition }) => [`\`${id}\``, unit, definition]);
  return [
    INTRODUCTION,
    table("Metrics", ["Id", "Unit", "Definition"], [...metrics, ["`break_even_slippage`", "percent", BREAK_EVEN_DEFINITION]]),
    table("The same curve under other tools' conventions", ["Tool", "Convention"], CONVENTIONS.map(({ tool, convention }) => [tool, convention])),
    table("Reasons in the funnel", ["Code", "Id", "Meaning", "What to change"], REASONS.map(({ id, text, remedy }, code) => [String(code), `\`${id}\``, text, remedy])),
    table("Columns of trades", ["Column", "Type", "Unit"], columnRows(tradeTable(EMPTY))),
    table("Columns of equity", ["Column", "Type", "Unit"], columnRows(equityTable(EMPTY))),
    table("Columns of marks", ["Column", "Type", "Unit", "Meaning"], MARK_COLUMNS.map(([name, type, unit, meaning]) => [`\`${name}\``, type, unit, meaning])),
    MARKS,
  ].join("");
}
