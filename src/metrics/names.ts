import * as abi from "../../assembly/abi";

/** Bits of E_BREAKER_BITS with their names. */
export const BREAKER_BITS: readonly (readonly [bit: number, name: string])[] = [
  [abi.BREAKER_DAY_ALERT, "day_alert"], [abi.BREAKER_DAY_HALF, "day_half"], [abi.BREAKER_DAY_HALT, "day_halt"], [abi.BREAKER_WEEK_HALF, "week_half"],
  [abi.BREAKER_WEEK_HALT, "week_halt"], [abi.BREAKER_DRAWDOWN_CUT, "drawdown_cut"], [abi.BREAKER_DRAWDOWN_HALT, "drawdown_halt"], [abi.BREAKER_VIX, "vix"],
];

/** Names of the exit codes EXIT_* by number. */
export const EXIT_REASONS = [
  "breaker", "profit_target", "stop_loss", "gamma_exit", "time_exit", "expired_worthless", "expired_itm", "early_assignment", "end_of_data",
] as const;
export type ExitReason = (typeof EXIT_REASONS)[number];
