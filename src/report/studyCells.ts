import type { Column } from "../results/columns";
import { shown } from "../results/columns";
import { grouped, percent, wholeDollars } from "./format";

/** Units of which a fraction is read as a percentage. */
const SHARES = ["fraction", "fraction a year", "of quoted width", "fraction of peak"];

/** A cell of a study's table as people read it; an en dash for the unknown. */
export function cellText(column: Column, row: number): string {
  const cell = shown(column, row);
  if (cell === null) return "–";
  if (typeof cell === "boolean") return cell ? "yes" : "";
  if (typeof cell === "string") return cell;
  if (SHARES.includes(column.unit)) return percent(cell);
  if (column.unit === "$") return wholeDollars(cell);
  if (column.type === "int") return grouped(cell);
  return grouped(cell, column.name === "p" || column.name.startsWith("p_") ? 3 : 2);
}
