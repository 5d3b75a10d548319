// Layout of M_SCRATCH_PTR:
//
//   0 ten smallest P&Ls ─ 128 a sample of 32 ─ 1024 P&L / max loss ─ P&L / equity ─ candidates      (all f64; the last three one per trade)

// @ts-ignore: decorator
@inline
export function worstTen(scratch: usize): usize {
  return scratch;
}

// @ts-ignore: decorator
@inline
export function sample(scratch: usize): usize {
  return scratch + 128;
}

/** P&L / max loss of the closed trades. */
// @ts-ignore: decorator
@inline
export function onRisk(scratch: usize): usize {
  return scratch + 1024;
}

/** P&L / equity at entry of the closed trades. */
// @ts-ignore: decorator
@inline
export function onEquity(scratch: usize, trades: i32): usize {
  return scratch + 1024 + (<usize>trades << 3);
}

/** Room to reorder one column of the closed trades. */
// @ts-ignore: decorator
@inline
export function candidates(scratch: usize, trades: i32): usize {
  return scratch + 1024 + (<usize>trades << 4);
}
