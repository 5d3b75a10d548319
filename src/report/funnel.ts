import type { Execution } from "../results/execution";
import { bar } from "./chart";
import { grouped, percent } from "./format";
import { padEnd, padStart, widthOf, wrapText } from "./style";
import { section } from "./view";
import type { View } from "./view";

const BAR = 12;

const shareText = (share: number): string => (share > 0 && share < 0.0005 ? "<0.1 %" : percent(share, 1));

/** Why it traded or did not: every chance under exactly one reason, with what to loosen for the commonest. */
export function funnelSection(view: View, { funnel }: Execution): string[] {
  if (funnel.chances === 0) return [];
  const { dim, good, warn } = view.style;
  const counts = Math.max(...funnel.codes.map((code) => widthOf(grouped(code.count))));
  const room = view.width - 2 - BAR - counts - 11;
  const lines = funnel.codes.flatMap((code) => {
    const paint = code.code === 0 ? good : warn;
    const head = `  ${padStart(grouped(code.count), counts)} ${padStart(shareText(code.share), 7)}  ${padEnd(paint(bar(code.share, BAR)), BAR)} `;
    return wrapText(code.text, room).map((line, i) => (i === 0 ? head : " ".repeat(widthOf(head))) + line);
  });
  const refusal = funnel.codes.filter((code) => code.code > 0).sort((a, b) => b.count - a.count)[0];
  const advice = refusal ? wrapText(`most common refusal: ${refusal.text} → ${refusal.remedy}`, view.width - 4).map((line) => dim(`  ${line}`)) : [];
  return section(view, "Funnel: why it traded, why it did not", [...lines, ...advice], `${grouped(funnel.chances)} chances`);
}
