// One job per worker: load the core, the dataset into its memory, run, reply.
import * as abi from "../assembly/abi";
import { loadCore, readDataset, readManifest, runBacktest, toDollars, urlSource } from "../src/browser";
import type { BacktestResult, Core, Manifest, Market } from "../src/browser";
import type { EquityCurve, Hashes, Job, Outcome, Reply } from "./protocol";

/** Room for the features and records of one run, so that memory does not grow, and detach the market's views, after loading. */
const RUN_BYTES = 64 * 2 ** 20;

addEventListener("message", (event: MessageEvent<Job>) => {
  void run(event.data).then((outcome) => reply({ outcome }), (error: unknown) => reply({ error: String(error) }));
});

const reply = (message: Reply): void => postMessage(message);

async function run({ core: coreUrl, dataset, request }: Job): Promise<Outcome> {
  const begin = performance.now();
  const core = await loadCore(coreUrl);
  const market = await load(core, dataset, request.tickers);
  const loaded = performance.now();
  const result = runBacktest(core, market, request);
  const done = performance.now();
  return {
    dataset: market.name,
    synthetic: market.synthetic,
    rows: market.underlyings.reduce((sum, u) => sum + u.rows.strike.length, 0),
    trades: result.output.trades.length / abi.TRADE_STRIDE,
    curve: curveOf(result),
    hashes: await hashesOf(result),
    time: { load: loaded - begin, run: done - loaded },
  };
}

async function load(core: Core, dataset: string, symbols: string[]): Promise<Market> {
  const source = urlSource(dataset);
  core.arena.reserve(bytesOf(await readManifest(source)) + RUN_BYTES);
  return readDataset(source, core.arena, { symbols });
}

const bytesOf = ({ symbols, curves }: Manifest): number =>
  [...symbols.flatMap((s) => Object.values(s.files)), ...[curves.vix, curves.rate].flatMap((curve) => curve?.file ?? [])].reduce((sum, file) => sum + file.bytes, 0);

function curveOf({ output: { equity }, timeline }: BacktestResult): EquityCurve {
  const dollars = Float64Array.from(timeline.day, (_, i) => toDollars(equity[i * abi.EQ_STRIDE + abi.E_EQUITY]));
  return { day: timeline.day, dollars };
}

async function hashesOf({ output: { trades, equity, funnel } }: BacktestResult): Promise<Hashes> {
  return { trades: await sha256(trades), equity: await sha256(equity), funnel: await sha256(funnel) };
}

async function sha256(column: ArrayBufferView): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", column as BufferSource));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
