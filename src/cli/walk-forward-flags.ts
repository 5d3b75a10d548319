// Flags of `mahler walk-forward` → settings.
import { configError } from "../errors";
import type { WalkForwardSettings } from "../walkforward";
import { DEFAULT_WINDOWS } from "../walkforward/settings";
import { parseWindows } from "../windows";
import type { ReportFlag } from "./report-flag";
import type { SweepFlags } from "./sweep-flags";

export interface WalkForwardFlags extends Omit<SweepFlags, "resume" | "explain">, ReportFlag {
  windows?: string;
  train?: string;
  validate?: string;
  test?: string;
  step?: string;
  anchored?: boolean;
  embargo?: string;
  boundary?: "run-off" | "mark";
  topK: string;
  minTrades: string;
  maxDrawdown?: string;
  minWinRate?: string;
  cpcv?: string;
  cpcvEmbargo?: string;
}

/** The settings that the flags ask for. Throws config errors that name the flag, its value and what to write. */
export function settingsOf(flags: WalkForwardFlags, metric: string): WalkForwardSettings {
  const preset = parseWindows("--windows", flags.windows ?? DEFAULT_WINDOWS);
  const { train = preset.train, validate = preset.validate, test = preset.test, step, anchored, embargo } = flags;
  return {
    metric, boundary: flags.boundary, top: whole("--top-k", flags.topK, 1), cpcv: cpcvOf(flags),
    windows: { train, validate, test, ...(step === undefined ? {} : { step }), ...(anchored ? { anchored } : {}), ...(embargo === undefined ? {} : { embargo }) },
    guards: { minTrades: whole("--min-trades", flags.minTrades, 0), maxDrawdown: share("--max-drawdown", flags.maxDrawdown), minWinRate: share("--min-win-rate", flags.minWinRate) },
  };
}

function cpcvOf({ cpcv, cpcvEmbargo }: WalkForwardFlags): WalkForwardSettings["cpcv"] {
  if (cpcv === undefined) {
    if (cpcvEmbargo !== undefined) throw configError(`--cpcv-embargo = ${cpcvEmbargo}`, "needs --cpcv", "write --cpcv 10,2");
    return null;
  }
  const match = /^\s*(\d+)\s*,\s*(\d+)\s*$/.exec(cpcv);
  if (!match) throw configError(`--cpcv = ${cpcv}`, "is not groups,test groups", "write --cpcv 10,2");
  return { groups: Number(match[1]), test: Number(match[2]), embargo: cpcvEmbargo === undefined ? null : whole("--cpcv-embargo", cpcvEmbargo, 0) };
}

function whole(flag: string, text: string, min: number): number {
  if (/^\d{1,9}$/.test(text.trim()) && Number(text) >= min) return Number(text);
  throw configError(`${flag} = ${text}`, `is not a whole number from ${min}`, `write e.g. ${flag} ${min + 10}`);
}

/** A percentage as a fraction; null when not given. */
function share(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const number = /^\d+(\.\d+)?\s*%?$/.test(text.trim()) ? Number(text.replace("%", "")) : NaN;
  if (number >= 0 && number <= 100) return number / 100;
  throw configError(`${flag} = ${text}`, "is not a percentage from 0 to 100", `write e.g. ${flag} 15`);
}
