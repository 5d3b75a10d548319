// Files with several snapshots a day: one is chosen per day, the others are counted.
import type { RowColumns, SetAside } from "./rows";

/** 15:45 New York: the snapshot most daily products are taken at. */
export const DEFAULT_MINUTE = 15 * 60 + 45;

/**
 * Keeps, of every day that has rows of several times, those of the latest time at or before `wanted`; of the earliest after it when there is none.
 * Rows without a time are all kept. `order` is sorted by day.
 */
export function dropOtherSnapshots(order: Uint32Array, c: RowColumns, wanted: number, setAside: SetAside): Uint32Array {
  let n = 0;
  for (let begin = 0, end = 0; begin < order.length; begin = end) {
    const day = c.day[order[begin]];
    let chosen = -1;
    let several = false;
    for (end = begin; end < order.length && c.day[order[end]] === day; end++) {
      const minute = c.minute[order[end]];
      if (minute < 0 || minute === chosen) continue;
      several ||= chosen >= 0;
      if (chosen < 0 || isBetter(minute, chosen, wanted)) chosen = minute;
    }
    for (let at = begin; at < end; at++) {
      const i = order[at];
      if (several && c.minute[i] >= 0 && c.minute[i] !== chosen) setAside(i, "other_snapshot");
      else order[n++] = i;
    }
  }
  return order.subarray(0, n);
}

function isBetter(minute: number, than: number, wanted: number): boolean {
  if (minute <= wanted) return than > wanted || minute > than;
  return than > wanted && minute < than;
}
