import { choice, choiceOrNone, custom, list, number, numberOrOff, toggle } from "../kinds";
import { readGroup } from "../nested";
import type { GroupConfig } from "../nested";
import { LIMIT_PRESET_NAMES, EQUITY_INDEX_GROUP } from "../presets";
import { readSlippage, readTicker } from "../readers";
import type { Slippage } from "../readers";

/** Quotes too wide to trade, beyond the crossed, locked, blown and empty ones that never fill. */
export const QUOTES = {
  max_quote_width_pct: number({ group: "quotes", help: "A quote wider than this share of its mid is refused, once also wider than max_quote_width_floor; 0 = no cap.", unit: "% of mid", default: 50, min: 0, max: 200 }),
  max_quote_width_floor: number({ group: "quotes", help: "Quotes no wider than this are never refused for their share.", unit: "$", default: 0.1, min: 0, max: 1000 }),
  max_quote_width: number({ group: "quotes", help: "A quote wider than this is refused; 0 = no cap.", unit: "$", default: 0, min: 0, max: 1000 }),
};

/** What trading costs; the same model on entry and exit. */
export const COSTS = {
  slippage: custom<Slippage>({ group: "costs", help: "Share of the quoted width paid, from the favourable side: orats = 75/66/56/53 % for 1/2/3/4 legs, mid = 50, pessimistic = 100.", unit: "% of quoted width", default: "orats", accepts: "orats | mid | pessimistic | number from 0 to 200", read: readSlippage }),
  commission: number({ group: "costs", help: "Commission per contract, leg and side.", unit: "$", default: 1, min: 0, max: 1000 }),
  commission_min: number({ group: "costs", help: "Smallest commission of an order.", unit: "$", default: 0, min: 0, max: 10_000 }),
  commission_max: number({ group: "costs", help: "Largest commission of an order; 0 = none.", unit: "$", default: 0, min: 0, max: 10_000 }),
  free_close: numberOrOff({ group: "costs", help: "Buying back a short leg at or below this price is free of commission.", unit: "$ per share", default: null, min: 0, max: 100 }),
  assignment_fee: number({ group: "costs", help: "Fee per assigned leg and contract.", unit: "$", default: 5, min: 0, max: 1000 }),
  early_assignment: toggle({ group: "costs", help: "Model early assignment where exercise is American: calls before dividends, deep puts against carry.", default: true }),
  deep_itm_delta: number({ group: "costs", help: "|Δ| from which a short put is deep enough in the money to be assigned early.", default: 0.95, min: 0, max: 1 }),
};

export const SIZING = {
  equity: number({ group: "sizing", help: "Initial equity.", unit: "$", default: 100_000, min: 0, max: 1e9, above: true }),
  sizing: choice({ group: "sizing", help: "risk: contracts from max_risk_per_trade; fixed: the count in contracts. All limits apply to both.", default: "risk", of: ["risk", "fixed"] }),
  contracts: number({ group: "sizing", help: "Contracts per trade when sizing is fixed.", unit: "contracts", default: 1, min: 1, max: 1e6, integer: true }),
  max_contracts: number({ group: "sizing", help: "Largest contract count of one entry; 0 = none.", unit: "contracts", default: 0, min: 0, max: 1e6, integer: true }),
  max_risk_per_trade: number({ group: "sizing", help: "Max loss of one trade when sizing is risk.", unit: "% of equity", default: 2, min: 0, max: 100, above: true }),
  short_put_stress: number({ group: "sizing", help: "Loss of a short put assumed for risk.", unit: "% of strike", default: 20, min: 0, max: 100, above: true }),
};

/** Caps on the sum of max losses and on counts. */
export const LIMITS = {
  max_single_position: number({ group: "limits", help: "Cap on one position's max loss, however it is sized.", unit: "% of equity", default: 5, min: 0, max: 100, above: true }),
  portfolio_limits: choiceOrNone({ group: "limits", help: "Preset of max_positions, max_portfolio_heat and max_per_underlying; keys written beside it win.", default: null, of: LIMIT_PRESET_NAMES }),
  max_positions: number({ group: "limits", help: "Most open positions.", unit: "positions", default: 5, min: 1, max: 10_000, integer: true }),
  max_entries_per_day: number({ group: "limits", help: "Most entries on one day.", unit: "entries", default: 3, min: 1, max: 10_000, integer: true }),
  max_portfolio_heat: number({ group: "limits", help: "Cap on the sum of open max losses.", unit: "% of equity", default: 20, min: 0, max: 100, above: true }),
  max_per_underlying: number({ group: "limits", help: "The same per underlying.", unit: "% of equity", default: 20, min: 0, max: 100, above: true }),
  max_correlated_exposure: number({ group: "limits", help: "The same over the tickers in correlated_group.", unit: "% of equity", default: 50, min: 0, max: 100, above: true }),
  correlated_group: list<string>({ group: "limits", help: "Tickers that max_correlated_exposure adds up.", default: EQUITY_INDEX_GROUP, accepts: "comma list of symbols", item: readTicker }),
  groups: custom<readonly GroupConfig[]>({ group: "limits", help: "More static groups with a cap on their summed max loss.", default: [], accepts: "name=LIMIT:SPY+QQQ with LIMIT in % of equity; at most seven", repeatable: true, read: (raw) => (Array.isArray(raw) ? raw : [raw]).map(readGroup) }),
  max_effective_heat: number({ group: "limits", help: "Cap on √(hᵀCh): heat per underlying h, measured correlations C; 0 = off.", unit: "% of equity", default: 0, min: 0, max: 100 }),
  entry_order: choice({ group: "limits", help: "Who is offered the budget first: config order, or the best candidate score.", default: "config", of: ["config", "score"] }),
};
