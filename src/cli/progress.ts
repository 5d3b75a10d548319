/** A one-line progress bar with time left, on standard error; silent when asked or when nobody watches. */
export interface ProgressBar {
  update(done: number, total: number, note?: string): void;
  /** Replaces the bar by a word for a phase without a measure. */
  say(phase: string): void;
  /** Clears the line. */
  end(): void;
}

const WIDTH = 28;
const EVERY_MS = 100;

export function progressBar(label: string, silent: boolean): ProgressBar {
  if (silent || !process.stderr.isTTY) return { update() {}, say() {}, end() {} };
  const began = performance.now();
  let last = -Infinity;
  const line = (text: string) => process.stderr.write(`\r\x1b[2K${text}`);
  return {
    update(done, total, note = "") {
      const now = performance.now();
      if (now - last < EVERY_MS) return;
      last = now;
      const share = total > 0 ? done / total : 0;
      const filled = Math.round(share * WIDTH);
      const left = share > 0 ? ((now - began) / 1000) * (1 / share - 1) : NaN;
      const eta = Number.isFinite(left) ? `${left.toFixed(0)} s left` : "";
      line(`${label} ${"█".repeat(filled)}${"░".repeat(WIDTH - filled)} ${(100 * share).toFixed(0).padStart(3)} % ${[note, eta].filter(Boolean).join("  ")}`);
    },
    say: (phase) => line(`${label} … ${phase}`),
    end: () => line(""),
  };
}
