/** Names of the exit codes EXIT_* by number. */
export const EXIT_REASONS = [
  "breaker", "profit_target", "stop_loss", "gamma_exit", "time_exit", "expired_worthless", "expired_itm", "early_assignment", "end_of_data",
] as const;
export type ExitReason = (typeof EXIT_REASONS)[number];
