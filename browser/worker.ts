// One job per worker: load the core, the dataset into its memory, run, reply.
import * as abi from "../assembly/abi";
import { bitsOf, loadCore, readDataset, runBacktest, toDollars, urlSource } from "../src/browser";
import type { BacktestResult } from "../src/browser";
import type { EquityCurve, Job, Outcome, Reply } from "./protocol";

addEventListener("message", (event: MessageEvent<Job>) => {
  void run(event.data).then((outcome) => reply({ outcome }), (error: unknown) => reply({ error: String(error) }));
});

const reply = (message: Reply): void => postMessage(message);

async function run({ core: coreUrl, dataset, request }: Job): Promise<Outcome> {
  const begin = performance.now();
  const core = await loadCore(coreUrl);
  const market = await readDataset(urlSource(dataset), core.arena, { symbols: request.tickers });
  const loaded = performance.now();
  const result = runBacktest(core, market, request);
  const done = performance.now();
  return {
    dataset: market.name,
    origin: market.origin,
    rows: market.underlyings.reduce((sum, u) => sum + u.rows.strike.length, 0),
    trades: result.output.trades.length / abi.TRADE_STRIDE,
    curve: curveOf(result),
    bits: await bitsOf(result.output),
    time: { load: loaded - begin, run: done - loaded },
  };
}

function curveOf({ output: { equity }, timeline }: BacktestResult): EquityCurve {
  const dollars = Float64Array.from(timeline.day, (_, i) => toDollars(equity[i * abi.EQ_STRIDE + abi.E_EQUITY]));
  return { day: timeline.day, dollars };
}
