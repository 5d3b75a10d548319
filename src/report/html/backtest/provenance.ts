import { grouped } from "../../format";
import { rawText } from "../../../config";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";
import type { ReportInput } from "./input";

/** Where quotes come from, in words. */
export const ORIGINS: Record<string, string> = { vendor: "a vendor's files", simulated: "simulated: everything is", "synthetic-quotes": "real bars and volatility index, modelled quotes" };

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

/** What a dataset was made with, and the files that were read, with their hashes. */
export function datasetDetails(data: { parameters: Record<string, unknown>; files: Record<string, string> }): Html {
  const files = Object.entries(data.files).sort(([a], [b]) => (a < b ? -1 : 1));
  const parameters = Object.entries(data.parameters);
  return html`${parameters.length > 0 && html`<details><summary>Parameters of the dataset: ${grouped(parameters.length)}</summary>${htmlTable("Parameters that the dataset was made with", [{ title: "parameter", align: "left" }, { title: "value", wrap: true }], parameters.map(([key, value]) => [key, typeof value === "object" && value !== null && !Array.isArray(value) ? JSON.stringify(value) : rawText(value) || "none"]))}</details>`}
<details><summary>Data files read: ${grouped(files.length)}</summary>${htmlTable("Data files with their SHA-256", [{ title: "file", align: "left" }, { title: "SHA-256", align: "left" }], files.map(([name, hash]) => [name, html`<code>${hash}</code>`]))}</details>`;
}
