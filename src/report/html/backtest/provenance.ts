import { grouped } from "../../format";
import { datasetDetails, ORIGINS } from "../dataset";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";
import type { ReportInput } from "./input";

/** Which data, which program, and how to check that they give this result. */
export function provenance({ run: { folder, record, trades, equity, funnel } }: ReportInput): Html {
  const { data, mahler, range, bits, snapshotBars } = record;
  const rows: [string, string | Html][] = [
    ["dataset", `${data.name} (${data.path})`], ["quotes", ORIGINS[data.origin] ?? data.origin], ["range", `${range.start} … ${range.end}`],
    ["bars", snapshotBars.length ? html`<span class="warn">none for ${snapshotBars.join(", ")}: chain snapshots stand in for open, high, low and close</span>` : "official sessions"],
    ["program", `mahler ${mahler.version}, ABI ${mahler.abi}`], ["core.wasm", html`<code>${mahler.core}</code>`],
    ["trades", html`${grouped(trades[0]?.cells.length ?? 0)} rows, raw bits <code>${bits.trades}</code>`], ["equity", html`${grouped(equity[0]?.cells.length ?? 0)} sessions, raw bits <code>${bits.equity}</code>`], ["funnel", html`${grouped(funnel.chances)} chances, raw bits <code>${bits.funnel}</code>`],
  ];
  return html`${htmlTable("Where the result comes from; hashes are SHA-256", [{ title: "what", align: "left" }, { title: "", wrap: true }], rows)}
<p>Again, bit for bit: <code>mahler replay ${folder}</code></p>
${datasetDetails(data)}`;
}
