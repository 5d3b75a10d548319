import { element } from "./dom";

export interface Bar {
  id: string;
  label: string;
  value: number;
  text: string;
  title?: string;
}

/** Rows of label, bar and amount; the longest bar is the largest amount. Rows are kept while their ids stay, so that dragging moves them. */
export function createBars(host: HTMLElement, label: string): (bars: readonly Bar[]) => void {
  const list = element("dl", { class: "bars", "aria-label": label });
  host.replaceChildren(list);
  let ids = "";
  let rows: { term: HTMLElement; bar: HTMLElement; amount: HTMLElement }[] = [];
  return (bars) => {
    const now = bars.map(({ id }) => id).join();
    if (now !== ids) {
      ids = now;
      rows = bars.map(() => ({ term: element("dt"), bar: element("div", { class: "bar" }), amount: element("dd", { class: "amount" }) }));
      list.replaceChildren(...rows.flatMap(({ term, bar, amount }) => [term, element("dd", { "aria-hidden": "true" }, bar), amount]));
    }
    const most = bars.reduce((top, { value }) => Math.max(top, value), 0) || 1;
    bars.forEach(({ label: name, value, text, title }, i) => {
      const { term, bar, amount } = rows[i];
      term.textContent = name;
      if (title) term.title = title;
      bar.style.width = `${((100 * value) / most).toFixed(1)}%`;
      amount.textContent = text;
    });
  };
}
