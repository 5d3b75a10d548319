// One account, any number of underlyings and structures, one pass over the sessions. docs/engine.md §3 is this file in prose.
import {
  A_EQUITY, CTX_ACCOUNT_PTR, CTX_EQUITY_PTR, CTX_SESSIONS, E_BREAKER_BITS, E_BREAKER_MULTIPLIER, E_CASH, E_DAY, E_ENTRIES, E_EQUITY, E_EXITS, E_HEAT, E_LIABILITY, E_POSITIONS, E_STALE, EQ_STRIDE, EXIT_END_OF_DATA, P_FRESH, P_MARK, P_REALISED,
  STATUS_NOT_CONSERVED, STATUS_NOT_FINITE, STATUS_OK, T_ENTRY_COMMISSION, T_FEES,
} from "./abi";
import { beginBreakers, bits, closings, closingShare, multiplier, recordEquity, refreshBreakers } from "./breakers";
import { f64At, i32At, setF64 } from "./column";
import { beginEntries, entries, entriesToday } from "./entries";
import { exits } from "./exits";
import { forceClose } from "./forced";
import { finish, gainAt, mark, quantity, seeGain, spotToday, underlyingOf } from "./position";
import { acct, begin, cash, closedPnl, ctx, dayAt, exitsToday, fail, open, positionAt, resetExits, status } from "./run";
import { overnight, settleClose } from "./settle";
import { sumHeat } from "./sizing";
import { blur } from "./underlying";

let staleToday: i32 = 0;

/** Runs the context record at `address`; returns a STATUS_*. Outputs are complete up to the session that failed. */
export function runBacktest(address: usize): i32 {
  blur();
  begin(address, f64At(<usize>i32At(address, CTX_ACCOUNT_PTR), A_EQUITY));
  beginBreakers(acct(A_EQUITY));
  beginEntries();
  const sessions = <i32>ctx(CTX_SESSIONS);
  for (let session = 0; session < sessions && status == STATUS_OK; session++) {
    resetExits();
    overnight(session);
    markAll(session);
    exits(session);
    const equity = cash - liability();
    refreshBreakers(session, equity);
    for (let k = 0; k < closings; k++) forceClose(closingShare(k));
    entries(session, equity);
    settleClose(session);
    record(session);
  }
  if (status == STATUS_OK && sessions > 0) closeBook(sessions - 1);
  return status;
}

function markAll(session: i32): void {
  staleToday = 0;
  for (let i = 0; i < open; i++) {
    const position = positionAt(i);
    mark(position, session);
    if (f64At(position, P_FRESH) == 0) staleToday++;
    else seeGain(position, gainAt(position, f64At(position, P_MARK)));
  }
}

/** Σ marks of open positions, units. */
function liability(): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < open; i++) sum += f64At(positionAt(i), P_MARK) * quantity(positionAt(i));
  return sum;
}

/** Step 7, with the conservation check: cash − marks must equal initial + closed + open P&L to the unit. */
function record(session: i32): void {
  const owed = liability();
  const equity = cash - owed;
  let expected = acct(A_EQUITY) + closedPnl;
  for (let i = 0; i < open; i++) {
    const position = positionAt(i);
    expected += gainAt(position, f64At(position, P_MARK)) * quantity(position) - f64At(position, T_ENTRY_COMMISSION) - f64At(position, T_FEES);
  }
  if (!isFinite(equity)) fail(STATUS_NOT_FINITE);
  else if (equity != expected) fail(STATUS_NOT_CONSERVED);
  const row = ctx(CTX_EQUITY_PTR) + <usize>(session * EQ_STRIDE * 8);
  setF64(row, E_DAY, dayAt(session));
  setF64(row, E_CASH, cash);
  setF64(row, E_LIABILITY, owed);
  setF64(row, E_EQUITY, equity);
  setF64(row, E_POSITIONS, open);
  setF64(row, E_HEAT, sumHeat());
  setF64(row, E_BREAKER_MULTIPLIER, multiplier);
  setF64(row, E_BREAKER_BITS, bits);
  setF64(row, E_STALE, staleToday);
  setF64(row, E_ENTRIES, entriesToday);
  setF64(row, E_EXITS, exitsToday);
  setF64(row, 11, 0);
  recordEquity(equity);
}

/** What is still open is written at its mark, apart from the other reasons. */
function closeBook(session: i32): void {
  for (let i = 0; i < open; i++) {
    const position = positionAt(i);
    seeGain(position, gainAt(position, f64At(position, P_MARK)));
    finish(position, session, f64At(position, P_REALISED) + f64At(position, P_MARK), spotToday(underlyingOf(position), session), EXIT_END_OF_DATA);
  }
}
