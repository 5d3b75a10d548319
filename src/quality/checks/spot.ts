import { DEFAULT_LIMITS } from "../limits";
import { indexOfDay } from "../../market/days";
import { basisPoints, money, percent } from "../text";
import { dayCheck, NOT_COUNTED, SOUND } from "./days";

/** The snapshot is minutes before the close (D.15), so that a difference is no fault; a large one says that the day was taken at another hour. */
export const spotClose = dayCheck({
  id: "spot_close", title: "Spot far from the official close", basis: "data", grade: "doubt", unit: "days with an official bar",
  threshold: `the spot recorded with the chain differs from the official close by more than ${percent(DEFAULT_LIMITS.spotClose)}`,
  judge: ({ days }, { bars, limits }) => (d) => {
    const bar = indexOfDay(bars.day, days.day[d]);
    if (bar < 0) return NOT_COUNTED;
    const gap = days.spot[d] / bars.close[bar] - 1;
    return Math.abs(gap) > limits.spotClose ? { severity: Math.abs(gap), a: days.spot[d], b: bars.close[bar] } : SOUND;
  },
  detail: ({ a, b }) => `spot ${money(a)}, close ${money(b)}: ${basisPoints(a / b - 1)}`,
});

export const spotRange = dayCheck({
  id: "spot_range", title: "Spot outside the session's range", basis: "data", grade: "fault", unit: "days with an official bar",
  threshold: `the spot is below the session's low or above its high by more than ${percent(DEFAULT_LIMITS.spotRange)}`,
  judge: ({ days }, { bars, limits }) => (d) => {
    const bar = indexOfDay(bars.day, days.day[d]);
    if (bar < 0) return NOT_COUNTED;
    const spot = days.spot[d];
    const beyond = Math.max(spot / bars.high[bar] - 1, 1 - spot / bars.low[bar]);
    return beyond > limits.spotRange ? { severity: beyond, a: spot, b: spot > bars.high[bar] ? bars.high[bar] : bars.low[bar] } : SOUND;
  },
  detail: ({ a, b }) => `spot ${money(a)}, the session's ${a > b ? "high" : "low"} is ${money(b)}`,
});
