// Walk-forward windows.
//
//   rolling    ├── train ──┤validate┤ test ┤                anchored   ├── train ──┤validate┤ test ┤
//                     ├── train ──┤validate┤ test ┤                    ├───── train ─────┤validate┤ test ┤
//              └ step ┘                                                └ step ┘ longer each time
import { configError } from "../errors";
import { addMonths, isNone, parseLength, sum, times, type Length } from "./length";
import { firstAtOrAfter, sessionSpan, spanText, type Span } from "./span";

export interface RollingOptions {
  /** Day numbers of the range that is divided, both included. */
  first: number;
  last: number;
  /** Lengths: 24m, 2y, 26w, 180d; or all of them in sessions: 500s. */
  train: string;
  /** `0` (default): no validation stage. */
  validate?: string;
  test: string;
  /** Between one window and the next; default: the test's length, so that tests join without overlap. */
  step?: string;
  /** Training always begins at `first` and grows. */
  anchored?: boolean;
  /** Left out at the end of training and of validation, in days, weeks or sessions: 5d, 1w, 10s. Default none. */
  embargo?: string;
}

/** Three stretches in this order without a common day; each begins and ends on a session. */
export interface RollingWindow {
  train: Span;
  validate: Span | null;
  test: Span;
}

/**
 * Days without a session around the turn of a month. A range that begins so many days into a month is measured from its 1st, and a test window may reach so
 * far beyond the last day without its being called incomplete.
 */
const LONG_WEEKEND = 4;

/**
 * The windows that fit into the range, in order. A test window that the range cuts short is left out, and so is a window with a stretch without a session.
 * @param sessions rising day numbers of all sessions of the data
 * Throws a config error for lengths that cannot be read or mixed, and when nothing fits.
 */
export function rollingWindows(options: RollingOptions, sessions: ArrayLike<number>): RollingWindow[] {
  const { train, validate, test, step, embargo } = lengthsOf(options);
  const { first, last } = options;
  const inside = Array.from(sessions).filter((day) => day >= first && day <= last);
  const at = ruler(turnOfMonth(first), inside);
  const windows: RollingWindow[] = [];
  for (let n = 0; ; n++) {
    const begin = times(step, n);
    const [trainEnd, testBegin, testEnd] = [at(sum(begin, train)), at(sum(begin, train, validate)), at(sum(begin, train, validate, test))];
    if (testEnd - 1 > last + LONG_WEEKEND) break;
    const spans = {
      train: before(inside, options.anchored ? first : Math.max(first, at(begin)), trainEnd, embargo),
      validate: isNone(validate) ? null : before(inside, trainEnd, testBegin, embargo),
      test: sessionSpan(inside, testBegin, testEnd),
    };
    if (spans.train && spans.test && (spans.validate || isNone(validate))) windows.push({ train: spans.train, validate: spans.validate, test: spans.test });
  }
  if (windows.length === 0) throw configError(`windows = ${[options.train, options.validate ?? "0", options.test].join("/")}`, `none fits into ${spanText({ start: first, end: last })} (${inside.length} sessions)`, "choose shorter windows or a longer range");
  return windows;
}

interface Lengths {
  train: Length;
  validate: Length;
  test: Length;
  step: Length;
  embargo: Length;
}

function lengthsOf({ train, validate = "0", test, step = test, embargo = "0" }: RollingOptions): Lengths {
  const lengths = { train: parseLength("train", train), validate: parseLength("validate", validate), test: parseLength("test", test), step: parseLength("step", step), embargo: parseLength("embargo", embargo) };
  for (const name of ["train", "test", "step"] as const) if (isNone(lengths[name])) throw configError(`${name} = 0`, "is no length", "write e.g. 3m");
  if (lengths.embargo.months) throw configError(`embargo = ${embargo}`, "is not in days, weeks or sessions", "write e.g. 45d");
  const parts = [lengths.train, lengths.validate, lengths.test, lengths.step].filter((length) => !isNone(length));
  const counted = parts.filter((length) => length.sessions > 0).length;
  if (counted > 0 && counted < parts.length) throw configError(`windows = ${[train, validate, test].join("/")}, step ${step}`, "mix sessions with calendar lengths", "write all in sessions or none");
  return lengths;
}

/** The 1st of the month when the day is the first of it that can be a session. */
function turnOfMonth(day: number): number {
  const late = new Date(day * 86_400_000).getUTCDate() - 1;
  return late <= LONG_WEEKEND ? day - late : day;
}

/** First day after a length from `first`. Measured from there every time, so that month ends do not drift; ∞ beyond the sessions. */
function ruler(first: number, sessions: readonly number[]): (length: Length) => number {
  return (length) => {
    if (length.sessions === 0) return addMonths(first, length.months) + length.days;
    if (length.sessions > sessions.length) return Infinity;
    return length.sessions === sessions.length ? sessions[sessions.length - 1] + 1 : sessions[length.sessions];
  };
}

/** The stretch that ends an embargo before `until`. */
function before(sessions: readonly number[], from: number, until: number, embargo: Length): Span | null {
  const end = sessions[firstAtOrAfter(sessions, until) - embargo.sessions - 1];
  return end === undefined ? null : sessionSpan(sessions, from, Math.min(until - embargo.days, end + 1));
}

/** Presets by name: months of training, validation and test. */
export const WINDOW_PRESETS = ["24/3/3", "6/1/1"] as const;

/** Lengths of `24/3/3`, `24m/3m/3m` or, without validation, `24/3`; a bare number means months. Throws a config error. */
export function parseWindows(field: string, text: string): Pick<RollingOptions, "train" | "validate" | "test"> {
  const parts = text.split("/").map((part) => part.trim()).map((part) => (/^\d+$/.test(part) && part !== "0" ? `${part}m` : part));
  if (parts.length < 2 || parts.length > 3) throw configError(`${field} = ${text}`, "is not train/validate/test", `write ${WINDOW_PRESETS.join(" or ")}; 500s/60s/60s counts sessions`);
  for (const part of parts) parseLength(field, part);
  return { train: parts[0], validate: parts.length === 3 ? parts[1] : "0", test: parts[parts.length - 1] };
}
