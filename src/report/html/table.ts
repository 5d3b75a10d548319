import { html, raw } from "./escape";
import type { Html } from "./escape";

export interface HtmlColumn {
  title: string | Html;
  align?: "left" | "right";
  /** Long text: may break. */
  wrap?: boolean;
}

type Cell = string | number | Html;

/** More columns than these stand closer together. */
const DENSE = 8;

/** A table with a caption; the first cell of each row is its header. Scrolls sideways on narrow screens, by keyboard too. */
export function htmlTable(caption: string, columns: readonly HtmlColumn[], rows: readonly (readonly Cell[])[]): Html {
  const classOf = ({ align, wrap }: HtmlColumn): Html => raw(wrap ? ' class="wrap"' : align === "left" ? ' class="left"' : "");
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table${columns.length > DENSE && raw(' class="dense"')}>
<caption><span>${caption}</span></caption>
<thead><tr>${columns.map((c) => html`<th scope="col"${classOf({ ...c, align: c.wrap ? "left" : c.align, wrap: false })}>${c.title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, i) => (i === 0 ? html`<th scope="row"${classOf(columns[i])}>${cell}</th>` : html`<td${classOf(columns[i])}>${cell}</td>`))}</tr>
`)}</tbody>
</table></div>`;
}

/** A share as a bar, beside its number. */
export const meter = (share: number): Html => html`<span class="meter" style="width:${(Math.min(1, Math.max(0, share)) * 11).toFixed(2)}rem"></span>`;
