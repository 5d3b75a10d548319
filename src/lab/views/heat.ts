// Years × months on a canvas: two hundred and fifty cells change with every movement, and as a table they cost more to lay out than everything else together.
import { variable } from "./dom";

/** Cells of one year: its months and the year itself; undefined = no session. */
export type HeatRow = readonly (number | undefined)[];

export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const NAMES = [...MONTHS, "Year"];
const COLUMNS = NAMES.length;
/** CSS pixels. */
const [ROW, LABEL, LEAST, GAP, INSET] = [20, 40, 36, 1, 5];
const FONT = "12px system-ui, sans-serif";
/** A month of this size has the full colour, which is so much of it that text stays readable in both schemes. */
export const [FULL, DEPTH] = [0.03, 0.45];

export interface Heat {
  draw(first: number, rows: readonly HeatRow[]): void;
}

/** The text of a return, in percent without its sign of unit: −1.2. */
export function tenths(value: number): string {
  const size = Math.abs(value * 100).toFixed(1);
  return value < 0 && size !== "0.0" ? `−${size}` : size;
}

/** Draws into a canvas as wide as `host`, but no narrower than its text; again when the width or the colour scheme changes. Cells that stay the same are left alone. */
export function createHeat(canvas: HTMLCanvasElement, host: HTMLElement): Heat {
  const context = canvas.getContext("2d")!;
  let shown: { first: number; rows: readonly HeatRow[] } | null = null;
  let colours = palette();
  /** Told by the observer: asking for it while drawing would lay the page out twice. */
  let room = 0;
  let frame = "";
  let left: number[] = [];
  let drawn = new Map<number, number | undefined>();

  /** Fits the canvas and draws what does not change with the config: years and months. */
  const begin = (first: number, years: number): void => {
    const width = Math.max(room, LABEL + COLUMNS * LEAST);
    const height = (years + 1) * ROW;
    const now = [first, width, height, devicePixelRatio, ...Object.values(colours)].join();
    if (now === frame) return;
    frame = now;
    drawn = new Map();
    left = Array.from({ length: COLUMNS + 1 }, (_, i) => Math.round(LABEL + ((width - LABEL) * i) / COLUMNS));
    canvas.width = Math.round(width * devicePixelRatio); // forgets everything else
    canvas.height = Math.round(height * devicePixelRatio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    context.scale(canvas.width / width, canvas.height / height);
    Object.assign(context, { font: FONT, textAlign: "right", textBaseline: "middle", fillStyle: colours.muted });
    NAMES.forEach((name, m) => context.fillText(name, left[m + 1] - INSET, ROW / 2));
    context.fillStyle = colours.text;
    for (let y = 0; y < years; y++) context.fillText(String(first + y), LABEL - INSET, (y + 1.5) * ROW);
  };
  const cell = (y: number, m: number, value: number | undefined): void => {
    const [x, top, width] = [left[m], (y + 1) * ROW, left[m + 1] - left[m] - GAP];
    context.clearRect(x, top, width, ROW - GAP);
    if (value === undefined) return;
    context.globalAlpha = DEPTH * Math.min(1, Math.abs(value) / FULL);
    context.fillStyle = value < 0 ? colours.bad : colours.good;
    context.fillRect(x, top, width, ROW - GAP);
    context.globalAlpha = 1;
    context.fillStyle = colours.text;
    context.fillText(tenths(value), x + width + GAP - INSET, top + ROW / 2);
  };
  const draw = (): void => {
    if (!shown || room === 0) return;
    const { first, rows } = shown;
    begin(first, rows.length);
    rows.forEach((row, y) => row.forEach((value, m) => {
      const at = y * COLUMNS + m;
      if (drawn.get(at) === value) return;
      drawn.set(at, value);
      cell(y, m, value);
    }));
  };
  new ResizeObserver(() => {
    room = host.clientWidth;
    draw();
  }).observe(host);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    colours = palette();
    draw();
  });
  return {
    draw(first, rows) {
      shown = { first, rows };
      draw();
    },
  };
}

const palette = () => ({ text: variable("--text"), muted: variable("--muted"), good: variable("--good"), bad: variable("--bad") });
