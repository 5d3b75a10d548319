import { CommanderError } from "commander";
import { MahlerError } from "../errors";
import type { ErrorKind } from "../errors";

const EXIT: Record<ErrorKind, number> = { config: 2, data: 3, io: 4, engine: 1, cancelled: 130 };

/** What to print on standard error and how to exit. A help or version request is no failure. */
export function failure(error: unknown, asJson: boolean): { text: string; code: number } {
  if (error instanceof CommanderError) {
    const code = error.exitCode === 0 ? 0 : 2;
    const message = error.message.replace(/^error: /, "").replaceAll("\n", " ");
    return { text: code === 0 || error.code === "commander.help" ? "" : line({ kind: "config", subject: "command line", problem: message, remedy: "mahler --help" }, `mahler: ${message}; see mahler --help`, asJson), code };
  }
  if (error instanceof MahlerError) {
    const { kind, subject, problem, remedy, message } = error;
    return { text: line({ kind, subject, problem, remedy }, `mahler: ${message}`, asJson), code: EXIT[kind] };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const remedy = "this is a bug: please report it with the command";
  return { text: line({ kind: "internal", subject: "mahler", problem: message, remedy }, `mahler: ${message}; ${remedy}\n${stack ?? ""}`, asJson), code: 1 };
}

const line = (fields: object, text: string, asJson: boolean): string => `${asJson ? JSON.stringify({ error: fields }) : text}\n`;
