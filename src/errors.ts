/** What kind of thing went wrong; the CLI maps kinds to exit codes. */
export type ErrorKind = "config" | "data" | "io" | "engine" | "cancelled";

/**
 * The one error type that users see. Message grammar: `subject: what is wrong; remedy`.
 * `subject` names the field, file or column together with its value, e.g. `min_delta = 0.4` or `SPY.csv:17 column bid`.
 */
export class MahlerError extends Error {
  override readonly name = "MahlerError";
  constructor(
    readonly kind: ErrorKind,
    readonly subject: string,
    readonly problem: string,
    readonly remedy = "",
    options?: ErrorOptions,
  ) {
    super(`${subject}: ${problem}${remedy ? `; ${remedy}` : ""}`, options);
  }
}

export const configError = (subject: string, problem: string, remedy?: string) => new MahlerError("config", subject, problem, remedy);
export const dataError = (subject: string, problem: string, remedy?: string) => new MahlerError("data", subject, problem, remedy);
