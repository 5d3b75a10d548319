/** Id of a metric's definition on the page. */
export const definitionId = (metric: string): string => `def-${metric.replaceAll("_", "-")}`;

/** Metrics of which above zero is good and below zero bad. */
export const SIGNED = new Set<string>(["net_profit", "total_return", "cagr", "sharpe", "sortino", "calmar", "expectancy"]);
