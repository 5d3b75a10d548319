// Config and provenance of a validation: what it was told, what it read, how to have it again.
import { rawText } from "../../../config";
import type { Provenance } from "../../../results/parseResult";
import { grouped } from "../../format";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";
import { configTables, differing } from "../configTables";
import { ORIGINS, datasetDetails } from "../dataset";

const left = (title: string) => ({ title, align: "left" as const });

/** The keys of the config; `what` says whose they are. */
export const configBody = (config: Readonly<Record<string, unknown>>, what: string, command: string | null): Html =>
  html`<p>${differing(config)} ${what} The same result from the command line:</p>
<pre class="command"><code>${command ?? "not recorded"}</code></pre>
${configTables(config)}`;

/** Rows beside those of dataset and program: range, seeds. */
export function provenanceBody({ mahler, data }: Provenance, more: readonly (readonly [what: string, text: string])[]): Html {
  const rows: (string | Html)[][] = [
    ["dataset", `${data.name} (${data.path})`], ["quotes", ORIGINS[data.origin]], ...more.map((row) => [...row]), ["program", `mahler ${mahler.version}, ABI ${mahler.abi}`], ["core.wasm", html`<code>${mahler.core}</code>`],
  ];
  return html`${htmlTable("Where the result comes from; hashes are SHA-256", [left("what"), { title: "", wrap: true }], rows)}
${datasetDetails(data)}`;
}

/** What a space varies, in the form of a space file. */
export function spaceTable(sweep: Readonly<Record<string, unknown>>): Html {
  const parameters = Object.entries((sweep.parameters ?? {}) as Record<string, { values?: unknown[]; formula?: string; when?: string }>);
  const conditional = parameters.some(([, { when }]) => when !== undefined);
  const rows = parameters.map(([key, { values, formula, when }]) => [html`<code>${key}</code>`, formula === undefined ? (values ?? []).map((value) => rawText(value)).join(", ") : `= ${formula}`, ...(conditional ? [when ?? "always"] : [])]);
  const configs = sweep.configs as unknown[] | undefined;
  const kinds: Record<string, string> = { grid: "All combinations.", list: `A list of ${grouped(configs?.length ?? 0)} configs.`, sample: `A sample of ${String(sweep.sample)} combinations, seed ${String(sweep.seed)}.` };
  const constraints = (sweep.constraints ?? []) as string[];
  return html`<p>${kinds[String(sweep.mode)] ?? ""}${constraints.length > 0 && ` Left out: what breaks ${constraints.join("; ")}.`}</p>
${rows.length > 0 && htmlTable("What was varied", [left("key"), { title: "values", wrap: true }, ...(conditional ? [left("when")] : [])], rows)}`;
}
