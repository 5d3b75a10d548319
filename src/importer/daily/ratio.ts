/** A split as new shares per old: "2", "2:1", "2/1", "2-for-1", "1 for 8"; 0 (what Yahoo prints on all other days) is 1; NaN when it is none. */
export function ratio(cell: string): number {
  const parts = /^(\d+(?:\.\d+)?)\s*(?::|\/|-?\s*for\s*-?)\s*(\d+(?:\.\d+)?)$/i.exec(cell);
  if (parts) return Number(parts[2]) > 0 && Number(parts[1]) > 0 ? Number(parts[1]) / Number(parts[2]) : Number.NaN;
  if (!/^[+-]?\d+(\.\d*)?([eE][+-]?\d{1,2})?$/.test(cell)) return Number.NaN;
  return Number(cell) === 0 ? 1 : Number(cell);
}
