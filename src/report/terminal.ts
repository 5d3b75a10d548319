import type { Execution } from "../results/execution";
import { equityChart } from "./curve";
import { costsSection, filesSection, stressSection } from "./extras";
import { funnelSection } from "./funnel";
import { byReason, byRegime, byUnderlying, byYear } from "./groups";
import { header, headline } from "./headline";
import { viewOf } from "./view";

export interface TerminalOptions {
  /** Columns of the terminal. */
  columns: number;
  colour: boolean;
  /** Where the result files are; null = none were written. */
  folder: string | null;
}

/** The whole report as text of at most 90 columns. Pure: reads the run, prints nothing. */
export function terminalReport(execution: Execution, { columns, colour, folder }: TerminalOptions): string {
  const view = viewOf(columns, colour);
  const sections = [header, headline, equityChart, byReason, byYear, byUnderlying, byRegime, funnelSection, stressSection, costsSection];
  return `${[...sections.flatMap((render) => render(view, execution)), ...filesSection(view, folder)].join("\n")}\n`;
}
