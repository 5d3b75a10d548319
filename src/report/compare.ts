import type { Unit } from "../metrics/metric";
import { metricText } from "./format";
import { wrapText } from "./style";
import { textTable } from "./table";
import { section, signed } from "./view";
import type { View } from "./view";

export interface ComparedValue {
  name: string;
  unit: Unit;
  a: number | null;
  b: number | null;
}

/** Two runs side by side. */
export interface Compared {
  a: string;
  b: string;
  /** Parameters that differ, as text. */
  parameters: readonly { key: string; a: string; b: string }[];
  metrics: readonly ComparedValue[];
  /** Change of marked equity by calendar year, dollars. */
  years: readonly ComparedValue[];
  /** Whether both made the same trades. */
  sameTrades: boolean;
  /** What to know before comparing. */
  remarks?: readonly string[];
}

/** Parameters that differ, metrics and years with their difference. */
export function compareText(view: View, compared: Compared): string {
  const { a, b, parameters, metrics, years, sameTrades, remarks = [] } = compared;
  const { dim } = view.style;
  const right = { align: "right" } as const;
  const columns = [{ title: "", align: "left" } as const, { title: a, ...right }, { title: b, ...right }];
  const rows = (values: readonly ComparedValue[]): string[][] => values.map((value) => [value.name, metricText({ value: value.a, unit: value.unit }), metricText({ value: value.b, unit: value.unit }), difference(view, value)]);
  const wide = [...columns, { title: "difference", ...right }];
  const lines = [
    ...section(view, "Parameters that differ", parameters.length ? textTable(columns, parameters.map((p) => [p.key, p.a, p.b]), dim) : ["  none"], sameTrades ? "both made the same trades" : ""),
    ...section(view, "Metrics", textTable(wide, rows(metrics), dim)),
    ...section(view, "Change of equity by year", textTable(wide, rows(years), dim)),
    ...(remarks.length ? section(view, "Remarks", remarks.flatMap((remark) => wrapText(remark, view.width - 4).map((line, i) => (i === 0 ? "  " : "    ") + line))) : []),
  ];
  return `${lines.slice(1).join("\n")}\n`;
}

function difference(view: View, { a, b, unit }: ComparedValue): string {
  if (a === null || b === null) return "–";
  return signed(view, b - a, `${b > a ? "+" : ""}${metricText({ value: b - a, unit })}`);
}
