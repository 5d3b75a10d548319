// Looking inside: the chain of a day with every candidate and the gate that refused it, and the path of a trade from entry to exit.
import * as abi from "../../../assembly/abi";
import type { Prepared } from "../../engine/prepare";
import { indexOfDay } from "../../market/days";
import { blocksOf, findStrike, quoteOf, strikeOf } from "../../explain/chain";
import type { Block, Right } from "../../explain/chain";
import { mid } from "../../explain/quotes";
import { examineAll, screen } from "../../explain/screen";
import type { ScreenInput } from "../../explain/screen";
import { configError } from "../../errors";
import type { Underlying } from "../../market/types";
import { REASONS } from "../../results/reasons";
import type { Execution } from "../../results/execution";
import { STRIKE_PER_DOLLAR, toDollars } from "../../units";
import type { CandidateRow, DayReply, PathReply, Smile } from "../protocol";

/** The chance of each sleeve of an underlying on a day. Throws a config error on a day without a session. */
export function dayInside({ output, spec, sleeves, config }: Execution, { underlyings, timeline, features }: Prepared, day: number, symbol: string): DayReply {
  const t = indexOfDay(timeline.day, day);
  const u = config.ticker.indexOf(symbol);
  if (t < 0 || u < 0) throw configError(`${symbol} on day ${day}`, "is no session of this run", "choose a session of the run and one of its tickers");
  const underlying = underlyings[u];
  const chainDay = timeline.underlyings[u].chainIndex[t];
  const feature = timeline.underlyings[u].featureIndex[t];
  const label = feature < 0 ? abi.REGIME_UNKNOWN : features[u].regime[feature];
  const reasons = sleeves.map((sleeve, s) => {
    const { id, text, remedy } = REASONS[output.funnel[(t * underlyings.length + u) * sleeves.length + s]];
    return { sleeve, id, text, remedy };
  });
  const inputs = spec.sleeves.map((sleeve): ScreenInput => ({ underlying, chainDay, day, sleeve, account: spec.account, label }));
  return {
    day, symbol, reasons,
    spot: chainDay < 0 ? NaN : toDollars(underlying.days.spot[chainDay]),
    smiles: chainDay < 0 ? [] : blocksOf(underlying, chainDay).map((block) => smileOf(underlying, block, day, underlying.days.spot[chainDay])),
    candidates: chainDay < 0 ? [] : inputs.flatMap((input, s) => candidateRows(input, sleeves[s])),
  };
}

function candidateRows(input: ScreenInput, sleeve: string): CandidateRow[] {
  const winner = screen(input).best;
  return examineAll(input).map(({ block, right, shortRow, longRow, code, vertical }) => ({
    sleeve, right, expiry: block.expiry, dte: block.expiry - input.day,
    short: strikeOf(input.underlying, shortRow) / STRIKE_PER_DOLLAR, long: longRow < 0 ? 0 : strikeOf(input.underlying, longRow) / STRIKE_PER_DOLLAR,
    delta: Math.abs(input.underlying.rows.delta[shortRow]) / 1e4,
    natural: vertical ? toDollars(vertical.natural) : null, credit: vertical ? toDollars(vertical.credit) : null, score: vertical?.score ?? null,
    reason: code === 0 ? "" : REASONS[code].text,
    best: winner !== null && winner.verticals.some((side) => side.shortRow === shortRow && side.longRow === longRow),
  }));
}

/** Implied volatility by strike: puts below the spot, calls from it on. */
function smileOf(underlying: Underlying, block: Block, day: number, spot: number): Smile {
  const points: [strike: number, iv: number][] = [];
  const take = (right: Right, keep: (strike: number) => boolean): void => {
    for (let row = block[right].begin; row < block[right].end; row++) {
      const strike = strikeOf(underlying, row);
      if (underlying.rows.iv[row] > 0 && keep(strike * 10)) points.push([strike / STRIKE_PER_DOLLAR, underlying.rows.iv[row] / 1e4]);
    }
  };
  take("put", (strike) => strike < spot);
  take("call", (strike) => strike >= spot);
  return { expiry: block.expiry, dte: block.expiry - day, strikes: points.map(([strike]) => strike), ivs: points.map(([, iv]) => iv) };
}

/** Mids of a trade's legs by session, from its entry to its exit; NaN where a leg has no quote. Dollars per share; gains in dollars, before costs of leaving. */
export function tradePath({ output: { trades } }: Execution, { underlyings, timeline }: Prepared, id: number): PathReply {
  const at = Array.from({ length: trades.length / abi.TRADE_STRIDE }, (_, i) => i * abi.TRADE_STRIDE).find((base) => trades[base + abi.T_ID] === id);
  if (at === undefined) throw configError(`trade = ${id}`, "is not in this run", `it has ${trades.length / abi.TRADE_STRIDE} trades`);
  const slot = (name: number): number => trades[at + name];
  const u = slot(abi.T_UNDERLYING);
  const underlying = underlyings[u];
  const legs = ([["put", abi.T_SHORT_PUT, 1], ["put", abi.T_LONG_PUT, -1], ["call", abi.T_SHORT_CALL, 1], ["call", abi.T_LONG_CALL, -1]] as const).filter(([, strike]) => slot(strike) > 0);
  const sessions = Array.from(timeline.day.keys()).filter((t) => timeline.day[t] >= slot(abi.T_ENTRY_DAY) && timeline.day[t] <= slot(abi.T_EXIT_DAY));
  const quotes = legs.map(([right, strike]) => sessions.map((t) => midOf(underlying, timeline.underlyings[u].chainIndex[t], { right, strike: slot(strike), at: slot })));
  const mark = sessions.map((_, i) => legs.reduce((sum, [, , sign], leg) => sum + sign * quotes[leg][i], 0));
  const quantity = underlying.multiplier * slot(abi.T_CONTRACTS);
  return {
    id, symbol: underlying.symbol, days: Int32Array.from(sessions, (t) => timeline.day[t]),
    legs: legs.map(([right, strike, sign], leg) => ({ name: `${sign > 0 ? "short" : "long"} ${slot(strike) / STRIKE_PER_DOLLAR} ${right}`, mids: Float64Array.from(quotes[leg], toDollars) })),
    mark: Float64Array.from(mark, toDollars), gain: Float64Array.from(mark, (value) => toDollars((slot(abi.T_CREDIT) - value) * quantity)),
    spot: Float64Array.from(sessions, (t) => (timeline.underlyings[u].chainIndex[t] < 0 ? NaN : toDollars(underlying.days.spot[timeline.underlyings[u].chainIndex[t]]))),
  };
}

interface Leg {
  right: Right;
  strike: number;
  at: (slot: number) => number;
}

/** Mid of a leg on a chain day, units per share; NaN without a quote. */
function midOf(underlying: Underlying, chainDay: number, { right, strike, at }: Leg): number {
  if (chainDay < 0) return NaN;
  const block = blocksOf(underlying, chainDay).find((b) => b.expiry === at(abi.T_EXPIRY) && b.vendorExpiry === at(abi.T_VENDOR_EXPIRY) && b.settlement === at(abi.T_SETTLEMENT) && underlying.roots.length > b.root);
  const row = block ? findStrike(underlying, block[right], strike) : -1;
  return row < 0 || quoteOf(underlying, row).ask === 0 ? NaN : mid(quoteOf(underlying, row));
}
