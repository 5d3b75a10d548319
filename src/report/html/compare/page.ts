import { configError } from "../../../errors";
import { grouped } from "../../format";
import { VERSION } from "../../../version";
import { html } from "../escape";
import { framePage } from "../frame";
import { banner, costs, definitions, parameters, provenance, remarks, runs } from "./about";
import { commonOf, rangeText } from "./common";
import { curves, difference } from "./curves";
import { sidesOf } from "./side";
import type { Recorded } from "./side";
import { exits, metrics, years } from "./tables";
import { trades } from "./trades";

/** Most runs that a page sets side by side: as many as there are colours that can be told apart. */
export const MOST = 6;

/**
 * The page that compares runs and imported logs, the first two in detail. Pure: the same files give the same text. `document` draws the charts.
 * Throws config errors for fewer than two or more than six, data errors for runs without a common session.
 */
export function comparePage(recorded: readonly Recorded[], document: Document): string {
  if (recorded.length < 2 || recorded.length > MOST) throw configError(`${recorded.length} run${recorded.length === 1 ? "" : "s"}`, `a comparison takes 2 to ${MOST}`, "name the folders of 2 to 6 runs or imported logs");
  const sides = sidesOf(recorded);
  const common = commonOf(sides);
  const [a, b] = sides;
  return framePage({
    title: `Comparison of ${sides.map(({ run: { folder } }) => folder.split(/[\\/]/).filter(Boolean).at(-1) ?? folder).join(", ")}`,
    subtitle: html`${rangeText(common.day)} · ${grouped(common.day.length)} common sessions · ${sides.map(({ letter, run: { folder } }) => `${letter} = ${folder}`).join(" · ")}`,
    banner: banner(sides),
    sections: [
      { id: "runs", title: "What is compared", body: runs(common) },
      { id: "curves", title: "Curves", body: curves(document, common) },
      { id: "difference", title: `Difference ${a.letter} − ${b.letter}`, body: difference(document, common) },
      { id: "metrics", title: "Figures", body: metrics(common) },
      { id: "years", title: "Years", body: years(common) },
      { id: "trades", title: "Trades one to one", body: trades(common) },
      { id: "exits", title: "Exits", body: exits(common) },
      { id: "parameters", title: "Parameters", body: parameters(sides) },
      { id: "costs", title: "Costs", body: costs(common) },
      { id: "provenance", title: "Provenance", body: provenance(sides) },
      { id: "remarks", title: "Remarks", body: remarks(sides) },
      { id: "definitions", title: "Definitions", body: definitions() },
    ],
    footer: html`Made by mahler ${VERSION} from the files of ${sides.map(({ run: { folder } }) => folder).join(", ")}. No script, no network.`,
  });
}
