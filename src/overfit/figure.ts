import type { Figure } from "./types";

/** A number, or null with the reason when it is none. */
export const figure = (value: number, reason: string): Figure => (Number.isFinite(value) ? { value } : { value: null, reason });
