// A chain file of any size in philippdubach's layout (E.4): one symbol, sessions from 2008 on, 30 expiries of 90 strikes a day, quotes by a rough formula.
import { closeSync, openSync, writeSync } from "node:fs";
import { sessions } from "../src/calendar";
import { dayNumber, isoDate } from "../src/units";

export const HEADER = "contract_id,symbol,expiration,strike,type,bid,ask,volume,open_interest,date,implied_volatility,delta,gamma,theta,vega,rho";

const EXPIRIES = 30;
const STRIKES = 90;
const FLUSH = 1 << 22;

/** Writes about `rows` rows (whole sessions); returns how many. The bytes depend on `rows` only. */
export function writeChainFile(path: string, rows: number): number {
  const days = sessions(dayNumber(2008, 1, 2), dayNumber(2026, 12, 31));
  const file = openSync(path, "w");
  let text = `${HEADER}\n`;
  let written = 0;
  try {
    for (let t = 0; written < rows && t < days.length; t++) {
      const date = isoDate(days[t]);
      const spot = 150 + 0.06 * t + 12 * Math.sin(t / 40);
      for (let e = 0; e < EXPIRIES; e++) {
        const expiry = days[Math.min(t + 1 + e * 4, days.length - 1)];
        const iso = isoDate(expiry);
        const compact = iso.slice(2, 4) + iso.slice(5, 7) + iso.slice(8, 10);
        const years = (expiry - days[t]) / 365;
        const first = Math.round(spot) - STRIKES / 2;
        for (let k = 0; k < STRIKES; k++) {
          const strike = first + k;
          const iv = 0.18 + 0.0008 * (spot - strike) + 0.02 * Math.sin(t / 11);
          const value = 0.4 * spot * Math.max(iv, 0.05) * Math.sqrt(years) * Math.exp(-((strike - spot) ** 2) / (2 * (0.9 * spot * Math.max(iv, 0.05) * Math.sqrt(years)) ** 2 + 1e-9));
          const far = Math.min(Math.max((strike - spot) / (2 * spot * Math.max(iv, 0.05) * Math.sqrt(years)) + 0.5, 0.0001), 0.9999);
          for (let right = 0; right < 2; right++) {
            const price = value + Math.max(right ? strike - spot : spot - strike, 0);
            const bid = Math.floor(price * 100) / 100;
            text += `SPY${compact}${right ? "P" : "C"}${String(strike * 1000).padStart(8, "0")},SPY,${iso},${strike}.0,${right ? "put" : "call"},${bid.toFixed(2)},${(bid + 0.01 + Math.floor(price * 2) / 100).toFixed(2)},${(t * 7 + k * 13 + e) % 5000},${(t * 3 + k * 31) % 20000},${date},${iv.toFixed(5)},${(right ? -far : 1 - far).toFixed(5)},0.01234,-0.04321,0.12345,0.05432\n`;
          }
        }
      }
      written += EXPIRIES * STRIKES * 2;
      if (text.length > FLUSH) {
        writeSync(file, text);
        text = "";
      }
    }
    writeSync(file, text);
  } finally {
    closeSync(file);
  }
  return written;
}
