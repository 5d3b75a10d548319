// Layout of M_SCRATCH_PTR:
//
//   0 ten smallest P&Ls (f64) ─ 128 four u32 histograms of reason codes ─ 1024 P&L / max loss ─ P&L / equity ─ candidates      (f64 per trade each)

// @ts-ignore: decorator
@inline
export function worstTen(scratch: usize): usize {
  return scratch;
}

// @ts-ignore: decorator
@inline
export function histograms(scratch: usize): usize {
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
