// The spellings of daily files, one entry each, the most specific first. A file is recognised by its header alone; names match exactly after trimming.

export type DailyKind = "bars" | "vix" | "rates" | "actions";

/**
 * What a source does to its prices. As traded: nothing. Split-adjusted: divided by all later splits. Adjusted: for dividends too.
 * Unknown: the header does not say and sources differ.
 */
export type PriceBasis = "as-traded" | "split-adjusted" | "adjusted" | "unknown";

export type Role = "date" | "open" | "high" | "low" | "close" | "adjusted" | "volume" | "dividend" | "split" | "settlement" | "symbol" | "value" | "kind";

export interface DailyFormat {
  id: string;
  title: string;
  kind: DailyKind;
  /** Accepted names by role, in order of preference. */
  columns: Partial<Record<Role, readonly string[]>>;
  /** Roles without which a header is not of this format. */
  required: readonly Role[];
  /** Roles (or plain column names) that a header of this format must not have. */
  without?: readonly string[];
  basis?: PriceBasis;
  /** Lines between header and rows that are no rows. */
  skip?: number;
  /** Dates say when the value changed ("changes") or which month it is the average of ("months"); default: daily values. */
  step?: "changes" | "months";
}

const OHLC = ["date", "open", "high", "low", "close"] as const;
const named = (date: string, open: string, high: string, low: string, close: string) => ({ date: [date], open: [open], high: [high], low: [low], close: [close] });

export const BAR_FORMATS: readonly DailyFormat[] = [
  {
    id: "alphavantage-daily-adjusted", title: "Alpha Vantage TIME_SERIES_DAILY_ADJUSTED", kind: "bars", basis: "as-traded", required: [...OHLC, "adjusted", "dividend", "split"],
    columns: { ...named("timestamp", "open", "high", "low", "close"), adjusted: ["adjusted_close", "adjusted close"], volume: ["volume"], dividend: ["dividend_amount", "dividend amount"], split: ["split_coefficient", "split coefficient"] },
  },
  { id: "alphavantage-daily", title: "Alpha Vantage TIME_SERIES_DAILY", kind: "bars", basis: "as-traded", required: OHLC, columns: { ...named("timestamp", "open", "high", "low", "close"), volume: ["volume"] } },
  {
    id: "philippdubach", title: "philippdubach underlying_prices", kind: "bars", basis: "as-traded", required: [...OHLC, "adjusted", "dividend", "split"],
    columns: { ...named("date", "open", "high", "low", "close"), adjusted: ["adjusted_close"], volume: ["volume"], dividend: ["dividend_amount"], split: ["split_coefficient"], symbol: ["symbol"] },
  },
  {
    id: "tiingo", title: "Tiingo end of day", kind: "bars", basis: "as-traded", required: [...OHLC, "adjusted", "dividend", "split"],
    columns: { ...named("date", "open", "high", "low", "close"), adjusted: ["adjClose"], volume: ["volume"], dividend: ["divCash"], split: ["splitFactor"], symbol: ["symbol", "ticker"] },
  },
  { id: "nasdaq", title: "Nasdaq.com historical quotes", kind: "bars", basis: "split-adjusted", required: OHLC, columns: { ...named("Date", "Open", "High", "Low", "Close/Last"), volume: ["Volume"] } },
  { id: "investing", title: "Investing.com historical data", kind: "bars", basis: "split-adjusted", required: OHLC, columns: { ...named("Date", "Open", "High", "Low", "Price"), volume: ["Vol."] } },
  { id: "tradingview", title: "TradingView chart export", kind: "bars", basis: "split-adjusted", required: OHLC, columns: { ...named("time", "open", "high", "low", "close"), volume: ["Volume", "volume"] } },
  { id: "barchart", title: "Barchart historical data", kind: "bars", basis: "split-adjusted", required: OHLC, columns: { ...named("Time", "Open", "High", "Low", "Latest"), close: ["Latest", "Last"], volume: ["Volume"] } },
  {
    id: "stooq-bulk", title: "Stooq bulk database", kind: "bars", basis: "unknown", required: OHLC,
    columns: { ...named("<DATE>", "<OPEN>", "<HIGH>", "<LOW>", "<CLOSE>"), volume: ["<VOL>"], symbol: ["<TICKER>"] },
  },
  {
    id: "yahoo", title: "Yahoo Finance", kind: "bars", basis: "split-adjusted", required: [...OHLC, "adjusted"],
    columns: {
      date: ["Date", "date", "Datetime"], open: ["Open", "open"], high: ["High", "high"], low: ["Low", "low"], close: ["Close", "close", "Close*"],
      adjusted: ["Adj Close", "Adj. Close", "Adj Close**", "adj_close", "adjclose", "adjusted_close", "Adj_Close"], volume: ["Volume", "volume"],
      dividend: ["Dividends", "dividend", "dividends"], split: ["Stock Splits", "stock_splits", "split"], symbol: ["Symbol", "symbol", "Ticker", "ticker"],
    },
  },
  {
    id: "yfinance-history", title: "yfinance history()", kind: "bars", basis: "adjusted", required: [...OHLC, "dividend", "split"],
    columns: { ...named("Date", "Open", "High", "Low", "Close"), volume: ["Volume"], dividend: ["Dividends"], split: ["Stock Splits"] },
  },
  {
    id: "yfinance-download", title: "yfinance download() with three header lines", kind: "bars", basis: "adjusted", skip: 2, required: ["date", "open", "high", "low", "close"],
    columns: { ...named("Price", "Open", "High", "Low", "Close"), adjusted: ["Adj Close"], volume: ["Volume"] },
  },
  { id: "cboe-history", title: "Cboe index history", kind: "bars", basis: "as-traded", required: OHLC, columns: named("DATE", "OPEN", "HIGH", "LOW", "CLOSE") },
  { id: "date-ohlcv", title: "Date,Open,High,Low,Close (Stooq, yfinance download() and others)", kind: "bars", basis: "unknown", required: OHLC, columns: { ...named("Date", "Open", "High", "Low", "Close"), volume: ["Volume"] } },
  {
    id: "plain", title: "date,open,high,low,close (this project's own)", kind: "bars", basis: "as-traded", required: OHLC,
    columns: { ...named("date", "open", "high", "low", "close"), volume: ["volume"], dividend: ["dividend", "dividend_amount"], split: ["split", "split_coefficient"], settlement: ["settlement"], symbol: ["symbol"] },
  },
  {
    id: "quandl-chris", title: "Quandl CHRIS continuous future (settle is the close)", kind: "bars", basis: "as-traded", required: OHLC, without: ["close", "Close"],
    columns: { date: ["date", "Date"], open: ["open", "Open"], high: ["high", "High"], low: ["low", "Low"], close: ["settle", "Settle"], volume: ["volume", "Volume"] },
  },
];

const FRED_DATE = ["DATE", "observation_date", "date", "Date"];
const INDEX_NAMES = ["VIX", "VVIX", "VXN", "RVX", "VXD", "GVZ", "OVX", "VIX1D", "VIX9D", "VIX3M", "VIX6M", "VIX1Y", "VXEEM", "VXAPL", "VXGOG", "VXGS", "VXIBM", "VXAZN"];

export const VIX_FORMATS: readonly DailyFormat[] = [
  { id: "fred-index", title: "FRED volatility index", kind: "vix", required: ["date", "value"], columns: { date: FRED_DATE, value: ["VIXCLS", "VXNCLS", "RVXCLS", "VXDCLS", "VXVCLS", "GVZCLS", "OVXCLS", "EVZCLS"] } },
  {
    id: "cboe-current", title: "Cboe index history of old (vixcurrent.csv)", kind: "vix", required: ["date", "value"],
    columns: { date: ["Date", "DATE"], open: ["VIX Open"], high: ["VIX High"], low: ["VIX Low"], value: INDEX_NAMES.map((name) => `${name} Close`) },
  },
  { id: "cboe-value", title: "Cboe index history, closes only", kind: "vix", required: ["date", "value"], columns: { date: ["DATE", "Date", "date"], value: [...INDEX_NAMES, ...INDEX_NAMES.map((name) => name.toLowerCase())] } },
  { id: "plain-value", title: "date,value", kind: "vix", required: ["date", "value"], columns: { date: ["date", "Date", "DATE"], value: ["value", "Value"] }, without: ["close", "Close", "CLOSE"] },
  { id: "plain-close", title: "date,close", kind: "vix", required: ["date", "value"], columns: { date: ["date", "Date", "DATE"], value: ["close", "Close", "CLOSE"] }, without: ["open", "Open", "OPEN"] },
];

export const RATE_FORMATS: readonly DailyFormat[] = [
  {
    id: "fred-rates", title: "FRED daily rates", kind: "rates", required: ["date", "value"],
    columns: { date: FRED_DATE, value: ["DGS3MO", "DTB3", "SOFR", "EFFR", "DFF", "DGS1MO", "DTB4WK", "OBFR", "DGS6MO", "DTB6", "DGS1", "DTB1YR"] },
  },
  { id: "fred-monthly", title: "FRED monthly averages", kind: "rates", step: "months", required: ["date", "value"], columns: { date: FRED_DATE, value: ["TB3MS", "FEDFUNDS", "GS3M", "GS1M"] } },
  {
    id: "treasury-par", title: "Treasury.gov par yield curve", kind: "rates", required: ["date", "value"],
    columns: { date: ["Date", "NEW_DATE"], value: ["3 Mo", "BC_3MONTH", "1 Mo", "BC_1MONTH", "1.5 Month", "1.5 Mo", "2 Mo", "BC_2MONTH", "4 Mo", "6 Mo", "BC_6MONTH", "1 Yr", "BC_1YEAR"] },
  },
  { id: "treasury-bill", title: "Treasury.gov bill rates", kind: "rates", required: ["date", "value"], columns: { date: ["Date"], value: ["13 WEEKS COUPON EQUIVALENT", "4 WEEKS COUPON EQUIVALENT", "13 WEEKS BANK DISCOUNT", "4 WEEKS BANK DISCOUNT"] } },
  { id: "nyfed", title: "New York Fed reference rates", kind: "rates", required: ["date", "value"], columns: { date: ["Effective Date"], value: ["Rate (%)", "Percent"], kind: ["Rate Type"] } },
  { id: "lean-interest-rate", title: "QuantConnect LEAN interest-rate.csv", kind: "rates", step: "changes", required: ["date", "value"], columns: { date: ["DATE"], value: ["PCREDIT8"] } },
  { id: "plain-rates", title: "date,rate_percent (this project's own)", kind: "rates", required: ["date", "value"], columns: { date: ["date", "Date"], value: ["rate_percent"] } },
];

const EX_DATE = ["ex_date", "ex-date", "exdate", "exDate", "Ex-Date", "Ex Date", "Ex-Dividend Date", "ex_dividend_date", "Ex/EFF DATE", "Ex/EFF Date", "EX/EFF DATE", "date", "Date"];

export const ACTION_FORMATS: readonly DailyFormat[] = [
  { id: "dividends", title: "dividends by ex-date", kind: "actions", required: ["date", "dividend"], columns: { date: EX_DATE, dividend: ["amount", "Amount", "dividend", "Dividend", "dividends", "Dividends", "CASH AMOUNT", "Cash Amount", "cash_amount", "divCash", "dividend_amount"], symbol: ["symbol", "Symbol", "ticker"] }, without: ["close", "Close"] },
  { id: "splits", title: "splits by ex-date", kind: "actions", required: ["date", "split"], columns: { date: [...EX_DATE, "effective_date"], split: ["Stock Splits", "split", "Split", "splits", "ratio", "Ratio", "split_factor", "split_coefficient", "splitFactor"], symbol: ["symbol", "Symbol", "ticker"] }, without: ["close", "Close"] },
];

/** Headerless files of LEAN, recognised by the shape of their first line. */
export const LEAN_BARS = { id: "lean-daily", title: "QuantConnect LEAN daily bars (prices × 10,000)", kind: "bars", basis: "as-traded" } as const;
export const LEAN_FACTORS = { id: "lean-factors", title: "QuantConnect LEAN factor file", kind: "actions" } as const;
