import { refuse, choice, custom, dateOrData, dateOrEnd, list, text } from "../kinds";
import { readStructure, readTicker } from "../readers";
import { readSleeve } from "../nested";
import type { SleeveConfig } from "../nested";
import type { Structure } from "../../strategy/spec";

const unique = (items: readonly string[]): void => {
  if (items.length === 0) refuse("is empty");
  const twice = items.find((item, i) => items.indexOf(item) !== i);
  if (twice !== undefined) refuse(`names ${twice} twice`);
};

/** What is traded, when, on which data. */
export const MARKET = {
  ticker: list<string>({ group: "market", help: "Underlyings that share the account, in the order in which they are offered entries.", default: ["SPY", "QQQ", "IWM"], accepts: "comma list of symbols of the dataset", item: readTicker, check: unique }),
  start: dateOrData({ group: "market", help: "First session (features warm up on data before it).", default: null }),
  end: dateOrData({ group: "market", help: "Last session.", default: null }),
  last_entry: dateOrEnd({ group: "market", help: "Last day on which positions are opened; those open then live on to their own ends.", default: null }),
  data: text({ group: "market", help: "Dataset folder; embedded is the simulated market in data/embedded, made when missing.", default: "embedded" }),
  environment: choice({ group: "market", help: "paper switches regime sizing off and sets the phase-1 limits (5 positions, heat 20 %, 20 % per underlying).", default: "backtest", of: ["backtest", "paper"] }),
};

export const STRUCTURE = {
  strategy: list<Structure>({ group: "structure", help: "Structures to trade; each takes the screening and exit keys below.", default: ["put-credit-spread"], accepts: "comma list of put-credit-spread, call-credit-spread, iron-condor, short-put", item: readStructure, check: unique }),
  sleeves: custom<readonly SleeveConfig[]>({ group: "structure", help: "Structures with screening and exit keys of their own; stands in place of strategy.", default: [], accepts: "structure:key=value,key=value (a list value joins its items with +)", repeatable: true, read: (raw) => (Array.isArray(raw) ? raw : [raw]).map(readSleeve) }),
};
