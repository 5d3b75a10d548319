// While a market is read: how much of it is there, and how long the rest will take.
import type { OpenStep } from "../protocol";
import { element } from "./dom";

export interface OpeningView {
  step(step: OpenStep): void;
  done(): void;
}

/** A bar and a line of words. They are not read aloud: what is, says when it begins and when it ends. */
export function createOpeningView(host: HTMLElement): OpeningView {
  const bar = element("progress", { max: 1, "aria-label": "Share of the market that has been read" });
  const words = element("span");
  host.replaceChildren(bar, words);
  return {
    step({ done, total, elapsed }) {
      host.hidden = false;
      bar.value = done / total;
      words.textContent = openingWords(done, total, elapsed);
    },
    done: () => void (host.hidden = true),
  };
}

/** "43 % · 76 of 177 MB · about 3 s left". No guess before there is something to guess from. */
export function openingWords(done: number, total: number, elapsed: number): string {
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
  const left = elapsed > 500 && done > 0 ? ` · about ${Math.ceil(((total - done) / done) * (elapsed / 1000))} s left` : "";
  return `${Math.floor((100 * done) / total)} % · ${megabytes(done)} of ${megabytes(total)} MB${left}`;
}
