import * as abi from "../../assembly/abi";

/** Things that did not stop the run but that its reader should know. */
const COUNTERS = [
  { id: "stale_marks", slot: abi.SUM_STALE_MARKS, text: "position-sessions on which a leg had no valid quote and the old mark was kept" },
  { id: "blocked_exits", slot: abi.SUM_BLOCKED_EXITS, text: "exits that were due but found no executable quote" },
  { id: "fills_out_of_bounds", slot: abi.SUM_FILL_OUT_OF_BOUNDS, text: "exit fills outside [0, width], refused" },
  { id: "assignments", slot: abi.SUM_ASSIGNMENTS, text: "early assignments" },
  { id: "assignment_unknown", slot: abi.SUM_ASSIGNMENT_UNKNOWN, text: "position-sessions in the money on which assignment could not be judged for want of a fresh quote" },
  { id: "fallback_settlements", slot: abi.SUM_FALLBACK_SETTLEMENTS, text: "settlements on a stand-in price" },
  { id: "pins", slot: abi.SUM_PINS, text: "expiries with exactly one leg in the money" },
] as const;

export type CounterId = (typeof COUNTERS)[number]["id"];
export type Counters = Record<CounterId, { count: number; text: string }>;

/** Names the SUM_* counters of a run. */
export const summariseCounters = (summary: Float64Array): Counters =>
  Object.fromEntries(COUNTERS.map(({ id, slot, text }) => [id, { count: summary[slot], text }])) as Counters;
