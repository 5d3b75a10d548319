// Quotes that cannot be traded, by what is wrong with them. The core refuses each of them by the same rules: docs/engine.md §1 (D.10, D.11).
import type { Underlying } from "../../market/types";
import { UNITS_PER_DOLLAR } from "../../units";
import { quote } from "../text";
import type { Case } from "../tally";
import { rowCheck } from "./rows";

const ROWS = "rows";
const words = ({ rows, tick }: Underlying) => ({ row }: Case): string => quote(rows.bid[row] * tick, rows.ask[row] * tick);

export const noQuote = rowCheck(
  { id: "no_quote", title: "Rows without a quote", basis: "data", grade: "note", threshold: "bid and ask are 0" }, ROWS,
  (u) => {
    const { bid, ask } = u.rows;
    return { severity: (i) => (bid[i] === 0 && ask[i] === 0 ? 1 : 0), detail: words(u) };
  },
);

export const zeroBid = rowCheck(
  { id: "zero_bid", title: "Asks without a bid", basis: "data", grade: "note", threshold: "bid is 0, ask is above; the dearest first" }, ROWS,
  (u) => {
    const { bid, ask } = u.rows;
    return { severity: (i) => (bid[i] === 0 && ask[i] > 0 ? ask[i] : 0), detail: words(u) };
  },
);

export const crossed = rowCheck(
  { id: "crossed", title: "Crossed quotes", basis: "executable", grade: "fault", threshold: "bid is above ask, or there is a bid but no ask" }, ROWS,
  (u) => {
    const { bid, ask } = u.rows;
    return { severity: (i) => (bid[i] > ask[i] ? bid[i] - ask[i] : 0), detail: words(u) };
  },
);

export const locked = rowCheck(
  { id: "locked", title: "Locked quotes", basis: "data", grade: "doubt", threshold: "bid equals ask, above 0" }, ROWS,
  (u) => {
    const { bid, ask } = u.rows;
    return { severity: (i) => (bid[i] > 0 && bid[i] === ask[i] ? bid[i] : 0), detail: words(u) };
  },
);

export const blown = rowCheck(
  { id: "blown", title: "Blown quotes", basis: "data", grade: "doubt", threshold: "ask is above 10 bids while the mid is above $1" }, ROWS,
  (u, { limits }) => {
    const { bid, ask } = u.rows;
    const from = (2 * limits.blownFrom * UNITS_PER_DOLLAR) / u.tick;
    return { severity: (i) => (ask[i] > limits.blownRatio * bid[i] && bid[i] + ask[i] > from ? ask[i] - bid[i] : 0), detail: words(u) };
  },
);

export const wide = rowCheck(
  { id: "wide", title: "Wide quotes", basis: "data", grade: "note", threshold: "two-sided, and wider than both 50 % of the mid and $1; the widest shares first" }, "two-sided rows",
  (u, { limits }) => {
    const { bid, ask } = u.rows;
    const floor = (limits.wideDollars * UNITS_PER_DOLLAR) / u.tick;
    return {
      severity: (i) => {
        const width = ask[i] - bid[i];
        if (bid[i] === 0 || width <= 0) return -1;
        return width > floor && 2 * width > limits.wideShare * (bid[i] + ask[i]) ? (2 * width) / (bid[i] + ask[i]) : 0;
      },
      detail: words(u),
    };
  },
);
