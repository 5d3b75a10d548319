// Where numbers come from: on every page the same.
import { rawText } from "../../config";
import { grouped } from "../format";
import { html } from "./escape";
import type { Html } from "./escape";
import { htmlTable } from "./table";

/** Where quotes come from, in words. */
export const ORIGINS: Record<string, string> = { vendor: "a vendor's files", simulated: "simulated: everything is", "synthetic-quotes": "real bars and volatility index, modelled quotes" };

/** What a dataset was made with, and the files that were read, with their hashes. */
export function datasetDetails(data: { parameters: Record<string, unknown>; files: Record<string, string> }): Html {
  const files = Object.entries(data.files).sort(([a], [b]) => (a < b ? -1 : 1));
  const parameters = Object.entries(data.parameters);
  return html`${parameters.length > 0 && html`<details><summary>Parameters of the dataset: ${grouped(parameters.length)}</summary>${htmlTable("Parameters that the dataset was made with", [{ title: "parameter", align: "left" }, { title: "value", wrap: true }], parameters.map(([key, value]) => [key, typeof value === "object" && value !== null && !Array.isArray(value) ? JSON.stringify(value) : rawText(value) || "none"]))}</details>`}
<details><summary>Data files read: ${grouped(files.length)}</summary>${htmlTable("Data files with their SHA-256", [{ title: "file", align: "left" }, { title: "SHA-256", align: "left" }], files.map(([name, hash]) => [name, html`<code>${hash}</code>`]))}</details>`;
}
