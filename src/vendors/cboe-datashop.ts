// Cboe DataShop "Underlying Options": end-of-day quotes (E.6) and intervals, each with or without calcs.
import { inCalendar, isEarlyClose } from "../calendar";
import type { Cells } from "./cells";
import { sortedUses } from "./columns";
import type { Extra } from "./columns";
import type { ChainFormat, ChainRow, RowReader } from "./format";
import { longFormat, snapshotOf } from "./layouts";
import type { LongSpec, QuirkBase } from "./layouts";
import { stampTime } from "./times";

const MONEY = 4;

/** Cboe prints 0 for what it does not know: index quotes, prices of other snapshots. */
const priceAt = (cells: Cells, column: number): number => (cells.blank(column) ? 0 : cells.scaled(column, MONEY) || 0);

/** Mid of the underlying's quotes, rounded half up; 0 when a side is missing. */
function midAt(cells: Cells, bid: number, ask: number): number {
  const low = priceAt(cells, bid), high = priceAt(cells, ask);
  return low > 0 && high > 0 ? Math.floor((low + high + 1) / 2) : 0;
}

const price = (names: string): Extra => ({ names, kind: "number", optional: true });

const FIELDS = { underlying: "underlying_symbol", root: "root", expiry: "expiration", strike: "strike", right: "option_type", volume: "trade_volume" } as const;
const OHLC = ["open", "high", "low", "close"];

type Snapshot = "1545" | "eod";
const SNAPSHOTS: readonly Snapshot[] = ["1545", "eod"];
/** The vendor's own snapshot is a quarter of an hour before the close, whatever the close; the column keeps its name on short days (D.5). */
const BEFORE_CLOSE: Readonly<Record<Snapshot, number>> = { "1545": 15, eod: 0 };

const closeOf = (day: number): number => (inCalendar(day) && isEarlyClose(day) ? 13 * 60 : 16 * 60);

const EOD_NAMES = [
  ...OHLC, "vwap", "implied_underlying_price_1545", "active_underlying_price_1545", "implied_volatility_1545", "delta_1545", "gamma_1545", "theta_1545", "vega_1545", "rho_1545",
  ...SNAPSHOTS.flatMap((s) => [`bid_size_${s}`, `ask_size_${s}`, `underlying_bid_${s}`, `underlying_ask_${s}`]),
];

/** One snapshot of an end-of-day file. IV and delta belong to 15:45; where the underlying is not quoted, its active price stands in, then the implied one. */
function snapshotSpec(snapshot: Snapshot): LongSpec {
  const calcs = snapshot === "1545";
  const other = calcs ? "eod" : "1545";
  return {
    id: "cboe-datashop-eod",
    vendor: "Cboe DataShop EOD quotes, with and without calcs",
    columns: { ...FIELDS, day: "quote_date", openInterest: "open_interest", bid: `bid_${snapshot}`, ask: `ask_${snapshot}` },
    optional: { extension: "delivery_code", ...(calcs ? { iv: "implied_volatility_1545", delta: "delta_1545" } : {}) },
    extra: {
      bid: price(`underlying_bid_${snapshot}`), ask: price(`underlying_ask_${snapshot}`),
      ...(calcs ? { active: price("active_underlying_price_1545"), implied: price("implied_underlying_price_1545") } : {}),
    },
    finds: ["time", "spot"],
    marks: [`bid_${other}`, `ask_${other}`],
    ignored: EOD_NAMES,
    quirk({ column }: QuirkBase): RowReader {
      const bid = column("bid"), ask = column("ask");
      const active = calcs ? column("active") : -1, implied = calcs ? column("implied") : -1;
      return (cells, row) => {
        row.spot = midAt(cells, bid, ask) || priceAt(cells, active) || priceAt(cells, implied);
        row.minute = closeOf(row.day) - BEFORE_CLOSE[snapshot];
        return dropZeroIv(row);
      };
    },
  };
}

/** IV 0 is "not computable"; the delta beside it is no delta (D.19). */
function dropZeroIv(row: ChainRow): null {
  if (row.iv === 0) {
    row.iv = Number.NaN;
    row.delta = Number.NaN;
  }
  return null;
}

const variants: Readonly<Record<Snapshot, ChainFormat>> = { "1545": longFormat(snapshotSpec("1545")), eod: longFormat(snapshotSpec("eod")) };

/** End-of-day quotes: the 15:45 snapshot unless `eod` is asked for. */
export const cboeDatashopEod: ChainFormat = {
  ...variants["1545"],
  snapshots: SNAPSHOTS,
  uses: (header) => sortedUses(SNAPSHOTS.flatMap((s) => variants[s].uses(header))),
  bind: (header, context) => variants[snapshotOf(context, SNAPSHOTS) as Snapshot].bind(header, context),
};

/** Interval snapshots, several a day; `quote_datetime` is New York's clock. The active price is the index level, constant over a snapshot. */
export const cboeDatashopIntervals = longFormat({
  id: "cboe-datashop-intervals",
  vendor: "Cboe DataShop intervals, with and without calcs",
  columns: { ...FIELDS, day: "quote_datetime", time: "quote_datetime", bid: "bid", ask: "ask" },
  optional: { iv: "implied_volatility", delta: "delta", openInterest: "open_interest", extension: "delivery_code" },
  readers: { time: stampTime },
  extra: { bid: price("underlying_bid"), ask: price("underlying_ask"), active: price("active_underlying_price"), implied: price("implied_underlying_price") },
  finds: ["spot"],
  ignored: [...OHLC, "vwap", "bid_size", "ask_size", "gamma", "theta", "vega", "rho"],
  quirk({ column }: QuirkBase): RowReader {
    const bid = column("bid"), ask = column("ask"), active = column("active"), implied = column("implied");
    return (cells, row) => {
      row.spot = priceAt(cells, active) || midAt(cells, bid, ask) || priceAt(cells, implied);
      return dropZeroIv(row);
    };
  },
});
