import { html } from "./escape";
import type { Html } from "./escape";

/** A bar from the middle to the left (below zero) or the right, beside its number; `share` of the largest magnitude, −1 … 1. */
export function swing(share: number): Html {
  const width = Math.min(50, Math.abs(share) * 50);
  return html`<span class="swing" aria-hidden="true"><i class="${share < 0 ? "down" : "up"}" style="width:${width.toFixed(1)}%"></i></span>`;
}

/** Text coloured by the sign of its value. */
export const signedText = (value: number, text: string): Html => html`<span class="${value > 0 ? "good" : value < 0 ? "bad" : ""}">${text}</span>`;
