import { isSession, inCalendar } from "../../calendar";
import { indexOfDay } from "../../market/days";
import { dayCheck, SOUND, NOT_COUNTED } from "./days";

const FOUND = { severity: 1, a: 0, b: 0 };

export const noSession = dayCheck({
  id: "no_session", title: "Chains dated on closed days", basis: "data", grade: "fault", unit: "days",
  threshold: "the exchange held no session on the chain's date",
  judge: ({ days }) => (d) => (inCalendar(days.day[d]) && isSession(days.day[d]) ? SOUND : FOUND),
  detail: () => "the exchange was closed",
});

export const noBar = dayCheck({
  id: "no_bar", title: "Days without an official bar", basis: "data", grade: "doubt", unit: "days",
  threshold: "the bars have no session on the chain's date, though they cover other days",
  judge: ({ days }, { bars }) => (d) => (bars.day.length === 0 ? NOT_COUNTED : indexOfDay(bars.day, days.day[d]) < 0 ? FOUND : SOUND),
  detail: () => "no bar: nothing settles or is featured by this day",
});
