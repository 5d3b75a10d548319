/** Runs work; at most `lanes` pieces at a time, in the order of the calls. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export function createGate(lanes: number): Gate {
  let free = lanes;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
