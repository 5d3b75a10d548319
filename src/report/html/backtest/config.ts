import { command, configTables, differing } from "../configTables";
import { html } from "../escape";
import type { Html } from "../escape";
import type { ReportInput } from "./input";

/** The resolved config, what differs from the defaults standing out, and the command that runs it. */
export function config({ run: { record } }: ReportInput): Html {
  return html`<p>${differing(record.config)} The same run from the command line:</p>
<pre class="command"><code>${command(record.config)}</code></pre>
${configTables(record.config)}`;
}
