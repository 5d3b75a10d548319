import { valueText } from "../../../sweep/analysis/value";
import { grouped } from "../../format";
import { tellingKeys } from "../../sweepView";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";
import type { SweepInput } from "./input";
import { breakable, nameOfMetric, signedValue, someOf } from "./words";

/** Metrics beside the one that ranks. */
const BESIDE = ["sharpe", "sortino", "cagr", "max_drawdown", "trades", "win_rate", "profit_factor", "net_profit"];
/** Parameters beside each other; a page is as wide as it is. */
const PARAMETERS = 7;

/** Rows of configs with their parameters, the most important first, and figures. Rows are those of the table; `alike` how many configs each stands for. */
export function configTable(input: SweepInput, caption: string, rows: readonly { config: number; alike?: number }[], metrics: readonly string[] = []): Html {
  const { analysis, table, nameOf } = input;
  const keys = tellingKeys(analysis);
  const shown = keys.slice(0, PARAMETERS);
  const ids = [...metrics, ...BESIDE.filter((id) => !metrics.includes(id))].filter((id) => table.metrics[id]);
  const several = rows.some(({ alike = 1 }) => alike > 1);
  const columns = [{ title: "config" }, ...ids.slice(0, 1).map((id) => ({ title: nameOfMetric(id) })), ...shown.map((key) => ({ title: breakable(key) })), ...ids.slice(1).map((id) => ({ title: nameOfMetric(id) })), ...(several ? [{ title: "alike" }] : [])];
  const cells = rows.map(({ config, alike = 1 }) => {
    const parameters = analysis.parameters[config] ?? {};
    const [first, ...rest] = ids.map((id) => signedValue(id, table.metrics[id][config]));
    return [nameOf(config), html`<strong>${first}</strong>`, ...shown.map((key) => (key in parameters ? valueText(parameters[key]) : html`<span class="muted" title="takes no part">·</span>`)), ...rest, ...(several ? [alike > 1 ? `×${grouped(alike)}` : ""] : [])];
  });
  const left = keys.slice(PARAMETERS);
  return html`<div class="dense">${htmlTable(caption, columns, cells)}</div>${left.length > 0 && html`<p class="muted">Not in the table for want of room, being less important: ${someOf(left)}. <code>mahler top ${input.sweep.folder}</code> lists them.</p>`}`;
}

/** The best configs. */
export function topConfigs(input: SweepInput): Html {
  const { analysis: { metric, top } } = input;
  if (top.length === 0) return html`<p class="muted">There is no config yet.</p>`;
  return html`${configTable(input, `The first ${grouped(top.length)} by ${nameOfMetric(metric.id)}, ${metric.better} is better`, top, [metric.id])}
<p class="muted">Parameters stand by importance; inert and linked ones are left out. · = takes no part in that config.${top.some(({ alike }) => alike > 1) && " Alike: configs with the same trades and the same value; the first stands for them."}</p>`;
}
