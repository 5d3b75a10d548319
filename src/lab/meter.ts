// How fast it is, measured: backtests per second of the engine's own time, and pictures drawn per second while something moves.

export interface Meter {
  evaluated(configs: number, milliseconds: number): void;
  frame(): void;
}

/** Milliseconds over which both are averaged; a pause of this length ends a movement. */
const SPAN = 1000;

export function createMeter(show: (backtestsPerSecond: number, framesPerSecond: number | null) => void): Meter {
  let work: { at: number; configs: number; milliseconds: number }[] = [];
  let frames: number[] = [];
  let last = 0;
  const report = (now: number): void => {
    work = work.length > 50 ? work.slice(-50) : work;
    frames = frames.filter((at) => now - at < SPAN);
    const time = work.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const configs = work.reduce((sum, entry) => sum + entry.configs, 0);
    const moving = frames.length > 5 ? ((frames.length - 1) * 1000) / (frames[frames.length - 1] - frames[0]) : null;
    show(time > 0 ? (configs * 1000) / time : 0, moving);
  };
  return {
    evaluated(configs, milliseconds) {
      work.push({ at: performance.now(), configs, milliseconds });
    },
    frame() {
      const now = performance.now();
      frames.push(now);
      if (now - last < 100) return;
      last = now;
      report(now);
    },
  };
}
