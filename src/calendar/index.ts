export {
  CALENDAR_FIRST, CALENDAR_LAST, inCalendar, isEarlyClose, isSession, nextSession, previousSession,
  sessionOnOrAfter, sessionOnOrBefore, sessions, thirdFriday,
} from "./calendar";
