import { EXIT_REASONS } from "../../metrics/names";
import { grouped, percent } from "../../report/format";
import { REASONS } from "../../results/reasons";
import { createBars } from "./bars";

/** Trades by exit reason. */
export function createExitsView(host: HTMLElement): (exits: Uint32Array) => void {
  const show = createBars(host, "Trades by exit reason");
  return (exits) => {
    const total = exits.reduce((sum, count) => sum + count, 0);
    show(EXIT_REASONS.map((name, code) => ({ id: name, label: name.replaceAll("_", " "), value: exits[code], text: exits[code] ? `${grouped(exits[code])} · ${percent(exits[code] / total, 1)}` : "0" })));
  };
}

/** Chances by reason: opened, or why not. Reasons that never occur are left out. */
export function createFunnelView(host: HTMLElement): (reasons: Uint32Array) => void {
  const show = createBars(host, "Chances by reason");
  return (reasons) => {
    const total = reasons.reduce((sum, count) => sum + count, 0);
    const used = REASONS.map((reason, code) => ({ ...reason, count: reasons[code] })).filter(({ count }) => count > 0);
    show(used.map(({ id, text, remedy, count }) => ({ id, label: text, value: count, text: `${grouped(count)} · ${percent(count / total, 1)}`, title: remedy })));
  };
}
