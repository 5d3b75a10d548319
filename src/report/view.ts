import { styleOf } from "./style";
import type { Style } from "./style";

/** How wide and how colourful. */
export interface View {
  width: number;
  style: Style;
}

/** At most 90 columns, at least 72, whatever the terminal says. */
export const viewOf = (columns: number, colour: boolean): View => ({ width: Math.max(72, Math.min(90, columns)), style: styleOf(colour) });

/** A section: its title on a rule, then its lines. */
export function section(view: View, title: string, lines: readonly string[], note = ""): string[] {
  const { accent, bold, dim } = view.style;
  const rest = view.width - title.length - 2 - (note ? note.length + 1 : 0);
  return ["", `${accent(bold(title))} ${dim("─".repeat(Math.max(2, rest)))}${note ? ` ${dim(note)}` : ""}`, ...lines];
}

/** Green above zero, red below. */
export const signed = (view: View, value: number, text: string): string => (value > 0 ? view.style.good(text) : value < 0 ? view.style.bad(text) : text);
