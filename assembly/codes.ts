// What is known of every chance before a replay: which gate refuses it whatever the account, else what the screen said. docs/sweeps.md.
import {
  A_LAST_ENTRY, A_REGIME_MULTIPLIER, A_USE_REGIME, ENTRIES_ENDED, FIRST_ADDRESS, IV_FILTER, MAX_POSITIONS, NO_DATA, OPENED, R_CODES_PTR, R_CONTEXT_PTR, R_ENTRIES_PTR, R_FROM, R_FULL_CODES_PTR, R_NEXT_PTR, R_TO, REGIME_UNKNOWN, REGIME_ZERO,
  S_MIN_IV_PERCENTILE, S_REQUIRE_IV, U_IV_PERCENTILE_PTR, WARM_UP,
} from "./abi";
import { f64At, i32At, setI32, setU8, u8At } from "./column";
import { featureAt, labelOf } from "./entries";
import { acct, attach, dayAt, sleeveAt, sleeves, underlyings } from "./run";
import { blur, chainOf, focus } from "./underlying";

/** Fills R_CODES, R_FULL_CODES and R_NEXT of a REPLAY record for its block. They depend on entries, features, IV floors, the last entry day and on which regime multipliers are 0. */
export function buildCodes(record: usize): void {
  blur();
  attach(<usize>i32At(record, R_CONTEXT_PTR));
  const from = i32At(record, R_FROM);
  const to = i32At(record, R_TO);
  const chances = underlyings * sleeves;
  const codes = <usize>i32At(record, R_CODES_PTR);
  const full = <usize>i32At(record, R_FULL_CODES_PTR);
  let last = to;
  while (last > from && <f64>dayAt(last - 1) > acct(A_LAST_ENTRY)) last--;
  memory.fill(codes + <usize>(last * chances), <u8>ENTRIES_ENDED, (to - last) * chances);
  memory.fill(full + <usize>(last * chances), <u8>ENTRIES_ENDED, (to - last) * chances);
  for (let chance = 0; chance < chances; chance++) {
    const entries = <usize>i32At(<usize>i32At(record, R_ENTRIES_PTR), chance);
    for (let session = from; session < last; session++) {
      const early = earlyCode(chance / sleeves, session);
      const at = session * chances + chance;
      setU8(codes, at, early != OPENED ? early : lateCode(chance, session, <u32>i32At(entries, session)));
      setU8(full, at, early != OPENED ? early : MAX_POSITIONS);
    }
  }
  const next = <usize>i32At(record, R_NEXT_PTR);
  let coming = to;
  for (let session = to - 1; session >= from; session--) {
    for (let chance = 0; chance < chances; chance++) if (u8At(codes, session * chances + chance) == OPENED) coming = session;
    setI32(next, session, coming);
  }
}

/** Gates before those of the account. */
function earlyCode(underlying: i32, session: i32): i32 {
  focus(underlying);
  if (chainOf(session) < 0) return NO_DATA;
  if (acct(A_USE_REGIME) == 0) return OPENED;
  const label = labelOf(underlying, session);
  if (label == REGIME_UNKNOWN) return WARM_UP;
  return acct(A_REGIME_MULTIPLIER + label) == 0 ? REGIME_ZERO : OPENED;
}

/** Gates after them: IV floor and screen. */
function lateCode(chance: i32, session: i32, entry: u32): i32 {
  const sleeve = sleeveAt(chance % sleeves);
  const floor = f64At(sleeve, S_MIN_IV_PERCENTILE);
  if (floor > 0) {
    const percentile = featureAt(chance / sleeves, U_IV_PERCENTILE_PTR, session);
    if (isNaN(percentile)) {
      if (f64At(sleeve, S_REQUIRE_IV) != 0) return WARM_UP;
    } else if (percentile < floor) return IV_FILTER;
  }
  return entry < FIRST_ADDRESS ? <i32>entry : OPENED;
}
