import { METRICS } from "../../metrics/list";
import { metricText } from "../../report/format";
import { element } from "./dom";

const SHOWN = ["net_profit", "cagr", "sharpe", "sortino", "max_drawdown", "calmar", "trades", "win_rate", "profit_factor", "expectancy", "average_hold", "mean_heat"];

/** Position of a metric among the figures of a config. */
export const metricAt = (id: string): number => METRICS.findIndex((metric) => metric.id === id);

export interface MetricsView {
  /** Figures by METRICS order, NaN = undefined; those of the pinned config stand below. */
  show(now: Float64Array, pinned: Float64Array | null): void;
}

/** The headline figures as a list of terms; definitions as tooltips. */
export function createMetricsView(host: HTMLElement): MetricsView {
  const items = SHOWN.map((id) => {
    const metric = METRICS[metricAt(id)];
    const value = element("span", { "data-metric": id }, "–");
    const pinned = element("small", {});
    return { at: metricAt(id), metric, value, pinned, box: element("div", { title: metric.definition }, element("dt", {}, metric.label), element("dd", {}, value, pinned)) };
  });
  host.replaceChildren(element("dl", { class: "figures" }, ...items.map(({ box }) => box)));
  const text = (value: number, { unit }: (typeof METRICS)[number]): string => metricText({ value: Number.isNaN(value) ? null : value, unit });
  return {
    show(now, before) {
      for (const { at, metric, value, pinned } of items) {
        value.textContent = text(now[at], metric);
        pinned.textContent = before ? `pinned ${text(before[at], metric)}` : "";
      }
    },
  };
}
