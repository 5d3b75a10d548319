// Packs the run spec and the market's addresses into the core's records; slot names in assembly/abi.ts.
import * as abi from "../../assembly/abi";
import type { UintColumn, Underlying } from "../market/types";
import { EXIT_ORDER, STRUCTURES, type AccountSpec, type BreakerSpec, type SleeveSpec } from "../strategy/spec";
import type { Arena } from "./memory";

const RANKINGS = ["expected-value", "target-delta", "credit", "weighted"] as const;
const WIDTH_MODES = ["dollars", "percent", "delta"] as const;

/** log2 of a column's bytes per value: what uintAt takes. */
const shiftOf = (column: UintColumn): number => (column.BYTES_PER_ELEMENT === 2 ? 1 : 2);

export function accountRecord(account: AccountSpec): Float64Array {
  const record = new Float64Array(abi.A_SLOTS);
  record[abi.A_EQUITY] = account.equity;
  record[abi.A_SIZING] = account.sizing === "fixed" ? abi.SIZING_FIXED : abi.SIZING_RISK;
  record[abi.A_CONTRACTS] = account.contracts;
  record[abi.A_MAX_CONTRACTS] = account.maxContracts;
  record[abi.A_RISK_PER_TRADE] = account.riskPerTrade;
  record[abi.A_SINGLE_POSITION] = account.singlePosition;
  record[abi.A_HEAT] = account.heat;
  record[abi.A_PER_UNDERLYING] = account.perUnderlying;
  record[abi.A_CORRELATED] = account.correlated;
  record[abi.A_MAX_POSITIONS] = account.maxPositions;
  record[abi.A_MAX_ENTRIES] = account.maxEntries;
  record[abi.A_LAST_ENTRY] = account.lastEntry ?? Infinity;
  record[abi.A_ENTRY_ORDER] = account.entryOrder === "score" ? abi.ORDER_SCORE : abi.ORDER_CONFIG;
  record[abi.A_USE_REGIME] = account.useRegime ? 1 : 0;
  record.set(account.fill, abi.A_FILL);
  record[abi.A_COMMISSION] = account.commission;
  record[abi.A_COMMISSION_MIN] = account.commissionMin;
  record[abi.A_COMMISSION_MAX] = account.commissionMax;
  record[abi.A_FREE_CLOSE] = account.freeClose;
  record[abi.A_ASSIGNMENT_FEE] = account.assignmentFee;
  record[abi.A_EARLY_ASSIGNMENT] = account.earlyAssignment ? 1 : 0;
  record[abi.A_DEEP_ITM_DELTA] = account.deepItmDelta;
  record[abi.A_WIDTH_SHARE] = account.widthShare;
  record[abi.A_WIDTH_FLOOR] = account.widthFloor;
  record[abi.A_WIDTH_MAX] = account.widthMax;
  record[abi.A_GROUPS] = account.groups.length;
  account.groups.forEach((group, g) => (record[abi.A_GROUP_LIMIT + g] = group.limit));
  record.set(account.regimeMultipliers, abi.A_REGIME_MULTIPLIER);
  record[abi.A_SHORT_PUT_STRESS] = account.shortPutStress;
  if (account.breakers) setBreakers(record, account.breakers);
  return record;
}

function setBreakers(record: Float64Array, breakers: BreakerSpec): void {
  record[abi.A_BREAKERS] = 1;
  record[abi.A_DAY_ALERT] = breakers.dayAlert;
  record[abi.A_DAY_HALF] = breakers.dayHalf;
  record[abi.A_DAY_HALT] = breakers.dayHalt;
  record[abi.A_WEEK_HALF] = breakers.weekHalf;
  record[abi.A_WEEK_HALT] = breakers.weekHalt;
  record[abi.A_DRAWDOWN_CUT] = breakers.drawdownCut;
  record[abi.A_DRAWDOWN_HALT] = breakers.drawdownHalt;
  record[abi.A_DRAWDOWN_COOLDOWN] = breakers.drawdownCooldown;
  record.set(breakers.vixLevels, abi.A_VIX_LEVEL);
  record.set(breakers.vixMultipliers, abi.A_VIX_MULTIPLIER);
}

export function sleeveRecord(sleeve: SleeveSpec): Float64Array {
  const record = new Float64Array(abi.S_SLOTS);
  record[abi.S_STRUCTURE] = STRUCTURES.indexOf(sleeve.structure);
  record[abi.S_MIN_DELTA] = sleeve.minDelta;
  record[abi.S_MAX_DELTA] = sleeve.maxDelta;
  record[abi.S_MIN_DTE] = sleeve.minDte;
  record[abi.S_MAX_DTE] = sleeve.maxDte;
  record[abi.S_WIDTH_MODE] = WIDTH_MODES.indexOf(sleeve.widthMode);
  record[abi.S_WIDTHS] = sleeve.widths.length;
  record.set(sleeve.widths, abi.S_WIDTH);
  record[abi.S_MIN_CREDIT] = sleeve.minCredit;
  record[abi.S_MIN_OI] = sleeve.minOpenInterest;
  record[abi.S_MIN_VOLUME] = sleeve.minVolume;
  record[abi.S_MIN_IV_PERCENTILE] = sleeve.minIvPercentile;
  record[abi.S_REQUIRE_IV] = sleeve.requireIv ? 1 : 0;
  record[abi.S_RANKING] = RANKINGS.indexOf(sleeve.ranking);
  record[abi.S_TARGET_DELTA] = sleeve.targetDelta;
  record[abi.S_PROFIT_TARGET] = sleeve.profitTarget;
  record[abi.S_STOP_LOSS] = sleeve.stopLoss;
  record[abi.S_GAMMA_EXIT] = sleeve.gammaExit;
  record[abi.S_TIME_EXIT] = sleeve.timeExit;
  sleeve.exitPriority.forEach((kind, k) => (record[abi.S_EXIT_PRIORITY + k] = EXIT_ORDER.indexOf(kind)));
  record.set(sleeve.weights.flat(), abi.S_WEIGHTS);
  record[abi.S_DYNAMIC] = sleeve.dynamicExits ? 1 : 0;
  return record;
}

/** The market half of an UNDERLYING record: column addresses and contract terms. Copies columns that are not in the arena yet. */
export function underlyingRecord(arena: Arena, u: Underlying): Int32Array {
  const record = new Int32Array(abi.U_SLOTS);
  const wide = (pointer: number, column: UintColumn) => {
    record[pointer] = arena.place(column);
    record[pointer + 1] = shiftOf(column);
  };
  wide(abi.U_STRIKE_PTR, u.rows.strike);
  wide(abi.U_BID_PTR, u.rows.bid);
  wide(abi.U_ASK_PTR, u.rows.ask);
  wide(abi.U_OI_PTR, u.rows.openInterest);
  wide(abi.U_VOLUME_PTR, u.rows.volume);
  record[abi.U_IV_PTR] = arena.place(u.rows.iv);
  record[abi.U_DELTA_PTR] = arena.place(u.rows.delta);
  record[abi.U_EXPIRY_PTR] = arena.place(u.blocks.expiry);
  record[abi.U_VENDOR_EXPIRY_PTR] = arena.place(u.blocks.vendorExpiry);
  record[abi.U_SETTLEMENT_PTR] = arena.place(u.blocks.settlement);
  record[abi.U_ROOT_PTR] = arena.place(u.blocks.root);
  record[abi.U_CALLS_PTR] = arena.place(u.blocks.callsBegin);
  record[abi.U_PUTS_PTR] = arena.place(u.blocks.putsBegin);
  record[abi.U_END_PTR] = arena.place(u.blocks.end);
  record[abi.U_BLOCKS_BEGIN_PTR] = arena.place(u.days.blocksBegin);
  record[abi.U_BLOCKS_END_PTR] = arena.place(u.days.blocksEnd);
  record[abi.U_SPOT_PTR] = arena.place(u.days.spot);
  record[abi.U_BAR_DAY_PTR] = arena.place(u.bars.day);
  record[abi.U_BAR_OPEN_PTR] = arena.place(u.bars.open);
  record[abi.U_BAR_CLOSE_PTR] = arena.place(u.bars.close);
  record[abi.U_BAR_DIVIDEND_PTR] = arena.place(u.bars.dividend);
  record[abi.U_BAR_SETTLEMENT_PTR] = arena.place(u.bars.settlement);
  record[abi.U_BARS] = u.bars.day.length;
  record[abi.U_TICK] = u.tick;
  record[abi.U_STRIKE_UNIT] = u.strikeUnit;
  record[abi.U_MULTIPLIER] = u.multiplier;
  record[abi.U_AMERICAN] = u.exercise === "american" ? 1 : 0;
  record[abi.U_PHYSICAL] = u.delivery === "physical" ? 1 : 0;
  return record;
}
