import type { PlateauPoint, Surroundings } from "../sweep/analysis/plateau";
import { grouped, percent } from "./format";
import { padEnd, wrapText } from "./style";
import { parametersText, tellingKeys, valueOf } from "./sweepView";
import type { Sweep } from "./sweepView";
import { section } from "./view";
import type { View } from "./view";

const LABEL = 13;

/** What the neighbours of the best config are worth, and which config stands on the best plateau. */
export function plateauLines(view: View, { analysis }: Sweep): string[] {
  const { plateau, metric } = analysis;
  if (!plateau) return [];
  const { bold, good, warn } = view.style;
  const { best, recommended, within } = plateau;
  const keys = tellingKeys(analysis);
  const line = (label: string, text: string, paint = (part: string) => part): string[] =>
    wrapText(text, view.width - LABEL - 4).map((part, i) => `  ${padEnd(i ? "" : bold(label), LABEL)}${paint(part)}`);
  const show = (value: number | null): string => (value === null ? "a config that cannot win" : valueOf(metric.id, value));
  const around = ({ count, median, worst, near }: Surroundings, what: string): string =>
    `${grouped(count)} ${what}: median ${show(median)}, worst ${show(worst)}, ${percent(near ?? 0, 0)} of them within ${percent(within, 0)} of it`;
  const point = (label: string, { config, value }: PlateauPoint): string[] => line(label, `config ${config}: ${valueOf(metric.id, value)} · ${parametersText(analysis, config, keys)}`);
  const verdict = best.spike === null ? line("", `${best.steps.count ? "one neighbour only" : "no neighbours"}: whether it is a spike cannot be told`, warn)
    : best.spike ? line("", "a spike: most neighbours are far below it; do not expect its value to last", warn) : line("", "no spike: most neighbours are near it", good);
  const edge = best.edges.length ? line("", `at the edge of ${best.edges.join(", ")}: better values may lie beyond`, warn) : [];
  const lines = [
    ...point("peak", best), ...(best.steps.count ? line("", around(best.steps, "one step away in one parameter")) : []),
    ...(best.box.count > best.steps.count ? line("", around(best.box, "at most one step away in each")) : []), ...verdict, ...edge,
  ];
  if (!recommended) return section(view, "Plateau", lines);
  const same = recommended.config === best.config;
  const advice = same ? line("recommended", "the peak itself: no config has better surroundings", good)
    : [...point("recommended", recommended), ...line("", `${around(recommended.steps, "one step away")}; plateau score ${show(recommended.score)}, the peak's is ${show(best.score)}`)];
  return section(view, "Plateau", [...lines, ...advice]);
}
