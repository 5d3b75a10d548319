// One look-ahead test from flags to a verdict, a file and an exit code.
import { basename, join } from "node:path";
import type { Command } from "commander";
import { configObserver, detect, namesOf, PROBES } from "../causality";
import type { Probe, Verdict } from "../causality";
import { resolveConfig } from "../config";
import type { Config } from "../config";
import { configError } from "../errors";
import { causalityName, causalityRecord, writeCausality } from "../node/causality";
import { loadConfigLayers } from "../node/config";
import { coreHash, loadCore } from "../node/core";
import { directorySource } from "../node/files";
import { causalityText } from "../report/causality";
import { viewOf } from "../report/view";
import { readDataset, readManifest } from "../store/read";
import { parseIsoDate } from "../units";
import { givenFlags } from "./flags";
import { checkpoint } from "./interrupt";
import { datasetFolder } from "./market";
import { progressBar } from "./progress";

interface CausalityFlags {
  points: string;
  seed: string;
  days?: string;
  probes: string;
}

/** Runs the detector, writes causality.json, prints the verdict; exit code 1 when something looks ahead. */
export async function runCausality(command: Command, signal: AbortSignal): Promise<void> {
  const asked = readFlags(command.opts<CausalityFlags>());
  const { files, layer } = givenFlags(command);
  const config = resolveConfig([...(await loadConfigLayers(files)), layer]);
  const quiet = config.quiet || config.json;
  const path = await datasetFolder(config.data, { quiet, refresh: false, signal });
  const source = directorySource(path);
  const core = await loadCore();
  const manifest = await readManifest(source);
  const market = await readDataset(source, core.arena, { symbols: [...config.ticker] });
  await checkpoint(signal);
  const steps = detect({ market, tickers: config.ticker, names: namesOf(config), observe: configObserver(core, config), ...asked });
  const verdict = await finish(steps, quiet, signal);
  const record = causalityRecord(verdict, { config, path, manifest, core: await coreHash(), asked });
  const title = files.length ? files.map((file) => basename(file).replace(/\.ya?ml$/, "")).join("+") : "causality";
  const folder = config.out ?? join("out", `${title === "causality" ? title : `causality-${title}`}-${await causalityName(record)}`);
  await writeCausality(folder, record, signal);
  print(config, verdict, { folder, record, title: files.length ? title : config.strategy.join(" + ") });
  if (!verdict.clean) process.exitCode = 1;
}

async function finish(steps: ReturnType<typeof detect>, quiet: boolean, signal: AbortSignal): Promise<Verdict> {
  const bar = progressBar("causality", quiet);
  try {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (step.value.phase === "searching") bar.say("a leak: searching for what leaked");
      else bar.update(step.value.done, step.value.total);
      await checkpoint(signal);
    }
  } finally {
    bar.end();
  }
}

function print(config: Config, verdict: Verdict, { folder, record, title }: { folder: string; record: object; title: string }): void {
  if (config.json) process.stdout.write(`${JSON.stringify({ folder, ...record }, null, 2)}\n`);
  else if (!config.quiet) {
    const view = viewOf(process.stdout.columns ?? 90, process.stdout.isTTY === true && !process.env.NO_COLOR);
    process.stdout.write(`\n${causalityText(view, verdict, { title: `${title} on ${config.ticker.join(", ")}`, data: config.data })}  ${folder}: causality.json\n`);
  }
}

function readFlags({ points, seed, days, probes }: CausalityFlags): { points: number; seed: number; days: number[] | null; probes: Probe[] } {
  return {
    points: whole("--points", points, 1, 100_000),
    seed: whole("--seed", seed, 0, 2 ** 31 - 1),
    days: days === undefined ? null : days.split(",").map((text) => text.trim()).filter(Boolean).map(dayOf),
    probes: probes.split(",").map((text) => text.trim()).filter(Boolean).map(probeOf),
  };
}

function whole(flag: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= low && value <= high) return value;
  throw configError(`${flag} = ${text}`, `is not a whole number from ${low} to ${high}`, "leave it out for the default");
}

function dayOf(text: string): number {
  const day = parseIsoDate(text);
  if (day === undefined) throw configError(`--days = ${text}`, "is not a date", "write YYYY-MM-DD, several with commas");
  return day;
}

function probeOf(text: string): Probe {
  const probe = PROBES.find((name) => name === text);
  if (!probe) throw configError(`--probes = ${text}`, "is not a probe", `choose from ${PROBES.join(", ")}`);
  return probe;
}
