// P&L by whatever trades can be told apart by.
import { EXIT_REASONS } from "../../../metrics";
import { isoDate } from "../../../units";
import { grouped, percent, wholeDollars } from "../../format";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";
import type { PageInput, Trade } from "./input";
import { signedText, swing } from "./swing";

export interface Group {
  key: string;
  trades: number;
  closed: number;
  wins: number;
  net: number;
  /** Means over all trades of the group. */
  r: number;
  held: number;
  worst: number;
}

/** Totals by key, in the order of `order`, then of their first occurrence. */
export function groupBy(trades: readonly Trade[], keyOf: (trade: Trade) => string, order: readonly string[] = []): Group[] {
  const groups = new Map<string, Group>(order.map((key) => [key, emptyGroup(key)]));
  for (const trade of trades) {
    const key = keyOf(trade);
    const group = groups.get(key) ?? emptyGroup(key);
    groups.set(key, group);
    group.trades++;
    group.closed += trade.closed ? 1 : 0;
    group.wins += trade.closed && trade.net > 0 ? 1 : 0;
    group.net += trade.net;
    group.r += trade.r;
    group.held += trade.held;
    group.worst = Math.min(group.worst, trade.net);
  }
  return [...groups.values()].filter(({ trades: n }) => n > 0).map((group) => ({ ...group, r: group.r / group.trades, held: group.held / group.trades }));
}

const emptyGroup = (key: string): Group => ({ key, trades: 0, closed: 0, wins: 0, net: 0, r: 0, held: 0, worst: Infinity });

const DTE_EDGES = [0, 8, 15, 22, 31, 46, 61, 91];
/** "22–30 days": calendar days to the last trade date at entry. */
export function dteBucket(dte: number): string {
  if (Number.isNaN(dte)) return "unknown";
  const at = DTE_EDGES.filter((edge) => edge <= dte).length - 1;
  return at === DTE_EDGES.length - 1 ? `${DTE_EDGES[at]} days and more` : `${DTE_EDGES[at]}–${DTE_EDGES[at + 1] - 1} days`;
}

const DELTA_STEP = 5;
/** "0.15–0.20": |Δ| of the short put (of the short call without one) at entry, the lower edge included. */
export function deltaBucket(delta: number): string {
  if (Number.isNaN(delta)) return "unknown";
  const low = Math.floor((delta * 100 + 1e-9) / DELTA_STEP) * DELTA_STEP;
  return `${(low / 100).toFixed(2)}–${((low + DELTA_STEP) / 100).toFixed(2)}`;
}

const DTE_ORDER = [...DTE_EDGES.map(dteBucket), "unknown"];
const DELTA_ORDER = [...Array.from({ length: 20 }, (_, i) => deltaBucket(i / 20)), "unknown"];

interface Dimension {
  name: string;
  title: string;
  keyOf: (trade: Trade) => string;
  order?: readonly string[];
  /** Shown only with two groups or more. */
  optional?: boolean;
}

const yearOf = (trade: Trade): string => isoDate(trade.exit).slice(0, 4);

const DIMENSIONS: readonly Dimension[] = [
  { name: "exit", title: "By exit reason", keyOf: ({ reason }) => reason, order: EXIT_REASONS },
  { name: "regime", title: "By regime at entry", keyOf: ({ regime }) => regime },
  { name: "underlying", title: "By underlying", keyOf: ({ underlying }) => underlying },
  { name: "structure", title: "By structure", keyOf: ({ structure }) => structure, optional: true },
  { name: "days to expiry", title: "By days to expiry at entry", keyOf: ({ dte }) => dteBucket(dte), order: DTE_ORDER },
  { name: "|Δ|", title: "By |Δ| of the short leg at entry", keyOf: ({ delta }) => deltaBucket(delta), order: DELTA_ORDER },
  { name: "year", title: "By year of exit", keyOf: yearOf },
];

/** One table per dimension. */
export function groupTables({ trades, run: { metrics } }: PageInput): Html {
  if (trades.length === 0) return html`<p class="muted">No trade was opened: the funnel says why.</p>`;
  const sorted = [...trades].sort((a, b) => a.exit - b.exit || a.id - b.id); // years rise
  const codes = (name: string): string[] => (name === "regime" || name === "underlying" || name === "structure" ? metrics.breakdown[name].map(({ key }) => key) : []);
  const told = DIMENSIONS.filter(({ keyOf }) => trades.some((trade) => keyOf(trade) !== "unknown"));
  const silent = DIMENSIONS.filter((dimension) => !dimension.optional && !told.includes(dimension)).map(({ name }) => name);
  const tables = told.map((dimension) => ({ dimension, groups: groupBy(sorted, dimension.keyOf, dimension.order ?? codes(dimension.name)) })).filter(({ dimension, groups }) => !dimension.optional || groups.length > 1);
  return html`${tables.map(({ dimension, groups }) => html`<h3>${dimension.title}</h3>${groupTable(dimension, groups)}`)}${silent.length > 0 && html`<p class="muted">Not known of any trade: ${silent.join(", ")}.</p>`}`;
}

function groupTable({ name, title }: Dimension, groups: readonly Group[]): Html {
  const largest = Math.max(...groups.map(({ net }) => Math.abs(net)));
  const columns = [{ title: name, align: "left" as const }, { title: "trades" }, { title: "wins" }, { title: "net P&L" }, { title: "", align: "left" as const }, { title: "per trade" }, { title: "mean R" }, { title: "worst trade" }, { title: "days held" }];
  const rows = groups.map((group) => [
    group.key.replaceAll("_", " "), grouped(group.trades), group.closed ? percent(group.wins / group.closed, 1) : "–", signedText(group.net, wholeDollars(group.net)),
    swing(largest > 0 ? group.net / largest : 0), signedText(group.net, wholeDollars(group.net / group.trades)), Number.isNaN(group.r) ? "–" : signedText(group.r, grouped(group.r, 3)), signedText(group.worst, wholeDollars(group.worst)), Number.isNaN(group.held) ? "–" : grouped(group.held, 1),
  ]);
  return htmlTable(`P&L ${title.replace("By", "by")}, after costs`, columns, rows);
}
