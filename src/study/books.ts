// Rules of books → the accounts that are run.
import type { Config } from "../config";
import type { Book, BookRule } from "./types";

/** The accounts of the rules on the base's tickers; with one ticker, `all` and `each` are the same and the first stands. */
export function booksOf(rules: readonly BookRule[], { ticker, equity }: Pick<Config, "ticker" | "equity">): Book[] {
  const books = rules.flatMap((rule): Book[] => {
    const money = rule.equity === "share" ? equity / ticker.length : equity;
    if (rule.tickers === "all") return [{ name: ticker.length === 1 ? ticker[0] : rule.name, rule: rule.name, tickers: ticker, equity: money, variants: rule.variants }];
    return ticker.map((symbol) => ({ name: rule.equity === "share" && ticker.length > 1 ? `${symbol} ${rule.name}` : symbol, rule: rule.name, tickers: [symbol], equity: money, variants: rule.variants }));
  });
  return books.filter((book, i) => books.findIndex((other) => key(other) === key(book)) === i);
}

const key = ({ tickers, equity }: Book): string => `${tickers.join(",")} ${equity}`;
