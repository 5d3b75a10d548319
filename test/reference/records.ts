// The layouts of assembly/abi.ts, written slot by slot.
import * as abi from "../../assembly/abi";
import { STRUCTURES } from "../../src/strategy/spec";
import type { Ending, Position } from "./position";
import { sideOf } from "./position";

export function tradeRecord(position: Position, ending: Ending, netPnl: number): number[] {
  const record = new Array<number>(abi.TRADE_STRIDE).fill(0);
  const put = sideOf(position, "put");
  const call = sideOf(position, "call");
  record[abi.T_ID] = position.id;
  record[abi.T_SLEEVE] = position.sleeve;
  record[abi.T_UNDERLYING] = position.underlying;
  record[abi.T_STRUCTURE] = STRUCTURES.indexOf(position.structure);
  record[abi.T_ENTRY_DAY] = position.day;
  record[abi.T_EXIT_DAY] = ending.day;
  record[abi.T_EXPIRY] = position.expiry;
  record[abi.T_VENDOR_EXPIRY] = position.vendorExpiry;
  record[abi.T_SETTLEMENT] = position.settlement;
  record[abi.T_ROOT] = position.root;
  record[abi.T_SHORT_PUT] = put?.short ?? 0;
  record[abi.T_LONG_PUT] = put?.long ?? 0;
  record[abi.T_SHORT_CALL] = call?.short ?? 0;
  record[abi.T_LONG_CALL] = call?.long ?? 0;
  record[abi.T_CONTRACTS] = position.contracts;
  record[abi.T_WIDTH] = position.riskBasis;
  record[abi.T_CREDIT] = position.credit;
  record[abi.T_NATURAL_CREDIT] = position.natural;
  record[abi.T_EXIT_COST] = ending.exitCost;
  record[abi.T_ENTRY_COMMISSION] = position.commission;
  record[abi.T_EXIT_COMMISSION] = ending.commission;
  record[abi.T_FEES] = position.fees;
  record[abi.T_NET_PNL] = netPnl;
  record[abi.T_MAX_LOSS] = position.maxLoss;
  record[abi.T_DELTA] = position.delta;
  record[abi.T_CALL_DELTA] = position.callDelta;
  record[abi.T_IV] = position.iv;
  record[abi.T_ATM_IV] = position.atmIv;
  record[abi.T_IV_RANK] = position.ivRank;
  record[abi.T_IV_PERCENTILE] = position.ivPercentile;
  record[abi.T_REGIME] = position.regime;
  record[abi.T_MULTIPLIER] = position.sizeMultiplier;
  record[abi.T_SCORE] = position.score;
  record[abi.T_SPOT_ENTRY] = position.spot;
  record[abi.T_SPOT_EXIT] = ending.spot;
  record[abi.T_VIX] = position.vix;
  record[abi.T_MFE] = position.mfe;
  record[abi.T_MAE] = position.mae;
  record[abi.T_STALE_DAYS] = position.staleDays;
  record[abi.T_MAX_STALE_RUN] = position.maxStaleRun;
  record[abi.T_BLOCKED_EXITS] = position.blockedExits;
  record[abi.T_REASON] = ending.reason;
  record[abi.T_FLAGS] = position.flags;
  record[abi.T_EQUITY] = position.equity;
  record[abi.T_BINDING_LIMIT] = position.bindingLimit;
  record[abi.T_EXIT_SCALE] = ending.scale ?? 0;
  return record;
}

export interface EquityRow {
  day: number;
  cash: number;
  liability: number;
  equity: number;
  positions: number;
  heat: number;
  breakerMultiplier: number;
  breakerBits: number;
  stale: number;
  entries: number;
  exits: number;
}

export function equityRecord(row: EquityRow): number[] {
  const record = new Array<number>(abi.EQ_STRIDE).fill(0);
  record[abi.E_DAY] = row.day;
  record[abi.E_CASH] = row.cash;
  record[abi.E_LIABILITY] = row.liability;
  record[abi.E_EQUITY] = row.equity;
  record[abi.E_POSITIONS] = row.positions;
  record[abi.E_HEAT] = row.heat;
  record[abi.E_BREAKER_MULTIPLIER] = row.breakerMultiplier;
  record[abi.E_BREAKER_BITS] = row.breakerBits;
  record[abi.E_STALE] = row.stale;
  record[abi.E_ENTRIES] = row.entries;
  record[abi.E_EXITS] = row.exits;
  return record;
}
