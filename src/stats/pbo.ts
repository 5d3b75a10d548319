// Probability of backtest overfitting by combinatorially symmetric cross-validation (CSCV): D. H. Bailey, J. Borwein, M. López de Prado, Q. J. Zhu,
// "The Probability of Backtest Overfitting", Journal of Computational Finance 20 (2017).
//
// Sessions are cut into S blocks. For every choice of S/2 of them: the configuration that was best inside is ranked outside. A half and its complement come
// together, and a half's sums grow block by block down a tree of choices, so a choice costs two additions per configuration:
//
//   blocks   0 1 2 3 …          depth 0: {0}   → {0,1} → {0,1,2} → … leaf: S/2 blocks inside, S/2 outside = total − inside
//   sums     [block][row]                      → {0,2} …
import { dataError } from "../errors";
import { log } from "../../assembly/portable/log";
import { rowOf, type ReturnMatrix } from "./matrix";

export interface Pbo {
  /** Share of the combinations in which the configuration chosen inside is not above the median outside (logit ≤ 0). */
  pbo: number;
  /** [combination] ln(ω / (1 − ω)), ω = rank outside of the one chosen inside / (rows + 1); ties share their mean rank. */
  logits: Float64Array;
  /** [combination] the row chosen. */
  chosen: Int32Array;
  /** [combination] its Sharpe ratio per session inside, and outside. */
  inside: Float64Array;
  outside: Float64Array;
  /** Least squares of outside on inside over the combinations; NaN when inside never varies. */
  slope: number;
  intercept: number;
  /** Share of its variance that the line explains. */
  rSquared: number;
  /** Share of the combinations in which the one chosen loses outside (Sharpe < 0). */
  probabilityOfLoss: number;
  /** Mean Sharpe ratio per session, outside, of the one chosen; and of all rows: what choosing at random earns. */
  chosenOutside: number;
  anyOutside: number;
  blocks: number;
}

/** More blocks than this make too many combinations: C(20, 10) = 184,756. */
const MOST_BLOCKS = 20;

/**
 * CSCV with the Sharpe ratio over the daily returns of configurations. A row that does not vary in a half has no Sharpe ratio there: it is never chosen
 * while another has one, and outside it counts as 0, money that lay still. Throws a data error for an odd number of blocks, fewer than two rows or fewer than two sessions a block.
 */
export function pbo(matrix: ReturnMatrix, { blocks = 16 }: { blocks?: number } = {}): Pbo {
  if (!Number.isInteger(blocks) || blocks % 2 || blocks < 2 || blocks > MOST_BLOCKS) throw dataError(`blocks = ${blocks}`, `is not an even number from 2 to ${MOST_BLOCKS}`, "16 is usual: 12,870 combinations");
  if (matrix.rows < 2) throw dataError(`configs = ${matrix.rows}`, "choosing needs two at least", "sweep more configs");
  if (matrix.columns < 2 * blocks) throw dataError(`sessions = ${matrix.columns}`, `are fewer than two for each of ${blocks} blocks`, "choose fewer blocks or a longer range");
  const sums = blockSums(matrix, blocks);
  const halves = createHalves(sums, matrix.rows);
  descend(sums, matrix.rows, halves.take);
  return summary(halves, blocks);
}

interface BlockSums {
  /** [block] sessions. */
  sizes: number[];
  /** [block][row] Σ return, Σ return². */
  sum: Float64Array[];
  square: Float64Array[];
}

/** Blocks whose sizes differ by one session at most. */
function blockSums(matrix: ReturnMatrix, blocks: number): BlockSums {
  const begin = (b: number): number => Math.floor((b * matrix.columns) / blocks);
  const empty = (): Float64Array[] => Array.from({ length: blocks }, () => new Float64Array(matrix.rows));
  const sums: BlockSums = { sizes: Array.from({ length: blocks }, (_, b) => begin(b + 1) - begin(b)), sum: empty(), square: empty() };
  for (let row = 0; row < matrix.rows; row++) {
    const series = rowOf(matrix, row);
    for (let b = 0; b < blocks; b++) {
      let [sum, square] = [0, 0];
      for (let t = begin(b); t < begin(b + 1); t++) {
        sum += series[t];
        square += series[t] * series[t];
      }
      sums.sum[b][row] = sum;
      sums.square[b][row] = square;
    }
  }
  return sums;
}

/** Sums over the blocks inside. */
interface Half {
  size: number;
  sum: Float64Array;
  square: Float64Array;
}

/** Walks the choices of half of the blocks that hold block 0, in lexicographic order; their complements are the other half of all choices. */
function descend({ sizes, sum, square }: BlockSums, rows: number, leaf: (inside: Half) => void): void {
  const half = sizes.length / 2;
  const levels = Array.from({ length: half }, (): Half => ({ size: 0, sum: new Float64Array(rows), square: new Float64Array(rows) }));
  const grow = (depth: number, block: number): void => {
    const [into, above] = [levels[depth], depth > 0 ? levels[depth - 1] : undefined];
    into.size = (above?.size ?? 0) + sizes[block];
    addInto(into.sum, above?.sum, sum[block]);
    addInto(into.square, above?.square, square[block]);
    if (depth === half - 1) leaf(into);
    else for (let next = block + 1; next <= sizes.length - (half - 1 - depth); next++) grow(depth + 1, next);
  };
  grow(0, 0);
}

function addInto(into: Float64Array, above: Float64Array | undefined, block: Float64Array): void {
  if (!above) into.set(block);
  else for (let row = 0; row < into.length; row++) into[row] = above[row] + block[row];
}

interface Halves {
  take: (inside: Half) => void;
  logits: number[];
  chosen: number[];
  inside: number[];
  outside: number[];
  /** Σ over combinations of the mean over rows, outside. */
  any(): number;
}

/** Compares both halves of a choice, each as the inside of the other. */
function createHalves({ sizes, sum, square }: BlockSums, rows: number): Halves {
  const whole: Half = { size: sizes.reduce((a, b) => a + b, 0), sum: new Float64Array(rows), square: new Float64Array(rows) };
  for (let b = 0; b < sizes.length; b++) {
    addInto(whole.sum, whole.sum, sum[b]);
    addInto(whole.square, whole.square, square[b]);
  }
  const rest: Half = { size: 0, sum: new Float64Array(rows), square: new Float64Array(rows) };
  const [left, right] = [new Float64Array(rows), new Float64Array(rows)];
  const [logits, chosen, inside, outside]: number[][] = [[], [], [], []];
  let any = 0;
  const compare = (within: Float64Array, best: number, beyond: Float64Array): void => {
    const share = rankOf(beyond, best) / (rows + 1);
    logits.push(log(share / (1 - share)));
    chosen.push(best);
    inside.push(within[best]);
    outside.push(beyond[best]);
  };
  const take = (half: Half): void => {
    rest.size = whole.size - half.size;
    for (let row = 0; row < rows; row++) rest.sum[row] = whole.sum[row] - half.sum[row];
    for (let row = 0; row < rows; row++) rest.square[row] = whole.square[row] - half.square[row];
    const [one, other] = [measure(left, half), measure(right, rest)];
    any += (one.total + other.total) / rows;
    compare(left, one.best, right);
    compare(right, other.best, left);
  };
  return { take, logits, chosen, inside, outside, any: () => any };
}

/** A variance below this share of the mean square is rounding, not variation. */
const ROUNDING = 1e-13;

/** Writes the rows' Sharpe ratios, 0 where a row does not vary; returns their sum and the first row of those that vary with the highest. */
function measure(into: Float64Array, { size, sum, square }: Half): { best: number; total: number } {
  const scale = Math.sqrt(size - 1) / size;
  let [best, highest, total] = [0, -Infinity, 0];
  for (let row = 0; row < into.length; row++) {
    const spread = square[row] - (sum[row] * sum[row]) / size;
    let value = 0;
    if (spread > ROUNDING * square[row]) {
      value = (sum[row] * scale) / Math.sqrt(spread);
      total += value;
      if (value > highest) {
        highest = value;
        best = row;
      }
    }
    into[row] = value;
  }
  return { best, total };
}

/** Rank of a row from below, 1 … rows, ties sharing their mean. */
function rankOf(values: Float64Array, row: number): number {
  const own = values[row];
  let below = 0;
  let equal = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < own) below++;
    else if (values[i] === own) equal++;
  }
  return below + (equal + 1) / 2;
}

function summary({ logits, chosen, inside, outside, any }: Halves, blocks: number): Pbo {
  const count = logits.length;
  const share = (holds: (value: number) => boolean, values: readonly number[]): number => values.filter(holds).length / count;
  return {
    pbo: share((logit) => logit <= 0, logits),
    logits: Float64Array.from(logits), chosen: Int32Array.from(chosen), inside: Float64Array.from(inside), outside: Float64Array.from(outside),
    ...line(inside, outside),
    probabilityOfLoss: share((value) => value < 0, outside),
    chosenOutside: outside.reduce((a, b) => a + b, 0) / count,
    anyOutside: any() / count,
    blocks,
  };
}

/** Least squares of y on x. */
function line(x: readonly number[], y: readonly number[]): { slope: number; intercept: number; rSquared: number } {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    xx += (x[i] - mx) * (x[i] - mx);
    xy += (x[i] - mx) * (y[i] - my);
    yy += (y[i] - my) * (y[i] - my);
  }
  const slope = xx > 0 ? xy / xx : NaN;
  return { slope, intercept: my - slope * mx, rSquared: xx > 0 && yy > 0 ? (xy * xy) / (xx * yy) : NaN };
}
