// Looking inside: the chain of a day with every candidate and the gate that refused it, and the path of a trade from entry to exit.
import * as abi from "../../../assembly/abi";
import type { Prepared } from "../../engine/prepare";
import { indexOfDay } from "../../market/days";
import { blocksOf, strikeOf } from "../../explain/chain";
import type { Block, Right } from "../../explain/chain";
import { legMids, tradePath } from "../../explain/path";
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

/** The marks of a trade by session, from its entry to its exit, and the mids of its legs (NaN = no usable quote). Dollars per share; gains in dollars, before commissions. */
export function pathReply({ output: { trades }, spec: { account } }: Execution, prepared: Prepared, id: number): PathReply {
  const base = Array.from({ length: trades.length / abi.TRADE_STRIDE }, (_, i) => i * abi.TRADE_STRIDE).find((at) => trades[at + abi.T_ID] === id);
  if (base === undefined) throw configError(`trade = ${id}`, "is not in this run", `it has ${trades.length / abi.TRADE_STRIDE} trades`);
  const { day, mark, gain, spot, stale } = tradePath(trades, base, prepared, account);
  return {
    id, symbol: prepared.underlyings[trades[base + abi.T_UNDERLYING]].symbol, days: day,
    legs: legMids(trades, base, prepared, account).map(({ right, strike, sign, mids }) => ({ name: `${sign > 0 ? "short" : "long"} ${strike / STRIKE_PER_DOLLAR} ${right}`, mids: mids.map(toDollars) })),
    mark: mark.map(toDollars), gain: gain.map(toDollars), spot: spot.map(toDollars), stale,
  };
}
