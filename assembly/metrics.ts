// What a sweep keeps of a finished run, from the METRICS record of abi.ts: the same bits as src/metrics.
import { reasonTotals, yearlyChanges } from "./metrics/counts";
import { growthAndFall } from "./metrics/drawdown";
import { exposure } from "./metrics/exposure";
import { fingerprint } from "./metrics/fingerprint";
import { dailyRatios } from "./metrics/returns";
import { tail } from "./metrics/tail";
import { tradeSums } from "./metrics/trades";

/** Fills every output of the METRICS record. */
export function measure(record: usize): void {
  dailyRatios(record);
  growthAndFall(record);
  exposure(record);
  tail(record, tradeSums(record));
  yearlyChanges(record);
  reasonTotals(record);
  fingerprint(record);
}
