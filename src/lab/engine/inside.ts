// Looking inside a day: its chain, and every candidate with the gate that refused it.
import * as abi from "../../../assembly/abi";
import type { Prepared } from "../../engine/prepare";
import { indexOfDay } from "../../market/days";
import { blocksOf, strikeOf } from "../../explain/chain";
import type { Block, Right } from "../../explain/chain";
import { examineAll, examineCondors, screen } from "../../explain/screen";
import type { ScreenInput, Vertical } from "../../explain/screen";
import { configError } from "../../errors";
import type { Underlying } from "../../market/types";
import { REASONS } from "../../results/reasons";
import type { Execution } from "../../results/execution";
import { DELTA_NONE, STRIKE_PER_DOLLAR, toDollars } from "../../units";
import type { CandidateRow, DayReply, PairRow, PairSide, Smile } from "../protocol";

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
    pairs: chainDay < 0 ? [] : inputs.flatMap((input, s) => (input.sleeve.structure === "iron-condor" ? pairRows(input, sleeves[s]) : [])),
  };
}

function candidateRows(input: ScreenInput, sleeve: string): CandidateRow[] {
  const winner = screen(input).best;
  return examineAll(input).map(({ block, right, shortRow, longRow, code, vertical }) => ({
    sleeve, right, expiry: block.expiry, dte: block.expiry - input.day,
    short: strikeOf(input.underlying, shortRow) / STRIKE_PER_DOLLAR, long: longRow < 0 ? 0 : strikeOf(input.underlying, longRow) / STRIKE_PER_DOLLAR,
    delta: Math.abs(input.underlying.rows.delta[shortRow]) / 1e4,
    natural: vertical ? toDollars(vertical.natural) : null, credit: vertical ? toDollars(vertical.credit) : null, score: vertical?.score ?? null,
    shortIv: ivOf(input.underlying, shortRow), longIv: ivOf(input.underlying, longRow),
    reason: code === 0 ? "" : REASONS[code].text,
    best: winner !== null && winner.verticals.some((side) => side.shortRow === shortRow && side.longRow === longRow),
  }));
}

/** Of each expiry the best put side and the best call side, together. */
function pairRows(input: ScreenInput, sleeve: string): PairRow[] {
  const winner = screen(input).best;
  const sideOf = (side: Vertical | null): PairSide | null => side && {
    short: strikeOf(input.underlying, side.shortRow) / STRIKE_PER_DOLLAR, long: strikeOf(input.underlying, side.longRow) / STRIKE_PER_DOLLAR, credit: toDollars(side.credit), delta: side.delta / 1e4, score: side.score,
  };
  return examineCondors(input).map(({ block, put, call, code, candidate }) => ({
    sleeve, expiry: block.expiry, dte: block.expiry - input.day, put: sideOf(put), call: sideOf(call),
    width: put && call ? toDollars(Math.max(put.width, call.width)) : null, natural: put && call ? toDollars(put.natural + call.natural) : null, credit: put && call ? toDollars(put.credit + call.credit) : null,
    score: candidate?.score ?? null, reason: code === 0 ? "" : REASONS[code].text,
    best: winner !== null && put !== null && winner.block.expiry === block.expiry && winner.verticals.some((side) => side.shortRow === put.shortRow),
  }));
}

const ivOf = ({ rows }: Underlying, row: number): number | null => (row >= 0 && rows.iv[row] > 0 ? rows.iv[row] / 1e4 : null);

/** Implied volatility by strike: puts below the spot, calls from it on. */
function smileOf(underlying: Underlying, block: Block, day: number, spot: number): Smile {
  const points: [strike: number, iv: number, delta: number][] = [];
  const { iv, delta } = underlying.rows;
  const take = (right: Right, keep: (strike: number) => boolean): void => {
    for (let row = block[right].begin; row < block[right].end; row++) {
      const strike = strikeOf(underlying, row);
      if (iv[row] > 0 && keep(strike * 10)) points.push([strike / STRIKE_PER_DOLLAR, iv[row] / 1e4, delta[row] === DELTA_NONE ? NaN : Math.abs(delta[row]) / 1e4]);
    }
  };
  take("put", (strike) => strike < spot);
  take("call", (strike) => strike >= spot);
  return { expiry: block.expiry, dte: block.expiry - day, strikes: points.map(([strike]) => strike), ivs: points.map(([, value]) => value), deltas: points.map(([, , value]) => value) };
}
