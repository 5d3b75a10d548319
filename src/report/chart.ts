// Line and area charts from braille cells: two columns × four rows of dots each.
//
//   dot bits of a cell:  0x01 0x08      rows from top to bottom,
//                        0x02 0x10      left and right column
//                        0x04 0x20
//                        0x40 0x80

const DOTS: readonly (readonly [number, number, number, number])[] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];
const BLANK = 0x2800;

/** The value at each of `columns` positions: last value of each equal stretch, so the final point is the final value. */
export function sample(values: ArrayLike<number>, columns: number): number[] {
  return Array.from({ length: columns }, (_, i) => values[Math.max(0, Math.ceil(((i + 1) * values.length) / columns) - 1)]);
}

/** The largest value of each equal stretch: for drawdowns, whose peaks must not be missed. */
export function samplePeaks(values: ArrayLike<number>, columns: number): number[] {
  return Array.from({ length: columns }, (_, i) => {
    const begin = Math.floor((i * values.length) / columns);
    const end = Math.max(begin + 1, Math.floor(((i + 1) * values.length) / columns));
    let top = values[begin];
    for (let t = begin; t < end; t++) if (values[t] > top) top = values[t];
    return top;
  });
}

/** A connected line of `2 × width` points between `low` and `high`, as `height` lines of braille. */
export function lineChart(points: readonly number[], width: number, height: number, low: number, high: number): string[] {
  const grid = new Uint8Array(width * height);
  const rows = height * 4;
  const rowOf = (value: number): number => Math.min(rows - 1, Math.max(0, Math.round(((high - value) / (high - low || 1)) * (rows - 1))));
  points.forEach((value, x) => {
    const row = rowOf(value);
    const previous = x > 0 ? rowOf(points[x - 1]) : row;
    const step = previous < row ? 1 : -1;
    for (let y = previous === row ? row : previous + step; ; y += step) {
      setDot(grid, width, x, y);
      if (y === row) break;
    }
  });
  return lines(grid, width, height);
}

/** Bars of `2 × width` values hanging from the top; `deepest` fills the height. */
export function hangingChart(points: readonly number[], width: number, height: number, deepest: number): string[] {
  const grid = new Uint8Array(width * height);
  points.forEach((value, x) => {
    const dots = deepest > 0 ? Math.ceil((value / deepest) * height * 4 - 1e-9) : 0;
    for (let y = 0; y < dots; y++) setDot(grid, width, x, y);
  });
  return lines(grid, width, height);
}

function setDot(grid: Uint8Array, width: number, x: number, y: number): void {
  grid[(y >> 2) * width + (x >> 1)] |= DOTS[x & 1][y & 3];
}

const lines = (grid: Uint8Array, width: number, height: number): string[] =>
  Array.from({ length: height }, (_, y) => Array.from(grid.subarray(y * width, (y + 1) * width), (bits) => (bits ? String.fromCharCode(BLANK + bits) : " ")).join(""));

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A horizontal bar of `share` × `width` columns, to an eighth of a column; something visible for any share above 0. */
export function bar(share: number, width: number): string {
  const eighths = Math.min(width * 8, Math.max(share > 0 ? 1 : 0, Math.round(share * width * 8)));
  return "█".repeat(eighths >> 3) + EIGHTHS[eighths & 7];
}

/** Points as single dots; x and y are shares 0…1 of the width (rightwards) and height (upwards). */
export function scatterChart(points: readonly (readonly [x: number, y: number])[], width: number, height: number): string[] {
  const grid = new Uint8Array(width * height);
  for (const [x, y] of points) setDot(grid, width, Math.round(x * (width * 2 - 1)), Math.round((1 - y) * (height * 4 - 1)));
  return lines(grid, width, height);
}

const LEVELS = "▁▂▃▄▅▆▇█";

/** One block per share 0…1; a middle dot for none. */
export const sparkline = (shares: readonly (number | null)[]): string => shares.map((share) => (share === null ? "·" : LEVELS[Math.min(7, Math.floor(share * 8))])).join("");
