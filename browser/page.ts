// The page: a dataset address, a request as JSON, the outcome. One worker per run; a pool for a request with many specs.
import sharedCoreUrl from "../dist/core.shared.wasm?url";
import coreUrl from "../dist/core.wasm?url";
import { defaultConfig, parseIsoDate, readManifest, toRunSpec, urlSource } from "../src/browser";
import type { BacktestRequest, Manifest } from "../src/browser";
import { originNote } from "../src/report/origin";
import { equityChart, money } from "./chart";
import type { Job, Outcome, Reply } from "./protocol";
import { sweep, sweepTable } from "./sweep";
import type { SpaceRequest, SweepOutcome, SweepRequest } from "./sweep";

function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`#${id} is not in the page`);
}

const form = byId("job", HTMLFormElement);
const dataset = byId("dataset", HTMLInputElement);
const request = byId("request", HTMLTextAreaElement);
const status = byId("status", HTMLOutputElement);
const results = byId("results", HTMLElement);

const absolute = (address: string): string => new URL(address, location.href).href;

type State = "busy" | "ready" | "done" | "failed";
function say(state: State, text: string): void {
  status.dataset.state = state;
  status.textContent = text;
}

/** The whole dataset under the default config. */
function defaultRequest({ symbols }: Manifest): BacktestRequest {
  const tickers = symbols.map((s) => s.info.symbol);
  const days = symbols.flatMap(({ firstDay, lastDay }) => (firstDay && lastDay ? [parseIsoDate(firstDay)!, parseIsoDate(lastDay)!] : []));
  return { tickers, start: Math.min(...days), end: Math.max(...days), spec: toRunSpec(defaultConfig(), tickers) };
}

async function describe(): Promise<void> {
  say("busy", "Reading the manifest …");
  try {
    const manifest = await readManifest(urlSource(absolute(dataset.value)));
    request.value = JSON.stringify(defaultRequest(manifest), null, 2);
    say("ready", `${manifest.name}: ${manifest.symbols.map((s) => `${s.info.symbol} ${s.firstDay} … ${s.lastDay}`).join(", ")}`);
  } catch (error) {
    say("failed", String(error));
  }
}

function run(): void {
  say("busy", "Running …");
  results.replaceChildren();
  let parsed: BacktestRequest | SweepRequest | SpaceRequest;
  try {
    parsed = JSON.parse(request.value) as BacktestRequest | SweepRequest | SpaceRequest;
  } catch (error) {
    return say("failed", `The request is not JSON. ${String(error)}`);
  }
  const addresses = { dataset: absolute(dataset.value), coreUrl: absolute(coreUrl), sharedCoreUrl: absolute(sharedCoreUrl) };
  if ("parameters" in parsed) sweepTable({ ...addresses, request: parsed }).then(showTable, (error: unknown) => say("failed", String(error)));
  else if ("specs" in parsed) sweep({ ...addresses, request: parsed }).then(showSweep, (error: unknown) => say("failed", String(error)));
  else runOne({ core: addresses.coreUrl, dataset: addresses.dataset, request: parsed });
}

function runOne(job: Job): void {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker.onerror = (event) => say("failed", event.message);
  worker.onmessage = ({ data }: MessageEvent<Reply>) => {
    worker.terminate();
    if ("error" in data) return say("failed", data.error);
    show(data.outcome);
    say("done", "Done.");
  };
  worker.postMessage(job);
}

function show(outcome: Outcome): void {
  const { curve, bits, time } = outcome;
  results.replaceChildren(
    equityChart(curve),
    facts({
      dataset: `${outcome.dataset}${outcome.origin === "vendor" ? "" : ` (${originNote(outcome.origin)})`}, ${outcome.rows.toLocaleString("en-US")} rows`,
      trades: String(outcome.trades),
      equity: curve.dollars.length ? money(curve.dollars[curve.dollars.length - 1]) : "no sessions",
      time: `${time.load.toFixed(0)} ms to load, ${time.run.toFixed(0)} ms to run`,
      "sha256 trades": bits.trades,
      "sha256 equity": bits.equity,
      "sha256 funnel": bits.funnel,
    }),
  );
}

function showSweep({ configs, workers, shared, hashes, time }: SweepOutcome): void {
  const home = shared ? "shared" : workers > 1 ? "a copy each" : "in place";
  const speed = `${time.toFixed(0)} ms, ${((configs * 1000) / time).toFixed(0)} configs/s`;
  results.replaceChildren(facts({ configs: String(configs), workers: String(workers), market: home, time: speed, "sha256 metrics": hashes.join(" ") }));
  say("done", "Done.");
}

function showTable({ rows, hash }: { rows: number; hash: string }): void {
  results.replaceChildren(facts({ rows: String(rows), "sha256 table": hash }));
  say("done", "Done.");
}

/** Each value can be found by its name in `data-fact`. */
function facts(values: Record<string, string>): HTMLDListElement {
  const list = document.createElement("dl");
  for (const [name, value] of Object.entries(values)) {
    const term = document.createElement("dt");
    const text = document.createElement("dd");
    term.textContent = name;
    text.textContent = value;
    text.dataset.fact = name;
    list.append(term, text);
  }
  return list;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
dataset.addEventListener("change", () => void describe());
void describe();
