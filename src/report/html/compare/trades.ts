// Who made the difference: trades of two runs one to one.
import { isoDate } from "../../../units";
import { grouped, wholeDollars } from "../../format";
import type { Trade } from "../backtest/input";
import { signedText } from "../backtest/swing";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";
import type { Common, CommonSide } from "./common";
import { endedAlike, matchTrades } from "./match";
import type { Matched } from "./match";

const LISTED = 10;
const left = (title: string) => ({ title, align: "left" as const });
const net = (trades: readonly Trade[]): number => trades.reduce((sum, trade) => sum + trade.net, 0);
const money = (value: number): Html => signedText(value, `${value > 0 ? "+" : ""}${wholeDollars(value)}`);

/** The first two trade by trade, then the others against the first. */
export function trades({ sides }: Common): Html {
  const [a, b, ...others] = sides;
  if (a.inside.length + b.inside.length === 0) return html`<p class="muted">Neither ${a.letter} nor ${b.letter} opened and ended a trade within the common range.</p>`;
  const matched = matchTrades(a.inside, b.inside);
  const outside = [a, b].filter((side) => side.outside > 0).map((side) => `${grouped(side.outside)} of ${side.letter}`);
  return html`<p>Two trades are the same when underlying, day of entry, expiry and strikes are; several alike are matched in order.${outside.length > 0 && ` Left out because they begin or end outside the common range: ${outside.join(", ")}.`}${!sameSize(a, b) && " The accounts differ in size, and so do dollars."}</p>
<h3>Who made the difference</h3>${balance(a, b, matched)}
<h3>By year</h3>${byYear(a, b, matched)}
${largest(a, b, matched)}
${others.length > 0 && html`<h3>${a.letter} against the others</h3>${againstFirst(a, others)}`}`;
}

const sameSize = (a: CommonSide, b: CommonSide): boolean => a.base === b.base;

function balance(a: CommonSide, b: CommonSide, { pairs, onlyA, onlyB }: Matched): Html {
  const [alike, otherwise] = [pairs.filter(([x, y]) => endedAlike(x, y)), pairs.filter(([x, y]) => !endedAlike(x, y))];
  const row = (name: string, x: readonly Trade[], y: readonly Trade[]) => [name, x.length ? grouped(x.length) : "·", y.length ? grouped(y.length) : "·", x.length ? money(net(x)) : "·", y.length ? money(net(y)) : "·", money(net(x) - net(y))];
  const of = (list: readonly (readonly [Trade, Trade])[], i: 0 | 1): Trade[] => list.map((pair) => pair[i]);
  const rows = [
    row("same position, ended alike", of(alike, 0), of(alike, 1)), row("same position, ended otherwise", of(otherwise, 0), of(otherwise, 1)), row(`only in ${a.letter}`, onlyA, []), row(`only in ${b.letter}`, [], onlyB), row("all", a.inside, b.inside),
  ];
  return htmlTable(`Net P&L of the trades, and what each group adds to ${a.letter} − ${b.letter}; ended alike = on the same day at the same cost per share, so that what is left is size and commissions`, [left("trades"), { title: a.letter }, { title: b.letter }, { title: `P&L ${a.letter}` }, { title: `P&L ${b.letter}` }, { title: `${a.letter} − ${b.letter}` }], rows);
}

const yearOf = ({ exit }: Trade): string => isoDate(exit).slice(0, 4);

function byYear(a: CommonSide, b: CommonSide, { pairs, onlyA, onlyB }: Matched): Html {
  const all = [...new Set([...a.inside, ...b.inside].map(yearOf))].sort();
  const rows = all.map((year) => {
    const both = net(pairs.map(([x]) => x).filter((trade) => yearOf(trade) === year)) - net(pairs.map(([, y]) => y).filter((trade) => yearOf(trade) === year));
    const [x, y] = [net(onlyA.filter((trade) => yearOf(trade) === year)), -net(onlyB.filter((trade) => yearOf(trade) === year))];
    return [year, money(both), money(x), money(y), money(both + x + y)];
  });
  return htmlTable("What each adds to the difference, by year of exit", [left("year"), { title: "same positions" }, { title: `only in ${a.letter}` }, { title: `not in ${a.letter}` }, { title: `${a.letter} − ${b.letter}` }], rows);
}

interface Part { trade: Trade; where: string; a: number | null; b: number | null }

const shareOf = ({ a, b }: Part): number => (a ?? 0) - (b ?? 0);

function largest(a: CommonSide, b: CommonSide, { pairs, onlyA, onlyB }: Matched): Html | null {
  const parts: Part[] = [
    ...pairs.map(([x, y]): Part => ({ trade: x, where: x.exit === y.exit ? "both" : `both; ${b.letter} until ${isoDate(y.exit)}`, a: x.net, b: y.net })),
    ...onlyA.map((trade): Part => ({ trade, where: `only ${a.letter}`, a: trade.net, b: null })), ...onlyB.map((trade): Part => ({ trade, where: `only ${b.letter}`, a: null, b: trade.net })),
  ].filter((part) => shareOf(part) !== 0);
  const shown = parts.sort((x, y) => Math.abs(shareOf(y)) - Math.abs(shareOf(x)) || x.trade.entry - y.trade.entry || x.trade.id - y.trade.id).slice(0, LISTED);
  if (shown.length === 0) return null;
  const rows = shown.map((part) => [
    `${part.trade.underlying} ${part.trade.strikes}`, `${isoDate(part.trade.entry)} … ${isoDate(part.trade.exit)}`, part.where, part.trade.reason.replaceAll("_", " "), part.a === null ? "·" : money(part.a), part.b === null ? "·" : money(part.b), money(shareOf(part)),
  ]);
  return html`<h3>Position by position</h3>${htmlTable(`The ${grouped(shown.length)} positions that made most of the difference, either way`, [left("position"), left("from … to"), left("in"), left("exit"), { title: `P&L ${a.letter}` }, { title: `P&L ${b.letter}` }, { title: `${a.letter} − ${b.letter}` }], rows)}`;
}

function againstFirst(a: CommonSide, others: readonly CommonSide[]): Html {
  const rows = others.map((side) => {
    const { pairs, onlyA, onlyB } = matchTrades(a.inside, side.inside);
    return [side.letter, grouped(pairs.length), money(net(pairs.map(([x]) => x)) - net(pairs.map(([, y]) => y))), grouped(onlyA.length), money(net(onlyA)), grouped(onlyB.length), money(net(onlyB)), money(net(a.inside) - net(side.inside))];
  });
  return htmlTable(`Trades that ${a.letter} and each of the others share, and those that only one has`, [left("run"), { title: "same positions" }, { title: `${a.letter} − it` }, { title: `only in ${a.letter}` }, { title: "P&L" }, { title: "only in it" }, { title: "P&L" }, { title: "all" }], rows);
}
