// One comparison of layers from flags to files and a printed answer.
import { join } from "node:path";
import type { Command } from "commander";
import { resolveConfig } from "../config";
import type { Config } from "../config";
import { configError } from "../errors";
import { BUILT_IN_LAYERS, chooseLayers, createRunner, DEFAULT_JUDGE, layerSteps, planLayers } from "../layers";
import type { Correction, JudgeOptions, LayersJob, LayersResult, SystemLayer } from "../layers";
import { EQUITY_FILE, equityCsv, LAYERS_FILE, layersName, layersRecord } from "../layers/record";
import { joinTrials } from "../ledger";
import type { Trials } from "../ledger";
import { loadConfigLayers } from "../node/config";
import { coreHash, loadCore } from "../node/core";
import { directorySource } from "../node/files";
import { openLedger } from "../node/ledger";
import { loadLayer, splitLayers, writeLayers } from "../node/layers";
import { lookedAccount, lookedText, TRIALS_FILE } from "../overfit";
import { verdictLines } from "../report/layersVerdict";
import { layersText } from "../report/layers";
import { viewOf } from "../report/view";
import { readDataset, readManifest } from "../store/read";
import { isoDate, parseIsoDate } from "../units";
import { commandText } from "./again";
import { countedRunner } from "./counted";
import { givenFlags } from "./flags";
import { checkpoint } from "./interrupt";
import type { LayersFlags } from "./layers-flags";
import { datasetFolder } from "./market";
import { progressBar } from "./progress";
import { reportOf } from "./report-flag";
import { printTrials } from "./trials-notices";

/** Runs, judges, writes and prints the comparison of the command line. */
export async function runLayersCommand(command: Command, signal: AbortSignal): Promise<void> {
  const flags = command.opts<LayersFlags>();
  const { system, base, layers } = await given(command, flags);
  const config = (system ?? base)!;
  const judge = judgeOf(flags);
  const plan = planLayers({ layers, system, base });
  const quiet = config.quiet || config.json;
  const path = await datasetFolder(config.data, { quiet, refresh: false, signal });
  const source = directorySource(path);
  const core = await loadCore();
  const manifest = await readManifest(source);
  const ledger = await openLedger(manifest);
  const market = await readDataset(source, core.arena, { symbols: [...config.ticker] });
  const trials: Trials[] = [];
  const runner = countedRunner(createRunner(core, market), market, trials);
  const counted = () => ledger.record("layers", joinTrials(trials.splice(0)));
  const result = await drive({ plan, runner, market: { name: market.name, origin: market.origin }, judge }, quiet, signal).finally(counted);
  const context = { path, manifest, core: await coreHash() };
  const record = layersRecord(result, verdictLines(result), context);
  const folder = config.out ?? join("out", `layers-${await layersName(result, context)}`);
  await checkpoint(signal);
  const count = ledger.count();
  const looked = { command: commandText(command), count: count, account: lookedAccount({ ...result.account, name: `the run "${result.account.run}"` }, count) };
  await writeLayers(folder, { [LAYERS_FILE]: `${JSON.stringify(record, null, 2)}\n`, [EQUITY_FILE]: equityCsv(result, isoDate), [TRIALS_FILE]: lookedText(looked) }, signal);
  print(config, result, record, { folder, page: await reportOf(folder, flags) });
  printTrials(ledger, config);
}

/** The steps one by one, so that Ctrl-C is heard between them and progress is seen. */
async function drive(job: LayersJob, quiet: boolean, signal: AbortSignal): Promise<LayersResult> {
  const bar = progressBar("layers", quiet);
  try {
    const steps = layerSteps(job);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      const { phase, done, total } = step.value;
      bar.update(done + (phase === "tests" ? total : 0), 2 * total, `${phase === "runs" ? "run" : "test"} ${done} of ${total}`);
      await checkpoint(signal);
    }
  } finally {
    bar.end();
  }
}

/** System, base and layers of the command line; flags change both configs. */
async function given(command: Command, flags: LayersFlags): Promise<{ system: Config | null; base: Config | null; layers: SystemLayer[] }> {
  const { files, layer } = givenFlags(command);
  const above = splitLayers(await loadConfigLayers(files.length > 0 || flags.base ? files : ["production"]));
  const below = splitLayers(await loadConfigLayers(flags.base ?? []));
  const system = above.configs.length > 0 ? resolveConfig([...above.configs, layer]) : null;
  const base = flags.base ? resolveConfig([...below.configs, layer]) : null;
  const names = flags.layers === undefined ? null : flags.layers.split(",").map((name) => name.trim()).filter(Boolean);
  const known = [...BUILT_IN_LAYERS, ...below.layers, ...above.layers];
  const { named, more } = await fromFiles(names, known);
  return { system, base, layers: chooseLayers([...known, ...more], named) };
}

/** Names that no layer has yet are looked for among files; a file's layer goes by its own name. */
async function fromFiles(names: readonly string[] | null, known: readonly SystemLayer[]): Promise<{ named: string[] | null; more: SystemLayer[] }> {
  if (names === null) return { named: null, more: [] };
  const more: SystemLayer[] = [];
  const named: string[] = [];
  for (const name of names) {
    const layer = known.some(({ id }) => id === name) ? null : await loadLayer(name);
    if (layer) more.push(layer);
    named.push(layer?.id ?? name);
  }
  return { named, more };
}

function judgeOf({ from, correction, level, replicates, seed, block }: LayersFlags): JudgeOptions {
  const day = from === undefined ? null : parseIsoDate(from);
  if (day === undefined) throw configError(`--from = ${from}`, "is not a date", "write it as 2015-01-02");
  return {
    from: day, correction: correction as Correction,
    level: numberOf("--level", level, 0.5, 0.999), replicates: whole("--replicates", replicates, 99, 100_000),
    seed: whole("--seed", seed, 0, Number.MAX_SAFE_INTEGER), meanBlock: block === undefined ? DEFAULT_JUDGE.meanBlock : numberOf("--block", block, 1, 1000),
  };
}

function numberOf(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= least && value <= most) return value;
  throw configError(`${flag} = ${text}`, `is not a number from ${least} to ${most}`, "see mahler layers --help");
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = numberOf(flag, text, least, most);
  if (Number.isInteger(value)) return value;
  throw configError(`${flag} = ${text}`, "is not a whole number", "see mahler layers --help");
}

function print(config: Config, result: LayersResult, record: object, { folder, page }: { folder: string; page: string | null }): void {
  if (config.json) process.stdout.write(`${JSON.stringify({ folder, ...record }, null, 2)}\n`);
  else if (!config.quiet) process.stdout.write(layersText(viewOf(process.stdout.columns ?? 90, process.stdout.isTTY === true && !process.env.NO_COLOR), result, { folder, page }));
}
