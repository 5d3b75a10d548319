// What else a sweep keeps of a run: chances by reason code and the change of equity per calendar year.
import { M_EQUITY_PTR, M_FUNNEL, M_FUNNEL_PTR, M_LEVELS_PTR, M_REASONS_PTR, M_YEARS, M_YEARS_PTR, M_YEAR_END_PTR, REASON_CODES } from "../abi";
import { f64At, i32At, setF64, u8At } from "../column";

export function reasonTotals(record: usize): void {
  const funnel = <usize>i32At(record, M_FUNNEL_PTR);
  const chances = i32At(record, M_FUNNEL);
  const reasons = <usize>i32At(record, M_REASONS_PTR);
  if (funnel == 0) return;
  memory.fill(reasons, 0, REASON_CODES * 4);
  for (let i = 0; i < chances; i++) {
    const counter = reasons + (<usize>u8At(funnel, i) << 2);
    store<u32>(counter, load<u32>(counter) + 1);
  }
}

export function yearlyChanges(record: usize): void {
  const years = i32At(record, M_YEARS);
  const ends = <usize>i32At(record, M_YEAR_END_PTR);
  const out = <usize>i32At(record, M_YEARS_PTR);
  const equity = <usize>i32At(record, M_EQUITY_PTR);
  let before = f64At(<usize>i32At(record, M_LEVELS_PTR), 0);
  for (let year = 0; year < years; year++) {
    const after = f64At(equity, i32At(ends, year));
    setF64(out, year, after - before);
    before = after;
  }
}
