// A test for look-ahead as one self-contained page, made of causality.json alone.
import { rawText } from "../../../config";
import type { RecordedCausality } from "../../../causality/read";
import { VERSION } from "../../../version";
import { grouped } from "../../format";
import { originNotice } from "../../origin";
import { configTables, differing } from "../backtest/config";
import { html } from "../escape";
import type { Html } from "../escape";
import { framePage } from "../frame";
import { htmlTable } from "../table";
import { definitionList } from "../validation/cards";
import { provenanceBody } from "../validation/record";

type Probe = RecordedCausality["probes"][number];

const MEANING: Record<Probe["probe"], string> = { truncate: "the data end after the day", perturb: "all data after the day are others", close: "the day's closing bar, volatility index and rate are others" };

const left = (title: string) => ({ title, align: "left" as const });

/** The page. Pure: the same file gives the same text. */
export function causalityPage(recorded: RecordedCausality): string {
  const { folder, config, data, sessions, probes, clean, asked } = recorded;
  const notice = originNotice(data.origin);
  return framePage({
    title: `Causality of ${rawText(config.strategy).replaceAll("-", " ").replaceAll(",", " + ")} on ${rawText(config.ticker).replaceAll(",", ", ")}`,
    subtitle: html`${sessions.first} … ${sessions.last} · ${grouped(sessions.count)} sessions · data: ${data.name} · folder: ${folder}`,
    banner: notice === null ? undefined : html`<strong>${notice.title}.</strong> ${notice.text}`,
    sections: [
      { id: "result", title: "Result", body: html`<p><strong class="${clean ? "good" : "bad"}">${clean ? "No decision hangs on data that were not known yet." : "Look-ahead: decisions change with data dated after them."}</strong></p>${probeTable(probes)}${comparedText(probes)}` },
      ...probes.flatMap(({ probe, leak }) => (leak === null ? [] : [{ id: `leak-${probe}`, title: `Leak: ${probe}`, body: leakBody(probe, leak) }])),
      { id: "days", title: "Days", body: html`${probes.map(dayTable)}` },
      { id: "config", title: "Config", body: html`<p>${differing(config)}</p>${configTables(config)}` },
      { id: "provenance", title: "Provenance", body: provenanceBody(recorded, [["sessions", `${sessions.first} … ${sessions.last}`], ["detector", `seed ${asked.seed}; ${asked.days === null ? `${grouped(asked.points)} days per probe` : `days ${asked.days.join(", ")}`}`]]) },
      { id: "definitions", title: "Definitions", body: definitionList(DEFINITIONS) },
    ],
    footer: html`Made by mahler ${VERSION} from the files of ${folder}. How it works: docs/causality.md of the project. No script, no network.`,
  });
}

const probeTable = (probes: readonly Probe[]): Html =>
  htmlTable("Probes: the run on the data at hand against the run on data that are the same up to a day", [left("probe"), { title: "days" }, left("decisions"), left("what was changed")], probes.map(({ probe, points, leak }) => {
    const unequal = points.filter(({ equal }) => !equal).length;
    return [probe, grouped(points.length), leak ? html`<strong class="bad">${grouped(unequal)} leak${unequal === 1 ? "s" : ""}</strong>` : html`<span class="good">equal</span>`, MEANING[probe]];
  }));

function comparedText(probes: readonly Probe[]): Html {
  const sum = (key: keyof Probe["compared"]): string => grouped(probes.reduce((total, { compared }) => total + compared[key], 0));
  return html`<p class="muted">Compared over all days: ${sum("sessions")} sessions of the account, ${sum("known")} known values, ${sum("reasons")} reason codes, ${sum("entries")} entries, ${sum("exits")} exits.</p>`;
}

function leakBody(probe: Probe["probe"], { point, differences, culprits }: NonNullable<Probe["leak"]>): Html {
  const owner = (underlying: string | null, sleeve: string | null): string => [underlying, sleeve].filter((name) => name !== null).join(" ") || "the account";
  const rows = differences.flatMap(({ kind, day, underlying, sleeve, columns }) => columns.map(({ name, original, changed }) => [day, kind, owner(underlying, sleeve), name, original, changed]));
  const sources = culprits.map(({ table, underlying, columns, earliest, latest }) => [underlying === null ? table : `${table} of ${underlying}`, columns.join(", ") || "where it ends", earliest === null ? "–" : earliest === latest ? earliest : `${earliest} … ${latest ?? ""}`]);
  return html`<p>Data ${point.how === "truncate" ? "truncated" : `changed (${point.how})`} ${probe === "close" ? "on" : "after"} ${point.day} changed what was decided before.</p>
${htmlTable("What differs, first the earliest", [left("session"), left("kind"), left("of"), left("column"), left("on the data at hand"), left("on the changed data")], rows)}
${culprits.length ? htmlTable("Where it leaked from", [left("table"), left("columns"), left("days")], sources) : html`<p class="muted">No table alone is enough: the decision hangs on several at once.</p>`}`;
}

const dayTable = ({ probe, points }: Probe): Html => html`<details><summary>${probe}: ${grouped(points.length)} days</summary>${htmlTable(`Days of ${probe}`, [left("day"), left("how"), left("decisions")], points.map(({ day, how, equal }) => [day, how, equal ? "equal" : html`<strong class="bad">differ</strong>`]))}</details>`;

const DEFINITIONS = [
  { term: "Probe", text: "a way of changing what lies after a day: truncate ends the data there; perturb makes all that follows another; close changes only what that day's closing brings" },
  { term: "Equal", text: "every value known, reason code, entry, exit and mark of the sessions up to the day is the same bit for bit on both data" },
  { term: "Leak", text: "something that was decided before the changed data differs with them: the run looked ahead" },
  { term: "How", text: "truncate; plausible: data that could be those of another history; wild: data that pass the validity checks and nothing more" },
];
