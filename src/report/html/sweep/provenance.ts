import { grouped } from "../../format";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";
import type { SweepInput } from "./input";
import { ORIGINS, datasetDetails } from "../dataset";

/** Which data, which program, which files. */
export function provenance({ sweep: { folder, record: { data, mahler, complete }, hashes, results }, space: { base }, table }: SweepInput): Html {
  const years = Object.keys(table.years);
  const files = Object.entries(hashes);
  const rows: [string, string | Html][] = [
    ["dataset", `${data.name} (${data.path})`], ["quotes", ORIGINS[data.origin] ?? data.origin], ["underlyings", base.ticker.join(", ")],
    ["range", `${base.start ?? "first day of the data"} … ${base.end ?? "last day of the data"}${years.length ? `, years ${years[0]} to ${years[years.length - 1]}` : ""}`],
    ["program", `mahler ${mahler.version}, ABI ${mahler.abi}`], ["core.wasm", html`<code>${mahler.core}</code>`],
    ["rows", html`${grouped(results.count)}${!complete && " so far"}; ${files.map(([name, hash], i) => html`${i > 0 && ", "}${name} <code>${hash}</code>`)}`],
  ];
  return html`${htmlTable("Where the results come from; hashes are SHA-256", [{ title: "what", align: "left" }, { title: "", wrap: true }], rows)}
<p>${complete ? html`Every row has the bits of <code>mahler backtest</code> of that config alone.` : html`The rest of it: <code>mahler sweep --resume ${folder}</code>`}</p>
${datasetDetails(data)}`;
}
