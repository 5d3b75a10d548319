import { grouped, percent } from "../../format";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable, meter } from "../table";
import type { ReportInput } from "./input";

/** Why it traded or did not: every chance under exactly one reason. */
export function funnel({ run: { funnel: { chances, opened, codes, byYear, byUnderlying, bySleeve } } }: ReportInput): Html {
  if (chances === 0) return html`<p class="muted">There was no chance to trade.</p>`;
  const columns = [{ title: "reason", align: "left" as const }, { title: "chances" }, { title: "share" }, { title: "", align: "left" as const }, { title: "what it means, what to loosen", wrap: true }];
  const rows = codes.map(({ id, text, remedy, count, share }) => [html`<code>${id}</code>`, grouped(count), percent(share, 1), meter(share), html`${text}${remedy && html` <small>→ ${remedy}</small>`}`]);
  const main = codes.filter(({ code }) => code > 0).sort((a, b) => b.count - a.count)[0];
  return html`<p>${grouped(opened)} of ${grouped(chances)} chances (session × underlying × sleeve) were taken.${main && ` The commonest refusal: ${main.text}.`}</p>
${htmlTable("Reason codes of all chances, in the order of the gates", columns, rows)}
${crossTable("By year", byYear, codes)}
${Object.keys(byUnderlying).length > 1 && crossTable("By underlying", byUnderlying, codes)}
${Object.keys(bySleeve).length > 1 && crossTable("By sleeve", bySleeve, codes)}`;
}

/** Shares of each group's chances by reason. */
function crossTable(title: string, groups: Readonly<Record<string, Readonly<Record<string, number>>>>, codes: readonly { id: string }[]): Html {
  const columns = [{ title: title.replace("By ", ""), align: "left" as const }, { title: "chances" }, ...codes.map(({ id }) => ({ title: id.replaceAll("_", " ") }))];
  const rows = Object.entries(groups).map(([key, counts]) => {
    const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
    return [key, grouped(total), ...codes.map(({ id }) => (counts[id] ? percent(counts[id] / total, 1) : "·"))];
  });
  return html`<details><summary>${title}</summary>${htmlTable(`Share of each reason, ${title.toLowerCase()}`, columns, rows)}</details>`;
}
