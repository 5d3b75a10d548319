import { stringify } from "yaml";
import { parameterOf } from "../../../config";
import { grouped } from "../../format";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";
import type { SweepInput } from "./input";
import { countOf } from "./words";
import { configTables, differing } from "../configTables";

/** Values written out at most; the file below has them all. */
const VALUES = 24;

/** What was varied, what was left out, and the base that stood still. */
export function spaceTables({ space, sweep: { record }, total }: SweepInput): Html {
  const { axes, linked, constraints, mode } = space;
  const left = "left" as const;
  const how = { grid: "All combinations of these values", sample: mode.kind === "sample" ? `${countOf(mode.count, "combination")} of these values, drawn uniformly without repeats (seed ${mode.seed})` : "", list: "The configs of a list, which has these values" }[mode.kind];
  const rows = [
    ...axes.map(({ key, values, when }) => [html`<code>${key}</code>`, grouped(values.length), listOf(values.map(({ text }) => (text.includes(",") ? `[${text}]` : text))), when ? html`<code>${when.source}</code>` : "always", parameterOf(key).unit]),
    ...linked.map(({ key, formula }) => [html`<code>${key}</code>`, "linked", html`= <code>${formula.source}</code>`, "always", parameterOf(key).unit]),
  ];
  return html`${htmlTable(`${how}; parameters in order, the last one fastest`, [{ title: "parameter", align: left }, { title: "values" }, { title: "", wrap: true }, { title: "takes part", align: left }, { title: "unit", align: left }], rows)}
<p>${constraints.length === 0 ? "No constraints." : html`Constraints, each of which a combination must keep: ${constraints.map(({ source }, i) => html`${i > 0 && "; "}<code>${source}</code>`)}.`}
${record.complete ? `${countOf(total.configs, "config")} ran; ${countOf(record.rejected ?? 0, "combination")} broke a constraint, ${grouped(record.invalid ?? 0)} did not fit together.` : "What became of the other combinations is known when the sweep is complete."}</p>
<details><summary>The space as a file</summary>
<p class="muted">Saved as space.yaml, <code>mahler sweep space.yaml --data ${record.data.path}</code> runs it again, bit for bit on the same data and core.</p>
<pre class="command"><code>${stringify({ ...record.space.config, sweep: fileOf(record.space.sweep) })}</code></pre></details>
<h3>Base</h3>
<p>${differing(record.space.config)} Swept keys are overridden.</p>
${configTables(record.space.config)}`;
}

const listOf = (texts: readonly string[]): string => (texts.length <= VALUES ? texts.join(", ") : `${texts.slice(0, VALUES - 1).join(", ")} … ${texts[texts.length - 1]}`);

/** Without what says nothing. */
const fileOf = (sweep: Readonly<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(Object.entries(sweep).filter(([, value]) => !(Array.isArray(value) && value.length === 0)));
