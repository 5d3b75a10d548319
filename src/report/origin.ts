import type { Origin } from "../market/types";
import { wrapText } from "./style";
import type { View } from "./view";

/** What a reader must know about quotes that no vendor recorded. */
const NOTICES: Record<Origin, { title: string; text: string } | null> = {
  vendor: null,
  simulated: {
    title: "SYNTHETIC QUOTES",
    text: "This market is simulated. It shows how the engine works and what rules do; it says nothing about what a strategy earned in the real one.",
  },
  "synthetic-quotes": {
    title: "SYNTHETIC QUOTES ON REAL BARS",
    text: "Prices and the volatility index are real, every option quote is modelled from them. It shows what rules do on real paths, not what they earned. Errors of the model: docs/synth.md.",
  },
};

/** The notice's title and text; null for a vendor's quotes. */
export const originNotice = (origin: Origin): { title: string; text: string } | null => NOTICES[origin];

/** A warning: its title once, its text beside it. */
export function banner(view: View, title: string, text: string): string[] {
  const lead = `▲ ${title}  `;
  return wrapText(text, view.width - lead.length).map((line, i) => (i === 0 ? lead : " ".repeat(lead.length)) + line);
}

/** An empty line and the banner; nothing for a vendor's quotes. */
export function originBanner(view: View, origin: Origin): string[] {
  const notice = NOTICES[origin];
  return notice === null ? [] : ["", ...banner(view, notice.title, notice.text).map(view.style.warn)];
}

/** The same in a few words, or "". */
export const originNote = (origin: Origin): string => NOTICES[origin]?.title.toLowerCase() ?? "";
