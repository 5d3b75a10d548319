// Names of Option Omega's columns, as its exports and the tools around them spell them. Matched exactly after trimming.
import { columnAt } from "../vendors/csv";

export const TRADE_COLUMNS = {
  opened: ["Date Opened", "Opened On"],
  openedAt: ["Time Opened"],
  openPrice: ["Opening Price"],
  legs: ["Legs"],
  premium: ["Premium", "Initial Premium", "Initial Premium ($)", "Initial Credit"],
  closePrice: ["Closing Price"],
  closed: ["Date Closed", "Closed On"],
  closedAt: ["Time Closed"],
  closingCost: ["Avg. Closing Cost", "Closing Cost"],
  reason: ["Reason For Close", "Reason for Close"],
  pnl: ["P/L", "PL", "Net P/L", "Net PL"],
  pnlBasis: ["P/L Basis"],
  contracts: ["No. of Contracts", "Contracts", "Contracts Traded"],
  funds: ["Funds at Close"],
  margin: ["Margin Req.", "Margin Req"],
  strategy: ["Strategy"],
  symbol: ["Symbol", "Underlying"],
  openFees: ["Opening Commissions + Fees", "Opening Commissions & Fees", "Opening comms & fees"],
  closeFees: ["Closing Commissions + Fees", "Closing Commissions & Fees", "Closing comms & fees"],
  vix: ["Opening VIX"],
  maxProfit: ["Max Profit"],
  maxLoss: ["Max Loss"],
} as const;

export const DAILY_COLUMNS = {
  date: ["Date"],
  equity: ["Net Liquidity", "Portfolio Value", "Value", "Equity"],
  pnl: ["P/L"],
} as const;

/** Columns that say nothing the others do not. */
const DERIVED = ["P/L %", "Days in Trade"];

export type TradeColumn = keyof typeof TRADE_COLUMNS;
export type Places<K extends string> = Record<K, number>;

/** Column of each role, −1 = none. */
export const placesOf = <K extends string>(header: readonly string[], columns: Record<K, readonly string[]>): Places<K> =>
  Object.fromEntries(Object.entries<readonly string[]>(columns).map(([role, names]) => [role, columnAt(header, names)])) as Places<K>;

/** Names in the header that no role takes. */
export const unusedColumns = <K extends string>(header: readonly string[], columns: Record<K, readonly string[]>): string[] => {
  const taken = new Set(Object.values(placesOf(header, columns)));
  return header.filter((name, i) => name !== "" && !taken.has(i) && !DERIVED.includes(name));
};
