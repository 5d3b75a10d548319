// How fast it is, measured: backtests per second of the engine's own time, and pictures drawn per second while something moves.

export interface Meter {
  evaluated(configs: number, milliseconds: number): void;
  frame(): void;
}

/** Milliseconds for which a batch stands for the speed. */
const RECENT = 20_000;
/** Milliseconds over which both are averaged; a pause of this length ends a movement. */
const SPAN = 1000;

export function createMeter(show: (backtestsPerSecond: number, framesPerSecond: number | null) => void): Meter {
  /** The largest batch of late: single configs and first ones carry what is done once. */
  let work = { at: -Infinity, configs: 0, milliseconds: 0 };
  let frames: number[] = [];
  let last = 0;
  const report = (now: number): void => {
    frames = frames.filter((at) => now - at < SPAN);
    const moving = frames.length > 5 ? ((frames.length - 1) * 1000) / (frames[frames.length - 1] - frames[0]) : null;
    show(work.milliseconds > 0 ? (work.configs * 1000) / work.milliseconds : 0, moving);
  };
  return {
    evaluated(configs, milliseconds) {
      const now = performance.now();
      if (configs >= work.configs || now - work.at > RECENT) work = { at: now, configs, milliseconds };
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
