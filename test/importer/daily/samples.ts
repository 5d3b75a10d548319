// One file per spelling, written by hand after public descriptions and samples: the same two sessions wherever the spelling can say them.
import type { DailyKind } from "../../../src/importer/daily";

export interface Sample {
  kind: DailyKind;
  text: string;
  /** What the rows say: ISO day, then open, high, low, close in dollars and volume, dividend, split (bars) or the value. */
  rows: readonly (readonly (string | number)[])[];
}

const BARS = [["2024-12-30", 100.5, 102, 99.25, 101, 1200, 0, 1], ["2024-12-31", 101, 1234.5, 100, 1200.25, 85_300_000, 0, 1]] as const;
const PAID = [BARS[0], ["2024-12-31", 101, 1234.5, 100, 1200.25, 85_300_000, 0.5, 1]] as const;
const NO_VOLUME = BARS.map((row) => [...row.slice(0, 5), 0, 0, 1]);
const VIX = [["2024-12-30", 17.4], ["2024-12-31", 17.35]] as const;
const RATE = [["2024-12-30", 0.0437], ["2024-12-31", 0.0437]] as const;

export const SAMPLES: Record<string, Sample> = {
  "alphavantage-daily-adjusted": {
    kind: "bars", rows: PAID,
    text: "timestamp,open,high,low,close,adjusted_close,volume,dividend_amount,split_coefficient\n2024-12-31,101,1234.5,100,1200.25,1199,85300000,0.5000,1.0\n2024-12-30,100.5,102,99.25,101,100,1200,0.0000,1.0\n",
  },
  "alphavantage-daily": { kind: "bars", rows: BARS, text: "timestamp,open,high,low,close,volume\r\n2024-12-31,101.0000,1234.5000,100.0000,1200.2500,85300000\r\n2024-12-30,100.5,102,99.25,101,1200\r\n" },
  philippdubach: {
    kind: "bars", rows: PAID,
    text: "symbol,date,open,high,low,close,adjusted_close,volume,dividend_amount,split_coefficient\nSPY,2024-12-30,100.5,102,99.25,101,100,1200,0,1\nSPY,2024-12-31,101,1234.5,100,1200.25,1199,85300000,0.5,1\n",
  },
  tiingo: {
    kind: "bars", rows: PAID,
    text: "date,close,high,low,open,volume,adjClose,adjHigh,adjLow,adjOpen,adjVolume,divCash,splitFactor\n2024-12-30T00:00:00.000Z,101,102,99.25,100.5,1200,100,101,98,99,1200,0.0,1.0\n2024-12-31T00:00:00.000Z,1200.25,1234.5,100,101,85300000,1199,1233,99,100,85300000,0.5,1.0\n",
  },
  nasdaq: { kind: "bars", rows: BARS, text: "Date,Close/Last,Volume,Open,High,Low\n12/31/2024,\"$1,200.25\",\"85,300,000\",$101.00,\"$1,234.50\",$100.00\n12/30/2024,$101.00,1200,$100.50,$102.00,$99.25\n" },
  investing: { kind: "bars", rows: BARS, text: '\ufeff"Date","Price","Open","High","Low","Vol.","Change %"\n"Dec 31, 2024","1,200.25","101.00","1,234.50","100.00","85.30M","1,088.37%"\n"Dec 30, 2024","101.00","100.50","102.00","99.25","1.20K","-0.50%"\n' },
  tradingview: { kind: "bars", rows: BARS, text: "time,open,high,low,close,Plot,Plot,Volume\n1735569000,100.5,102,99.25,101,,,1200\n1735655400,101,1234.5,100,1200.25,,,85300000\n" },
  barchart: { kind: "bars", rows: BARS, text: 'Time,Open,High,Low,Latest,Change,%Change,Volume\n2024-12-31,101,1234.5,100,1200.25,1,+1.75%,"85,300,000"\n2024-12-30,100.5,102,99.25,101,0.3,+2.19%,1200\n"Downloaded from Barchart.com as of 01-02-2025 08:09am CST"\n' },
  "stooq-bulk": { kind: "bars", rows: BARS, text: "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\nSPY.US,D,20241230,000000,100.5,102,99.25,101,1200,0\nSPY.US,D,20241231,000000,101,1234.5,100,1200.25,85300000,0\n" },
  yahoo: { kind: "bars", rows: BARS, text: "Date,Open,High,Low,Close,Adj Close,Volume\n2024-12-30,100.500000,102.000000,99.250000,101.000000,100.123456,1200\n2024-12-31,101.000000,1234.500000,100.000000,1200.250000,1199.000000,85300000\n" },
  "yfinance-history": {
    kind: "bars", rows: [], // adjusted: refused without a word from the user
    text: "Date,Open,High,Low,Close,Volume,Dividends,Stock Splits\n2024-12-30 00:00:00-05:00,100.5,102.0,99.25,101.0,1200,0.0,0.0\n2024-12-31 00:00:00-05:00,101.0,1234.5,100.0,1200.25,85300000,0.5,0.0\n",
  },
  "yfinance-download": { kind: "bars", rows: BARS, text: "Price,Adj Close,Close,High,Low,Open,Volume\nTicker,SPY,SPY,SPY,SPY,SPY,SPY\nDate,,,,,,\n2024-12-30,100,101,102,99.25,100.5,1200\n2024-12-31,1199,1200.25,1234.5,100,101,85300000\n" },
  "cboe-history": { kind: "bars", rows: NO_VOLUME, text: "DATE,OPEN,HIGH,LOW,CLOSE\n12/30/2024,100.500000,102.000000,99.250000,101.000000\n12/31/2024,101.000000,1234.500000,100.000000,1200.250000\n" },
  "date-ohlcv": { kind: "bars", rows: BARS, text: "Date,Open,High,Low,Close,Volume\n2024-12-30,100.5,102,99.25,101,1200\n2024-12-31,101,1234.5,100,1200.25,85300000\n" },
  "quandl-chris": { kind: "bars", rows: BARS, text: "date,open,high,low,last,settle,volume,prev_day_open_interest\n2024-12-30,100.5,102,99.25,100,101,1200.0,13.0\n2024-12-31,101,1234.5,100,1200,1200.25,85300000.0,14.0\n" },
  plain: { kind: "bars", rows: PAID, text: "date,open,high,low,close,volume,dividend,split,settlement\n2024-12-30,100.5,102,99.25,101,1200,0,1,\n2024-12-31,101,1234.5,100,1200.25,85300000,0.5,1,100.9\n" },
  "lean-daily": { kind: "bars", rows: BARS, text: "20241230 00:00,1005000,1020000,992500,1010000,1200\n20241231 00:00,1010000,12345000,1000000,12002500,85300000\n" },

  "fred-index": { kind: "vix", rows: VIX, text: "observation_date,VIXCLS\n2024-12-25,\n2024-12-30,17.40\n2024-12-31,17.35\n" },
  "cboe-current": { kind: "vix", rows: VIX, text: "\"Cboe does not guarantee this data, and so on\"\nDate,VIX Open,VIX High,VIX Low,VIX Close\n12/30/2024,17,18,16,17.4\n12/31/2024,17,18,16,17.35\n" },
  "cboe-value": { kind: "vix", rows: VIX, text: "DATE,VVIX\n12/30/2024,17.400000\n12/31/2024,17.350000\n" },
  "plain-value": { kind: "vix", rows: VIX, text: "date,value\n2024-12-30,17.4\n2024-12-31,17.35\n" },
  "plain-close": { kind: "vix", rows: VIX, text: "date,close\n2024-12-30,17.4\n2024-12-31,17.35\n" },

  "fred-rates": { kind: "rates", rows: RATE, text: "DATE,DGS1MO,DGS3MO\n2024-12-30,4.44,4.37\n2024-12-31,.,.\n" },
  "fred-monthly": { kind: "rates", rows: [["2025-01-02", 0.0448]], text: "observation_date,FEDFUNDS\n2024-12-01,4.48\n" },
  "treasury-par": { kind: "rates", rows: RATE, text: 'Date,"1 Mo","1.5 Month","2 Mo","3 Mo","4 Mo","6 Mo","1 Yr"\n12/31/2024,4.40,,4.39,4.37,4.32,4.24,4.16\n12/30/2024,4.43,,4.42,4.37,4.33,4.25,4.17\n' },
  "treasury-bill": { kind: "rates", rows: RATE, text: 'Date,"4 WEEKS BANK DISCOUNT","4 WEEKS COUPON EQUIVALENT","13 WEEKS BANK DISCOUNT","13 WEEKS COUPON EQUIVALENT"\n12/31/2024,4.26,4.33,4.20,4.37\n12/30/2024,4.27,4.34,4.23,4.37\n' },
  nyfed: { kind: "rates", rows: RATE, text: "Effective Date,Rate Type,Rate (%),1st Percentile (%)\n12/31/2024,SOFR,4.37,4.4\n12/30/2024,SOFR,4.37%,4.4\n" },
  "lean-interest-rate": { kind: "rates", rows: [["2024-12-27", 0.045], ["2024-12-30", 0.045], ["2024-12-31", 0.0437]], text: "DATE,PCREDIT8\n2024-12-27,4.50\n2024-12-31,4.37\n" },
  "plain-rates": { kind: "rates", rows: RATE, text: "date,rate_percent\n2024-12-30,4.37\n2024-12-31,4.37\n" },

  dividends: { kind: "actions", rows: [["2024-12-20", 1.966]], text: "Ex/EFF Date,Type,Cash Amount,Declaration Date\n12/20/2024,Cash,$1.966,\n" },
  splits: { kind: "actions", rows: [["2024-06-10", 10]], text: "Date,Stock Splits\n2024-06-10,10:1\n" },
  "lean-factors": { kind: "actions", rows: [["2005-06-09", 2], ["2005-06-09", 0.3]], text: "20050608,0.995,0.5,60\n20501231,1,1,0\n" },
};
