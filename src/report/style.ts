// Colour and width. Eight ANSI colours by their roles; a dependency would replace twelve lines.

export interface Style {
  bold: (text: string) => string;
  dim: (text: string) => string;
  good: (text: string) => string;
  bad: (text: string) => string;
  warn: (text: string) => string;
  accent: (text: string) => string;
  /** Black on a background from worst (0) to best (4). */
  heat: (level: number, text: string) => string;
}

const wrap = (on: boolean, open: number, close: number) => (text: string): string => (on && text ? `\u001b[${open}m${text}\u001b[${close}m` : text);

/** Backgrounds: red, magenta, yellow, cyan, green. */
const HEAT = [41, 45, 43, 46, 42];

export const styleOf = (colour: boolean): Style => ({
  heat: (level, text) => wrap(colour, 30, 39)(wrap(colour, HEAT[level], 49)(text)),
  bold: wrap(colour, 1, 22), dim: wrap(colour, 2, 22), good: wrap(colour, 32, 39), bad: wrap(colour, 31, 39), warn: wrap(colour, 33, 39), accent: wrap(colour, 36, 39),
});

 
const ANSI = /\u001b\[\d+m/g;
const COMBINING = /\p{M}/gu;

/** Columns a text takes. Everything the report prints is one column wide but for combining marks. */
export const widthOf = (text: string): number => Array.from(text.replace(ANSI, "").replace(COMBINING, "")).length;

export const padEnd = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - widthOf(text)));
export const padStart = (text: string, width: number): string => " ".repeat(Math.max(0, width - widthOf(text))) + text;

/** Shortens plain text to `width`, the cut marked. */
export const clip = (text: string, width: number): string => (widthOf(text) <= width ? text : `${Array.from(text).slice(0, Math.max(0, width - 1)).join("")}…`);

/** Splits plain text at blanks into lines of at most `width`. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.length - 1;
    if (last >= 0 && widthOf(lines[last]) + 1 + widthOf(word) <= width) lines[last] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}
