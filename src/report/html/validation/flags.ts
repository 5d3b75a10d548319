import { html } from "../escape";
import type { Html } from "../escape";

/** What should make a reader doubt the result, each with its numbers. */
export const flagList = (flags: readonly { text: string }[]): Html => (flags.length ? html`<ul>${flags.map(({ text }) => html`<li class="warn">${text}</li>`)}</ul>` : html`<p class="good">None of the checks found anything.</p>`);
