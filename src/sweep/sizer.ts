// How many configs a batch takes: enough to share work, few enough that progress and Ctrl-C are never far.

/** Milliseconds that a batch should take. */
const TARGET = 150;
const FIRST = 4;
const MOST = 2048;

/** Sizes follow the speed seen so far; results do not depend on them. */
export function createSizer(lanes: number): { size: () => number; finished: (configs: number) => void } {
  let size = FIRST;
  let last = performance.now();
  return {
    size: () => size,
    finished(configs) {
      const now = performance.now();
      const perMillisecond = configs / Math.max(now - last, 0.1) / lanes;
      last = now;
      size = Math.max(1, Math.min(MOST, size * 4, Math.ceil(perMillisecond * TARGET)));
    },
  };
}
