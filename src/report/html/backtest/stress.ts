import { grouped, percent, wholeDollars } from "../../format";
import { html } from "../escape";
import type { Html } from "../escape";
import { htmlTable } from "../table";
import type { PageInput } from "./input";
import { signedText, swing } from "../swing";

/** Named stretches of market stress that the run went through. */
export function stress({ run: { metrics } }: PageInput): Html {
  if (metrics.stress.length === 0) return html`<p class="muted">The run reaches into none of the named windows.</p>`;
  const largest = Math.max(...metrics.stress.map((window) => Math.abs(window.return)));
  const columns = [{ title: "window", align: "left" as const }, { title: "sessions" }, { title: "return" }, { title: "", align: "left" as const }, { title: "deepest fall" }, { title: "entered" }, { title: "closed" }, { title: "wins" }, { title: "net P&L" }];
  const rows = metrics.stress.map((w) => [
    html`${w.name} <small>${w.start} … ${w.end}</small>`, grouped(w.sessions), signedText(w.return, percent(w.return)), swing(largest > 0 ? w.return / largest : 0), percent(w.maxDrawdown), grouped(w.entered), grouped(w.closed),
    w.winRate === null ? "–" : percent(w.winRate, 0), signedText(w.netPnl, wholeDollars(w.netPnl)),
  ]);
  return htmlTable("Return of marked equity over each window and its deepest fall inside it; trades entered and closed inside it, wins and net P&L of the closed", columns, rows);
}
