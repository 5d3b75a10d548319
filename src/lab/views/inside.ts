// Looking inside: a day's chain and candidates, and a trade from its entry to its exit, with the trades before and after it.
import { isoDate, parseIsoDate } from "../../units";
import type { Engine } from "../client";
import type { DetailReply, TradeRow, Values } from "../protocol";
import { createChainView } from "./chain";
import { element } from "./dom";
import { showPath } from "./tradePath";

export interface InsideView {
  /** Days and tickers that can be chosen, and trades. */
  show(detail: DetailReply): void;
  trade(trade: TradeRow): void;
}

/** The same position under another config; numbers differ. */
const same = (a: TradeRow, b: TradeRow): boolean =>
  a.underlying === b.underlying && a.entry === b.entry && a.expiry === b.expiry && a.shortPut === b.shortPut && a.longPut === b.longPut && a.shortCall === b.shortCall && a.longCall === b.longCall;

export function createInsideView(host: HTMLElement, engine: Engine, config: () => Values, onProblem: (error: unknown) => void): InsideView {
  const date = element("input", { type: "date", id: "inside-day" });
  const ticker = element("select", { id: "inside-ticker" });
  const [chainBox, path] = [element("div", { id: "inside-chain" }), element("div", { id: "inside-trade" })];
  const [before, after] = [["trade-before", "← Previous trade"], ["trade-after", "Next trade →"]].map(([id, text]) => element("button", { type: "button", id, "aria-disabled": "true" }, text));
  const place = element("output", { id: "trade-place", role: "status" });
  host.replaceChildren(element("div", { class: "row" }, element("label", {}, "Day ", date), element("label", {}, "Underlying ", ticker)), chainBox, element("div", { class: "row", role: "group", "aria-label": "Trades by entry" }, before, after, place), path);
  const chain = createChainView(chainBox, onProblem);
  let sessions: Int32Array = new Int32Array(0);
  /** By entry. */
  let trades: readonly TradeRow[] = [];
  let current: TradeRow | null = null;
  /** Answers to older questions are not shown. */
  const asked = { day: 0, path: 0 };

  const showDay = async (): Promise<void> => {
    const wanted = parseIsoDate(date.value);
    if (wanted === undefined || sessions.length === 0) return;
    const session = sessions.reduce((best, d) => (d <= wanted ? d : best), sessions[0]);
    const mine = ++asked.day;
    try {
      const reply = await engine.ask("day", { values: config(), day: session, symbol: ticker.value });
      if (mine === asked.day) chain.show(reply);
    } catch (error) {
      if (mine === asked.day) onProblem(error);
    }
  };
  /** The next trade by entry, or the one before; of a trade that this config does not have: the nearest of its own. */
  const neighbour = (forward: boolean): TradeRow | undefined => {
    const from = current;
    if (from === null) return forward ? trades[0] : undefined;
    const at = trades.findIndex((one) => same(one, from));
    if (at >= 0) return trades[at + (forward ? 1 : -1)];
    return forward ? trades.find(({ entry }) => entry >= from.entry) : trades.findLast(({ entry }) => entry < from.entry);
  };
  const showTrade = async (): Promise<void> => {
    const trade = current;
    const mine = ++asked.path;
    const at = trade ? trades.findIndex((one) => same(one, trade)) : -1;
    // Not `disabled`: a button that had the focus keeps it.
    before.setAttribute("aria-disabled", String(neighbour(false) === undefined));
    after.setAttribute("aria-disabled", String(neighbour(true) === undefined));
    place.textContent = trades.length === 0 ? "This config has no trades." : at < 0 ? `${trades.length} trades` : `${at + 1} of ${trades.length}`;
    if (!trade) return path.replaceChildren();
    if (at < 0) return path.replaceChildren(element("p", { class: "muted" }, `The trade of ${trade.underlying} opened ${isoDate(trade.entry)} is none of this config's.`));
    try {
      const reply = await engine.ask("path", { values: config(), id: trades[at].id });
      if (mine === asked.path) showPath(path, trades[at], reply);
    } catch (error) {
      if (mine === asked.path) onProblem(error);
    }
  };
  const choose = (trade: TradeRow): void => {
    current = trade;
    date.value = isoDate(trade.entry);
    ticker.value = trade.underlying;
    void showDay();
    void showTrade();
  };
  const step = (forward: boolean): void => {
    const next = neighbour(forward);
    if (next) choose(next);
  };
  before.addEventListener("click", () => step(false));
  after.addEventListener("click", () => step(true));
  date.addEventListener("change", () => void showDay());
  ticker.addEventListener("change", () => void showDay());
  return {
    show({ days, closes, trades: now }) {
      sessions = days;
      trades = [...now].sort((a, b) => a.entry - b.entry || a.id - b.id);
      const symbols = closes.map(({ symbol }) => symbol);
      if (symbols.join() !== Array.from(ticker.options, ({ value }) => value).join()) ticker.replaceChildren(...symbols.map((symbol) => element("option", { value: symbol }, symbol)));
      void showTrade();
      if (days.length === 0) return;
      date.min = isoDate(days[0]);
      date.max = isoDate(days[days.length - 1]);
      if (date.value === "") date.value = isoDate(trades[0]?.entry ?? days[0]);
      if (chainBox.querySelector("h3")) void showDay();
    },
    trade: choose,
  };
}
