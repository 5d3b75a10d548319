import type { Plane } from "./plane";
import { flags } from "./share";

export interface WalkOptions {
  windows: string;
  anchored: boolean;
  metric: string;
  minTrades: number;
}

/** The command that gives the bits of a walk-forward of the page in Node. */
export function toWalkCommand({ base, parameters }: Plane, { windows, anchored, metric, minTrades }: WalkOptions, data: string): string {
  const held = Object.fromEntries(Object.entries(base).filter(([key]) => !(key in parameters)));
  const swept = Object.entries(parameters).map(([key, values]) => `--sweep ${quotedList(key, values.map(String))}`);
  return ["mahler walk-forward", ...flags({ data, ...held }), ...swept, ...flags({ windows, ...(metric === "sharpe" ? {} : { metric }), ...(minTrades === 10 ? {} : { min_trades: minTrades }) }), ...(anchored ? ["--anchored"] : [])].join(" ");
}

/** Values that are lists themselves are separated by semicolons, which a shell would read. */
const quotedList = (key: string, values: readonly string[]): string => (values.some((value) => value.includes(",")) ? `'${key}=${values.join(";")}'` : `${key}=${values.join(",")}`);
