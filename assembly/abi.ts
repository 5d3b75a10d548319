// Constants that both compilers read. Change a layout or a meaning here and ABI_VERSION goes up.
// Every record is an array of equal slots; the names below are slot numbers, not bytes.

/** Version of everything in this file. */
export const ABI_VERSION: i32 = 7;

// ── Status of a run ─────────────────────────────────────────────────────────────────────────────────────────────────
export const STATUS_OK: i32 = 0;
/** The position table is full: the host gave too few slots. */
export const STATUS_POSITIONS_FULL: i32 = 1;
/** The trade table is full. */
export const STATUS_TRADES_FULL: i32 = 2;
/** Σ cash flows + marks ≠ equity on some day: a bug in the core. */
export const STATUS_NOT_CONSERVED: i32 = 3;
/** Some equity, mark or price was not finite. */
export const STATUS_NOT_FINITE: i32 = 4;

// ── Structures ──────────────────────────────────────────────────────────────────────────────────────────────────────
export const PUT_CREDIT_SPREAD: i32 = 0;
export const CALL_CREDIT_SPREAD: i32 = 1;
export const IRON_CONDOR: i32 = 2;
export const SHORT_PUT: i32 = 3;

// ── Why a chance (day, underlying, sleeve) opened nothing; rising with the order of the gates ───────────────────────
export const OPENED: i32 = 0;
export const NO_DATA: i32 = 1;
export const WARM_UP: i32 = 2;
export const REGIME_ZERO: i32 = 3;
export const BREAKER_HALT: i32 = 4;
export const MAX_POSITIONS: i32 = 5;
export const MAX_ENTRIES: i32 = 6;
export const IV_FILTER: i32 = 7;
export const NO_EXPIRY: i32 = 8;
export const NO_STRIKE: i32 = 9;
export const LONG_LEG_MISSING: i32 = 10;
export const QUOTE_ZERO: i32 = 11;
export const QUOTE_CROSSED: i32 = 12;
export const QUOTE_LOCKED: i32 = 13;
export const QUOTE_BLOWN: i32 = 14;
export const QUOTE_WIDE: i32 = 15;
export const LIQUIDITY: i32 = 16;
export const CREDIT_TOO_SMALL: i32 = 17;
export const CREDIT_OVER_WIDTH: i32 = 18;
/** One contract does not fit into an *empty* book under limit n: SIZE_ZERO + n (LIMIT_*). */
export const SIZE_ZERO: i32 = 19;
/** One contract does not fit because open positions use limit n (from LIMIT_HEAT on): LIMIT_FULL + n − LIMIT_HEAT. */
export const LIMIT_FULL: i32 = 26;
/** The day lies after the account's last entry day: the first gate of all, numbered last. */
export const ENTRIES_ENDED: i32 = 31;

// ── Sizing limits, in the order that breaks ties ────────────────────────────────────────────────────────────────────
export const LIMIT_TRADE: i32 = 0;
export const LIMIT_SINGLE: i32 = 1;
export const LIMIT_HEAT: i32 = 2;
export const LIMIT_UNDERLYING: i32 = 3;
export const LIMIT_GROUP: i32 = 4;
export const LIMIT_CORRELATION: i32 = 5;
export const LIMIT_BUYING_POWER: i32 = 6;
export const LIMIT_COUNT: i32 = 7;

// ── Why a position ended ────────────────────────────────────────────────────────────────────────────────────────────
export const EXIT_BREAKER: i32 = 0;
export const EXIT_PROFIT_TARGET: i32 = 1;
export const EXIT_STOP_LOSS: i32 = 2;
export const EXIT_GAMMA: i32 = 3;
export const EXIT_TIME: i32 = 4;
/** Number of kinds that the priority list orders. */
export const EXIT_KINDS: i32 = 5;
export const EXIT_EXPIRED_WORTHLESS: i32 = 5;
export const EXIT_EXPIRED_ITM: i32 = 6;
export const EXIT_EARLY_ASSIGNMENT: i32 = 7;
export const EXIT_END_OF_DATA: i32 = 8;

// ── Trade flags ─────────────────────────────────────────────────────────────────────────────────────────────────────
/** Physical delivery with exactly one leg of a side in the money at expiry. */
export const FLAG_PIN: i32 = 1;
export const FLAG_ASSIGNED_CALL: i32 = 2;
export const FLAG_ASSIGNED_PUT: i32 = 4;
/** A long leg had no bid at the exit: closed at 0 without commission. */
export const FLAG_ABANDONED_LONG: i32 = 8;
/** Settled on a stand-in price: no official close (or opening settlement) for the settlement day. */
export const FLAG_SETTLED_ON_FALLBACK: i32 = 16;

// ── Widths, rankings, sizing, entry order ───────────────────────────────────────────────────────────────────────────
export const WIDTH_DOLLARS: i32 = 0;
export const WIDTH_PERCENT_OF_SPOT: i32 = 1;
export const WIDTH_LONG_DELTA: i32 = 2;
export const RANK_EXPECTED_VALUE: i32 = 0;
export const RANK_TARGET_DELTA: i32 = 1;
export const RANK_CREDIT: i32 = 2;
export const RANK_WEIGHTED: i32 = 3;
export const SIZING_FIXED: i32 = 0;
export const SIZING_RISK: i32 = 1;
export const ORDER_CONFIG: i32 = 0;
export const ORDER_SCORE: i32 = 1;
export const SETTLEMENT_PM: i32 = 0;
export const SETTLEMENT_AM: i32 = 1;
/** Regime label of a day without one (warm-up). */
export const REGIME_UNKNOWN: i32 = 255;
/** Stored delta of a row without one. */
export const DELTA_MISSING: i32 = -32768;

/*
 * CONTEXT: i32 slots, one record per run; every *_PTR is a byte address in the core's memory.
 *
 *   sessions ─┬─ per session: day, lagged VIX, lagged rate, correlation index
 *             └─ × underlyings × sleeves: funnel code (u8)
 */
export const CTX_SESSIONS: i32 = 0;
export const CTX_UNDERLYINGS: i32 = 1;
export const CTX_SLEEVES: i32 = 2;
/** i32 day numbers. */
export const CTX_DAY_PTR: i32 = 3;
/** f64 volatility-index level known before the session; NaN = none. */
export const CTX_VIX_PTR: i32 = 4;
/** f64 annual rate known before the session (0 when unknown). */
export const CTX_RATE_PTR: i32 = 5;
/** f64 [pair][correlation index], pair (i<j) at i·(2n−i−1)/2 + j−i−1; 0 = no correlations. */
export const CTX_CORRELATION_PTR: i32 = 6;
/** Entries per pair in CTX_CORRELATION_PTR. */
export const CTX_CORRELATION_LENGTH: i32 = 7;
/** i32 per session: index into a pair's correlations, −1 = none yet. */
export const CTX_CORRELATION_INDEX_PTR: i32 = 8;
export const CTX_ACCOUNT_PTR: i32 = 9;
export const CTX_SLEEVES_PTR: i32 = 10;
export const CTX_UNDERLYINGS_PTR: i32 = 11;
/** Scratch for open positions: POS_STRIDE f64 each. */
export const CTX_POSITIONS_PTR: i32 = 12;
export const CTX_POSITIONS_CAPACITY: i32 = 13;
/** Output: TRADE_STRIDE f64 each. */
export const CTX_TRADES_PTR: i32 = 14;
export const CTX_TRADES_CAPACITY: i32 = 15;
/** Output: EQ_STRIDE f64 per session. */
export const CTX_EQUITY_PTR: i32 = 16;
/** Output: u8 [session][underlying][sleeve]. */
export const CTX_FUNNEL_PTR: i32 = 17;
/** Output: SUM_SLOTS f64. */
export const CTX_SUMMARY_PTR: i32 = 18;
/** Scratch: 8 bytes per underlying, SCREEN_SCRATCH, 12 per (underlying, sleeve) chance; see entries. */
export const CTX_SCRATCH_PTR: i32 = 19;
export const CTX_SLOTS: i32 = 20;
/** Bytes the screen keeps its candidates in. */
export const SCREEN_SCRATCH: i32 = 240;

/* UNDERLYING: i32 slots. A *_SHIFT is log2 of the column's bytes (1 = u16, 2 = u32). */
export const U_STRIKE_PTR: i32 = 0;
export const U_STRIKE_SHIFT: i32 = 1;
export const U_BID_PTR: i32 = 2;
export const U_BID_SHIFT: i32 = 3;
export const U_ASK_PTR: i32 = 4;
export const U_ASK_SHIFT: i32 = 5;
export const U_IV_PTR: i32 = 6;
export const U_DELTA_PTR: i32 = 7;
export const U_OI_PTR: i32 = 8;
export const U_OI_SHIFT: i32 = 9;
export const U_VOLUME_PTR: i32 = 10;
export const U_VOLUME_SHIFT: i32 = 11;
export const U_EXPIRY_PTR: i32 = 12;
export const U_VENDOR_EXPIRY_PTR: i32 = 13;
export const U_SETTLEMENT_PTR: i32 = 14;
export const U_ROOT_PTR: i32 = 15;
export const U_CALLS_PTR: i32 = 16;
export const U_PUTS_PTR: i32 = 17;
export const U_END_PTR: i32 = 18;
export const U_BLOCKS_BEGIN_PTR: i32 = 19;
export const U_BLOCKS_END_PTR: i32 = 20;
export const U_SPOT_PTR: i32 = 21;
export const U_BAR_DAY_PTR: i32 = 22;
export const U_BAR_OPEN_PTR: i32 = 23;
export const U_BAR_CLOSE_PTR: i32 = 24;
export const U_BAR_DIVIDEND_PTR: i32 = 25;
export const U_BAR_SETTLEMENT_PTR: i32 = 26;
export const U_BARS: i32 = 27;
/** i32 per session: chain day index, −1 = no chain. */
export const U_CHAIN_INDEX_PTR: i32 = 28;
/** i32 per session: bar of that day, −1 = none. */
export const U_BAR_INDEX_PTR: i32 = 29;
/** i32 per session: bar whose features are known (lagged), −1 = none. */
export const U_FEATURE_INDEX_PTR: i32 = 30;
/** u8 per bar. */
export const U_REGIME_PTR: i32 = 31;
/** f64 per bar, 0…1; NaN = warm-up. */
export const U_IV_PERCENTILE_PTR: i32 = 32;
export const U_IV_RANK_PTR: i32 = 33;
export const U_ATM_IV_PTR: i32 = 34;
/** Money units per stored quote step. */
export const U_TICK: i32 = 35;
/** Strike thousandths per stored strike step. */
export const U_STRIKE_UNIT: i32 = 36;
export const U_MULTIPLIER: i32 = 37;
/** 1 = American exercise, 0 = European. */
export const U_AMERICAN: i32 = 38;
/** 1 = physical delivery, 0 = cash. */
export const U_PHYSICAL: i32 = 39;
/** Bit g set: the underlying belongs to group g. */
export const U_GROUPS: i32 = 40;
/** f64 per session: volatility ratio that scales targets and stops, known before the session; four more follow. */
export const U_EXIT_SCALE_PTR: i32 = 41;
export const U_SLOTS: i32 = 42;

/* ACCOUNT: f64 slots. Fractions are of equity unless said otherwise; money in units (1e-4 $). */
export const A_EQUITY: i32 = 0;
export const A_SIZING: i32 = 1;
export const A_CONTRACTS: i32 = 2;
export const A_RISK_PER_TRADE: i32 = 3;
export const A_SINGLE_POSITION: i32 = 4;
export const A_HEAT: i32 = 5;
export const A_PER_UNDERLYING: i32 = 6;
/** Measured effective heat √(hᵀCh); 0 = off. */
export const A_CORRELATED: i32 = 7;
export const A_MAX_POSITIONS: i32 = 8;
export const A_MAX_ENTRIES: i32 = 9;
export const A_ENTRY_ORDER: i32 = 10;
export const A_USE_REGIME: i32 = 11;
/** Fill fraction × 1e4 of the quoted width for 1, 2, 3, 4 legs. */
export const A_FILL: i32 = 12; // 4 slots
export const A_COMMISSION: i32 = 16;
export const A_COMMISSION_MIN: i32 = 17;
/** Per order; 0 = none. */
export const A_COMMISSION_MAX: i32 = 18;
/** Closing a short leg at or below this price (units per share) is free; −1 = never. */
export const A_FREE_CLOSE: i32 = 19;
/** Units per assigned leg and contract. */
export const A_ASSIGNMENT_FEE: i32 = 20;
/** 1 = early assignment modelled. */
export const A_EARLY_ASSIGNMENT: i32 = 21;
/** |Δ| × 1e4 from which a short put counts as deep in the money. */
export const A_DEEP_ITM_DELTA: i32 = 22;
/** Quoted width above this share (× 1e4) of mid is wide, once above A_WIDTH_FLOOR; 0 = off. */
export const A_WIDTH_SHARE: i32 = 23;
/** Units: narrower quotes are never wide by share. */
export const A_WIDTH_FLOOR: i32 = 24;
/** Units: quotes wider than this are wide; 0 = off. */
export const A_WIDTH_MAX: i32 = 25;
export const A_GROUPS: i32 = 26;
export const A_GROUP_LIMIT: i32 = 27; // 8 slots
export const A_REGIME_MULTIPLIER: i32 = 35; // 8 slots, by label
export const A_BREAKERS: i32 = 43;
export const A_DAY_ALERT: i32 = 44;
export const A_DAY_HALF: i32 = 45;
export const A_DAY_HALT: i32 = 46;
export const A_WEEK_HALF: i32 = 47;
export const A_WEEK_HALT: i32 = 48;
export const A_DRAWDOWN_CUT: i32 = 49;
export const A_DRAWDOWN_HALT: i32 = 50;
/** Sessions a drawdown halt lasts before the peak is set to the current equity. */
export const A_DRAWDOWN_COOLDOWN: i32 = 51;
export const A_VIX_LEVEL: i32 = 52; // 4 slots, rising
export const A_VIX_MULTIPLIER: i32 = 56; // 4 slots
/** Loss of a short put assumed for risk: share × 1e4 of the strike. */
export const A_SHORT_PUT_STRESS: i32 = 60;
/** Largest contract count of one entry; 0 = none. */
export const A_MAX_CONTRACTS: i32 = 61;
/** Last day on which positions may be opened. */
export const A_LAST_ENTRY: i32 = 62;
export const A_SLOTS: i32 = 64;

/* SLEEVE: f64 slots, one structure with its screen and exits. */
export const S_STRUCTURE: i32 = 0;
/** |Δ| × 1e4. */
export const S_MIN_DELTA: i32 = 1;
export const S_MAX_DELTA: i32 = 2;
export const S_MIN_DTE: i32 = 3;
export const S_MAX_DTE: i32 = 4;
export const S_WIDTH_MODE: i32 = 5;
export const S_WIDTHS: i32 = 6;
/** Dollars mode: strike thousandths; percent mode: share of spot × 1e4; delta mode: |Δ| × 1e4. Rising. */
export const S_WIDTH: i32 = 7; // 4 slots
/** Share × 1e4 of the width, at executable prices. */
export const S_MIN_CREDIT: i32 = 11;
export const S_MIN_OI: i32 = 12;
export const S_MIN_VOLUME: i32 = 13;
/** IV percentile floor 0…1; 0 = off. */
export const S_MIN_IV_PERCENTILE: i32 = 14;
/** 1 = an undefined IV percentile refuses the entry (WARM_UP), 0 = it passes. */
export const S_REQUIRE_IV: i32 = 15;
export const S_RANKING: i32 = 16;
/** |Δ| × 1e4. */
export const S_TARGET_DELTA: i32 = 17;
/** Share × 1e4 of the credit; 0 = off. */
export const S_PROFIT_TARGET: i32 = 18;
export const S_STOP_LOSS: i32 = 19;
/** DTE; −1 = off. */
export const S_GAMMA_EXIT: i32 = 20;
export const S_TIME_EXIT: i32 = 21;
export const S_EXIT_PRIORITY: i32 = 22; // EXIT_KINDS slots
export const S_WEIGHTS: i32 = 27; // 4 regimes × (credit, 1−Δ, DTE, liquidity)
/** 1 = target and stop are scaled by the underlying's volatility ratio. */
export const S_DYNAMIC: i32 = 43;
export const S_SLOTS: i32 = 44;

/* TRADE: f64 slots. Prices in units per share, totals in units, strikes in thousandths (0 = no such leg). */
export const T_ID: i32 = 0;
export const T_SLEEVE: i32 = 1;
export const T_UNDERLYING: i32 = 2;
export const T_STRUCTURE: i32 = 3;
export const T_ENTRY_DAY: i32 = 4;
export const T_EXIT_DAY: i32 = 5;
export const T_EXPIRY: i32 = 6;
export const T_VENDOR_EXPIRY: i32 = 7;
export const T_SETTLEMENT: i32 = 8;
export const T_ROOT: i32 = 9;
export const T_SHORT_PUT: i32 = 10;
export const T_LONG_PUT: i32 = 11;
export const T_SHORT_CALL: i32 = 12;
export const T_LONG_CALL: i32 = 13;
export const T_CONTRACTS: i32 = 14;
/** Risk basis per share: the (wider) width, or a short put's stressed strike. */
export const T_WIDTH: i32 = 15;
export const T_CREDIT: i32 = 16;
/** Credit at executable prices (short bid − long ask). */
export const T_NATURAL_CREDIT: i32 = 17;
/** Everything paid to get out, per share: fills, settlement, assignment. */
export const T_EXIT_COST: i32 = 18;
export const T_ENTRY_COMMISSION: i32 = 19;
export const T_EXIT_COMMISSION: i32 = 20;
export const T_FEES: i32 = 21;
export const T_NET_PNL: i32 = 22;
export const T_MAX_LOSS: i32 = 23;
/** |Δ| of the short put (of the short call when there is no put), 0…1. */
export const T_DELTA: i32 = 24;
export const T_CALL_DELTA: i32 = 25;
/** IV of the same leg as T_DELTA. */
export const T_IV: i32 = 26;
export const T_ATM_IV: i32 = 27;
export const T_IV_RANK: i32 = 28;
export const T_IV_PERCENTILE: i32 = 29;
export const T_REGIME: i32 = 30;
/** Size multiplier M of §5: regime × breakers. */
export const T_MULTIPLIER: i32 = 31;
export const T_SCORE: i32 = 32;
export const T_SPOT_ENTRY: i32 = 33;
export const T_SPOT_EXIT: i32 = 34;
export const T_VIX: i32 = 35;
/** Largest and smallest gross P&L on daily marks and at the exit, units; ≥ 0 and ≤ 0. */
export const T_MFE: i32 = 36;
export const T_MAE: i32 = 37;
/** Sessions on which the position kept an old mark; longest run of them. */
export const T_STALE_DAYS: i32 = 38;
export const T_MAX_STALE_RUN: i32 = 39;
/** Exits that were due but found no executable quote. */
export const T_BLOCKED_EXITS: i32 = 40;
export const T_REASON: i32 = 41;
export const T_FLAGS: i32 = 42;
export const T_EQUITY: i32 = 43;
/** LIMIT_* that set the contract count. */
export const T_BINDING_LIMIT: i32 = 44;
/** Volatility ratio in force when a sleeve with scaled exits closed the position; 0 = otherwise. */
export const T_EXIT_SCALE: i32 = 45;
export const TRADE_STRIDE: i32 = 46;

/* POSITION: the trade's own slots first, then what only an open position needs. */
export const P_MARK: i32 = 46; // liability per share, units
export const P_REALISED: i32 = 47; // cost per share already paid (an assigned side)
export const P_ROW: i32 = 48; // 4 slots: row of short put, long put, short call, long call today; −1 = no row
export const P_SIDES: i32 = 52; // bit 0 put side open, bit 1 call side open
export const P_FRESH: i32 = 53; // 1 = every open leg had a valid quote at the last mark
export const P_PREV_SPOT: i32 = 54; // snapshot spot at the last fresh mark
export const P_PREV_PUT_MID: i32 = 55; // short legs' mids at the last fresh mark
export const P_PREV_CALL_MID: i32 = 56;
export const P_PREV_PUT_DELTA: i32 = 57; // |Δ| × 1e4 of the short put at the last fresh mark
export const P_PREV_DAY: i32 = 58; // session day of the last mark
export const P_STALE_RUN: i32 = 59;
export const P_FORCED: i32 = 60; // 1 = a breaker wants it closed
export const P_CLOSED: i32 = 61; // 1 = written to the trade table, to be compacted away
export const P_OFFSET: i32 = 62; // 4 slots: where a leg stood in its side when last seen, the first place to look
export const POS_STRIDE: i32 = 66;

/* EQUITY: f64 slots per session. */
export const E_DAY: i32 = 0;
export const E_CASH: i32 = 1;
/** Σ marks × multiplier × contracts, a liability. */
export const E_LIABILITY: i32 = 2;
export const E_EQUITY: i32 = 3;
export const E_POSITIONS: i32 = 4;
/** Σ open max loss. */
export const E_HEAT: i32 = 5;
export const E_BREAKER_MULTIPLIER: i32 = 6;
/** BREAKER_* bits. */
export const E_BREAKER_BITS: i32 = 7;
/** Positions that kept an old mark in step 2. */
export const E_STALE: i32 = 8;
export const E_ENTRIES: i32 = 9;
/** Trades written during the session. */
export const E_EXITS: i32 = 10;
export const EQ_STRIDE: i32 = 12;

export const BREAKER_DAY_ALERT: i32 = 1;
export const BREAKER_DAY_HALF: i32 = 2;
export const BREAKER_DAY_HALT: i32 = 4;
export const BREAKER_WEEK_HALF: i32 = 8;
export const BREAKER_WEEK_HALT: i32 = 16;
export const BREAKER_DRAWDOWN_CUT: i32 = 32;
export const BREAKER_DRAWDOWN_HALT: i32 = 64;
export const BREAKER_VIX: i32 = 128;

/* SUMMARY: f64 slots. */
export const SUM_TRADES: i32 = 0;
export const SUM_STALE_MARKS: i32 = 1;
export const SUM_BLOCKED_EXITS: i32 = 2;
/** Position-sessions on which assignment could not be judged: no fresh quote the session before. */
export const SUM_ASSIGNMENT_UNKNOWN: i32 = 3;
export const SUM_FALLBACK_SETTLEMENTS: i32 = 4;
/** Sides that expired with exactly one leg in the money. */
export const SUM_PINS: i32 = 5;
export const SUM_ASSIGNMENTS: i32 = 6;
/** Exit fills outside [0, width], refused (also counted as blocked). */
export const SUM_FILL_OUT_OF_BOUNDS: i32 = 7;
export const SUM_SLOTS: i32 = 8;

/* FEATURES: i32 slots, one record per underlying; columns are per bar. Windows in sessions. */
export const F_UNDERLYING_PTR: i32 = 0; // UNDERLYING record
export const F_BARS: i32 = 1;
export const F_HIGH_PTR: i32 = 2; // i32 units
export const F_LOW_PTR: i32 = 3;
export const F_CLOSE_PTR: i32 = 4;
export const F_DIVIDEND_PTR: i32 = 5;
export const F_VOLUME_PTR: i32 = 6; // f64
export const F_SPLIT_PTR: i32 = 7; // f64
export const F_DAY_PTR: i32 = 8; // i32
export const F_CHAIN_OF_BAR_PTR: i32 = 9; // i32
export const F_VIX_OF_BAR_PTR: i32 = 10; // f64
/** Scratch f64: total-return index, then its log returns; the latter are also an output. */
export const F_INDEX_PTR: i32 = 11;
export const F_RETURN_PTR: i32 = 12;
/** Scratch f64, max(ivWindow, quantileWindow) long. */
export const F_SORTED_PTR: i32 = 13;
// Outputs, f64 but for the label (u8).
export const F_VOLATILITY_PTR: i32 = 14;
export const F_MOMENTUM_PTR: i32 = 15;
export const F_TREND_PTR: i32 = 16;
export const F_VOLUME_RATIO_PTR: i32 = 17;
export const F_RANGE_PTR: i32 = 18;
export const F_ATM_IV_PTR: i32 = 19;
export const F_IV_SPREAD_PTR: i32 = 20;
export const F_IV_RANK_PTR: i32 = 21;
export const F_IV_PERCENTILE_PTR: i32 = 22;
export const F_REGIME_PTR: i32 = 23;
export const F_VOLATILITY_WINDOW: i32 = 24;
export const F_MOMENTUM_WINDOW: i32 = 25;
export const F_TREND_FAST: i32 = 26;
export const F_TREND_SLOW: i32 = 27;
export const F_QUANTILE_WINDOW: i32 = 28;
export const F_IV_WINDOW: i32 = 29;
export const F_DETECTOR: i32 = 30; // DETECTOR_*
export const F_VIX_TREND_WINDOW: i32 = 31;
export const F_CRISIS_MEMORY: i32 = 32;
/** f64: dead band, quantile, four VIX thresholds, base volatility of the exits, their smallest and largest ratio. */
export const F_LEVELS_PTR: i32 = 33;
/** Output, f64: volatility ratio of the exits; and its window. */
export const F_EXIT_SCALE_PTR: i32 = 34;
export const F_EXIT_WINDOW: i32 = 35;
/** Output, f64: probability of the label; NaN of labels that are not weighed. */
export const F_PROBABILITY_PTR: i32 = 36;
/** Gaussian mixture: bits of its columns (MIXTURE_*), observations before the first fit, between fits, and in a fit (0 = all before it). */
export const F_MIXTURE_COLUMNS: i32 = 37;
export const F_MIXTURE_WARMUP: i32 = 38;
export const F_MIXTURE_REFIT: i32 = 39;
export const F_MIXTURE_WINDOW: i32 = 40;
/** Scratch f64 of it: MIXTURE_MODEL, and MIXTURE_ROW per bar. */
export const F_MIXTURE_PTR: i32 = 41;
export const F_SLOTS: i32 = 42;
/** Columns that a mixture may have, in this order; volatility and trend always, because labels follow from them. */
export const MIXTURE_VOLATILITY: i32 = 0;
export const MIXTURE_MOMENTUM: i32 = 1;
export const MIXTURE_TREND: i32 = 2;
export const MIXTURE_IV_SPREAD: i32 = 3;
export const MIXTURE_VOLUME_RATIO: i32 = 4;
export const MIXTURE_RANGE: i32 = 5;
export const MIXTURE_COLUMNS: i32 = 6;
export const MIXTURE_COMPONENTS: i32 = 4;
/** Model, rounded up; and per bar: observation, standardised observation, responsibilities, room to look for a median in. */
export const MIXTURE_MODEL: i32 = 256;
export const MIXTURE_ROW: i32 = 18;
export const DETECTOR_FOUR_STATE: i32 = 0;
export const DETECTOR_VIX_LADDER: i32 = 1;
export const DETECTOR_GAUSSIAN_MIXTURE: i32 = 2;
export const BULL_LOW: i32 = 0;
export const BULL_HIGH: i32 = 1;
export const BEAR_LOW: i32 = 2;
export const BEAR_HIGH: i32 = 3;
export const VIX_CALM: i32 = 0;
export const VIX_NORMAL: i32 = 1;
export const VIX_ELEVATED: i32 = 2;
export const VIX_HIGH: i32 = 3;
export const VIX_CRISIS: i32 = 4;
export const VIX_RECOVERY: i32 = 5;
// Pricing record: u32 addresses of columns, one row per option. An output whose address is 0 is not computed.
//
//   0 right  4 spot  8 strike  12 years  16 rate  20 yield  24 sigma  28 price  32 delta  36 gamma  40 vega  44 theta  48 rho
//
// right is u8 (1 = call, 0 = put); all else is f64 in dollars, years and per 1.00.
export const PRICING_RIGHT: i32 = 0;
export const PRICING_SPOT: i32 = 4;
export const PRICING_STRIKE: i32 = 8;
export const PRICING_YEARS: i32 = 12;
export const PRICING_RATE: i32 = 16;
export const PRICING_YIELD: i32 = 20;
export const PRICING_SIGMA: i32 = 24;
export const PRICING_PRICE: i32 = 28;
export const PRICING_DELTA: i32 = 32;
export const PRICING_GAMMA: i32 = 36;
export const PRICING_VEGA: i32 = 40;
export const PRICING_THETA: i32 = 44;
export const PRICING_RHO: i32 = 48;
export const PRICING_BYTES: i32 = 52;

/* COMPACT TRADE: f64 slots, what metrics and fingerprints need of a trade; in the order of T_ID. Units and days as in TRADE. */
export const C_UNDERLYING: i32 = 0;
export const C_SLEEVE: i32 = 1;
export const C_ENTRY_DAY: i32 = 2;
export const C_EXIT_DAY: i32 = 3;
export const C_SHORT_PUT: i32 = 4;
export const C_SHORT_CALL: i32 = 5;
export const C_CONTRACTS: i32 = 6;
export const C_CREDIT: i32 = 7;
export const C_EXIT_COST: i32 = 8;
/** Entry and exit together. */
export const C_COMMISSIONS: i32 = 9;
export const C_FEES: i32 = 10;
export const C_NET_PNL: i32 = 11;
export const C_MAX_LOSS: i32 = 12;
/** Equity at the entry. */
export const C_EQUITY: i32 = 13;
export const C_REASON: i32 = 14;
export const COMPACT_STRIDE: i32 = 16;

/* METRICS: i32 slots. What the metrics kernel reads of a finished run and where it writes. */
export const M_SESSIONS: i32 = 0;
/** i32 day per session. */
export const M_DAY_PTR: i32 = 1;
/** f64 per session: equity and Σ open max loss at the close (units), open positions. */
export const M_EQUITY_PTR: i32 = 2;
export const M_HEAT_PTR: i32 = 3;
export const M_POSITIONS_PTR: i32 = 4;
/** f64 per session: breaker multiplier; 0 = all 1. */
export const M_MULTIPLIER_PTR: i32 = 5;
/** f64 per session: annual risk-free rate; 0 = the constant of M_LEVELS_PTR. */
export const M_RATE_PTR: i32 = 6;
/** COMPACT TRADE records. */
export const M_TRADES: i32 = 7;
export const M_TRADES_PTR: i32 = 8;
/** u8 codes, the funnel of the run; without an address the reasons stay as they are. */
export const M_FUNNEL: i32 = 9;
export const M_FUNNEL_PTR: i32 = 10;
/** i32 per calendar year: its last session. */
export const M_YEARS: i32 = 11;
export const M_YEAR_END_PTR: i32 = 12;
/** f64: initial equity (units), constant annual risk-free rate, days of a year (252 or 365). */
export const M_LEVELS_PTR: i32 = 13;
/** Scratch: 1024 bytes and 24 per trade. */
export const M_SCRATCH_PTR: i32 = 14;
/** Output: EVALUATION_METRICS f64, NaN = undefined. */
export const M_VALUES_PTR: i32 = 15;
/** Output: f64 per calendar year, change of equity in units. */
export const M_YEARS_PTR: i32 = 16;
/** Output: REASON_CODES u32, chances by code. */
export const M_REASONS_PTR: i32 = 17;
/** Output: EXIT_REASONS u32, trades by exit reason. */
export const M_EXITS_PTR: i32 = 18;
/** Output: two u32, a hash of the trade list. */
export const M_FINGERPRINT_PTR: i32 = 19;
export const M_SLOTS: i32 = 20;
/** OPENED … ENTRIES_ENDED. */
export const REASON_CODES: i32 = 32;
export const EXIT_REASONS: i32 = 9;

/*
 * COMPILE: i32 slots. One underlying, one way to price and score spreads, many screens (bands, floors) over it, one block of sessions at a time.
 *
 *   entries[screen][session] ─▶ PICK (what was chosen) ─▶ SPREAD (its life in the block if never closed) ─▶ marks[], exits[] by session
 *                                                            └ open at the block's end: goes on in the next block as a SPREAD of its own
 */
export const K_CONTEXT_PTR: i32 = 0;
export const K_UNDERLYING: i32 = 1;
/** Sleeve records that share structure, widths and ranking. */
export const K_SCREENS: i32 = 2;
export const K_SCREENS_PTR: i32 = 3;
/** Output: u32 [screen][session of the block], below FIRST_ADDRESS a reason code, else the address of a PICK. */
export const K_ENTRIES_PTR: i32 = 4;
/** Room for picks, spreads and cells; the host gives more when `compileSessions` stops for want of it. */
export const K_SLAB_PTR: i32 = 5;
export const K_SLAB_END: i32 = 6;
/** i32 per calendar day from K_FIRST_DAY: first session on or after it; K_DAYS of them. */
export const K_SESSION_FROM_PTR: i32 = 7;
export const K_FIRST_DAY: i32 = 8;
export const K_DAYS: i32 = 9;
/** Scratch: CANDIDATE_BYTES per candidate, 32 per block of a day, 4 per row of a day, TILE × 4 per screen. */
export const K_CANDIDATES_PTR: i32 = 10;
export const K_CANDIDATES: i32 = 11;
export const K_BLOCKS_PTR: i32 = 12;
export const K_ROWS_PTR: i32 = 13;
export const K_TILE_PTR: i32 = 14;
/** Scratch: BANDS_BYTES per screen. */
export const K_BANDS_PTR: i32 = 15;
/** First session of the block, and sessions of a screen's entries. */
export const K_FROM: i32 = 16;
export const K_STRIDE: i32 = 17;
/** By position left open at the end of a block: a copy of its SPREAD; u32, the address of its SPREAD in the next. */
export const K_LEFT_PTR: i32 = 18;
export const K_CARRIED_PTR: i32 = 19;
/** Output: positions left open, the next one's id; bytes that one carried spread, and that one session can take. */
export const K_OPEN: i32 = 20;
export const K_NEXT_ID: i32 = 21;
export const K_LARGEST: i32 = 22;
export const K_ROOM: i32 = 23;
export const K_SLOTS: i32 = 24;
export const BANDS_BYTES: i32 = 48;
/** Facts 72, |Δ| 2, and by rank: score 8, index 4, |Δ| 2, DTE 2; rounded up. */
export const CANDIDATE_BYTES: i32 = 96;
/** Sessions of entries that are gathered before they are written out, a cache line per screen. */
export const TILE: i32 = 16;
export const FIRST_ADDRESS: u32 = 32;
/** Something of the market does not fit the compiled form; the plain day loop takes it. */
export const STATUS_NOT_COMPILED: i32 = 5;

/* PICK: 32 bytes. Units per share. */
export const PICK_CREDIT: i32 = 0; // i32 slots
export const PICK_WIDTH: i32 = 1;
export const PICK_SPREAD: i32 = 3;
/** f64 slot. */
export const PICK_SCORE: i32 = 2;
export const PICK_BYTES: i32 = 32;

/* SPREAD: i32 slots. Costs in units per share, fees as a number of assignment fees per contract. */
export const SP_FIRST: i32 = 0; // session of the first cell
/** Address of the first mark: (2 × mark) << 1 | stale. */
export const SP_MARKS: i32 = 1;
/** Address of the first exit: −1 = no executable quote, else cost << 3 | charged legs. */
export const SP_EXITS: i32 = 2;
export const SP_END: i32 = 3; // session on which it ends by itself
export const SP_PHASE: i32 = 4; // PHASE_*
export const SP_END_COST: i32 = 5;
export const SP_END_REASON: i32 = 6;
export const SP_END_FEES: i32 = 7;
export const SP_EXPIRY: i32 = 8;
export const SP_SHORT_PUT: i32 = 9;
export const SP_SHORT_CALL: i32 = 10;
/** Session on which one side of a condor was assigned, −1 = never. */
export const SP_MID: i32 = 11;
export const SP_MID_COST: i32 = 12;
export const SP_MID_FEES: i32 = 13;
/** Cells that fit. */
export const SP_CAPACITY: i32 = 14;
/** Of one that is open at the end of its block: its place among those. */
export const SP_CARRY: i32 = 15;
export const SP_SLOTS: i32 = 16;
/** Before the session's entries; at its close; not within the block. */
export const PHASE_OVERNIGHT: i32 = 0;
export const PHASE_CLOSE: i32 = 1;
export const PHASE_NEVER: i32 = 2;

/* REPLAY: i32 slots. One config over compiled entries; the context gives account, sleeves, underlyings, correlations. */
export const R_CONTEXT_PTR: i32 = 0;
/** u32 per chance: address of its entries. */
export const R_ENTRIES_PTR: i32 = 1;
/** u8 [session][chance]: code when the account stops nothing; code when all position slots are taken. */
export const R_CODES_PTR: i32 = 2;
export const R_FULL_CODES_PTR: i32 = 3;
/** i32 per session: first session from it on with a chance that the codes let pass. */
export const R_NEXT_PTR: i32 = 4;
export const R_SESSION_FROM_PTR: i32 = 5;
export const R_FIRST_DAY: i32 = 6;
export const R_DAYS: i32 = 7;
/** Scratch: f64 per session twice, i32 per session, a bit per session, BOOK_BYTES per position that can be open. */
export const R_LIABILITY_PTR: i32 = 8;
export const R_CLOSING_PTR: i32 = 9;
export const R_EVENTS_PTR: i32 = 10;
export const R_EVENT_BITS_PTR: i32 = 11;
export const R_BOOK_PTR: i32 = 12;
/** Output columns, f64 per session: as in METRICS. */
export const R_EQUITY_PTR: i32 = 13;
export const R_HEAT_PTR: i32 = 14;
export const R_POSITIONS_PTR: i32 = 15;
export const R_MULTIPLIER_PTR: i32 = 16;
/** Output: COMPACT TRADE records; their number is the result's business. */
export const R_TRADES_PTR: i32 = 17;
export const R_TRADES_CAPACITY: i32 = 18;
export const R_FUNNEL_PTR: i32 = 19;
/** Output: number of trades. */
export const R_TRADES: i32 = 20;
/** The block: sessions [from, to), where spreads that live longer are cut. Columns and trades are those of the whole range. */
export const R_FROM: i32 = 21;
export const R_TO: i32 = 22;
/** STATE at the block's end, and at its start what the block before left; followed by an f64 per underlying, and the book. 0 = one block is the whole range. */
export const R_STATE_PTR: i32 = 23;
/** u32 per chance: K_CARRIED_PTR of its compilation. */
export const R_CARRIED_PTR: i32 = 24;
/** First session of the run: it begins flat there. A block that begins later goes on from R_STATE_PTR. */
export const R_BEGIN: i32 = 25;
export const R_SLOTS: i32 = 26;
export const BOOK_BYTES: i32 = 80;

/* STATE: f64 slots. What a config carries from block to block beside its book: the account … */
export const STATE_CASH: i32 = 0;
export const STATE_HELD: i32 = 1;
export const STATE_HEAT: i32 = 2;
export const STATE_COLLATERAL: i32 = 3;
export const STATE_PROFIT: i32 = 4;
export const STATE_ENTERED: i32 = 5;
/** Slots of the book ever taken, the last one given back, and the trade of the oldest position in it. */
export const STATE_BOOK: i32 = 6;
export const STATE_VACANT: i32 = 7;
export const STATE_OLDEST: i32 = 8;
/* … and its breakers. */
export const STATE_PREVIOUS_EQUITY: i32 = 9;
export const STATE_WEEK_BASE: i32 = 10;
export const STATE_PEAK: i32 = 11;
export const STATE_WEEK_HALTED: i32 = 12;
export const STATE_DRAWDOWN_CUT: i32 = 13;
export const STATE_HALT_AGE: i32 = 14;
export const STATE_NEXT_WEEK: i32 = 15;
export const STATE_SLOTS: i32 = 16;
