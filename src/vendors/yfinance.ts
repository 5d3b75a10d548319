import type { FileContext } from "./format";
import { longFormat } from "./layouts";
import type { FromFile } from "./layouts";
import { dayOf } from "./dates";
import { newYorkMinutes } from "./times";

/** `SPY_20260212_1759Z.csv`, `QQQ-2026-02-12.csv`: the capture date, and its UTC time when marked with Z. */
const NAMED = /(20\d{2})-?(\d{2})-?(\d{2})(?:[_T-](\d{2}):?(\d{2})(?::?\d{2})?Z)?[^/]*$/;

function captureOf({ file }: FileContext): FromFile {
  const match = NAMED.exec(file);
  if (!match) return {};
  const day = dayOf(+match[1], +match[2], +match[3]);
  if (Number.isNaN(day)) return {};
  if (match[4] === undefined) return { day };
  const local = newYorkMinutes(day * 1440 + +match[4] * 60 + +match[5]);
  return { day: Math.floor(local / 1440), minute: local % 1440 };
}

/**
 * Dumps of yfinance `option_chain()` (E.12), calls and puts appended, as Yahoo names the columns; the date comes from a column, --date or the file's
 * name. An IV of 1e-05 is below the store's resolution and so becomes "none", as it should; there is no delta. Contracts of another size than REGULAR are not standard (D.7).
 */
export const yfinance = longFormat({
  id: "yfinance",
  vendor: "yfinance option_chain dump",
  columns: { symbol: "contractSymbol", strike: "strike", bid: "bid", ask: "ask", volume: "volume", openInterest: "openInterest", iv: "impliedVolatility" },
  optional: {
    day: ["quoteDate", "quote_date", "date", "snapshot_date"], right: ["optionType", "option_type", "type"],
    expiry: ["expirationDate", "expiration", "expiry"], spot: ["underlyingPrice", "underlying_price"],
  },
  fromFile: captureOf,
  finds: ["time"],
  extra: { size: { names: "contractSize", kind: "text", optional: true } },
  quirk({ column }) {
    const size = column("size");
    return (cells, row) => {
      row.adjusted = !cells.blank(size) && cells.text(size) !== "REGULAR";
      return null;
    };
  },
  marks: ["lastTradeDate", "inTheMoney"],
  ignored: ["", "lastPrice", "change", "percentChange", "currency", "days_to_expire", "time_to_expire_years", "moneyness"],
});
