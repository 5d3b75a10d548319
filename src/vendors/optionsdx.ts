import type { FileContext } from "./format";
import { wideFormat } from "./layouts";
import type { FromFile } from "./layouts";
import { hourTime } from "./times";

/** `spy_eod_202301.txt`, `spx_15x_202301.txt`: the only place that names the underlying. */
const NAMED = /(?:^|\/)([a-z]{1,6})_(?:eod|\d+x)_[^/]*$/i;

/** OptionsDX monthly text files (E.3): names in brackets, call and put in one line; no open interest, no root, no underlying. */
export const optionsdx = wideFormat({
  id: "optionsdx",
  vendor: "OptionsDX monthly text files",
  columns: { spot: "UNDERLYING_LAST", expiry: "EXPIRE_DATE", strike: "STRIKE", day: "QUOTE_DATE", time: "QUOTE_TIME_HOURS" },
  call: { bid: "C_BID", ask: "C_ASK", volume: "C_VOLUME", iv: "C_IV", delta: "C_DELTA" },
  put: { bid: "P_BID", ask: "P_ASK", volume: "P_VOLUME", iv: "P_IV", delta: "P_DELTA" },
  readers: { time: hourTime },
  normalise: (name) => name.replace(/[[\]]/g, "").trim().toUpperCase(),
  fromFile({ file }: FileContext): FromFile {
    const underlying = NAMED.exec(file)?.[1].toUpperCase();
    return underlying === undefined ? {} : { underlying };
  },
  ignored: [
    "QUOTE_UNIXTIME", "QUOTE_READTIME", "EXPIRE_UNIX", "DTE", "C_GAMMA", "C_VEGA", "C_THETA", "C_RHO", "C_LAST", "C_SIZE", "P_SIZE", "P_LAST", "P_GAMMA", "P_VEGA",
    "P_THETA", "P_RHO", "STRIKE_DISTANCE", "STRIKE_DISTANCE_PCT",
  ],
});
