import { toRunSpec } from "../config";
import type { Runner } from "../layers";
import { createRecorder, trialOfRun } from "../ledger";
import type { Scope, Trials } from "../ledger";
import { METRICS } from "../metrics";
import { evaluate } from "../metrics/metric";
import type { Market } from "../market/types";
import type { TrialLedger } from "../node/ledger";
import { rangeOf } from "../run/execute";
import type { Pool } from "../sweep/pool";

/** A pool whose every batch is counted in the trial ledger. */
export interface CountedPool extends Pool {
  /** Writes down what was evaluated since the last call; `close` does so too. */
  flush(): Promise<void>;
}

export interface Counting {
  ledger: TrialLedger;
  /** Name of the command, for the ledger's lines. */
  command: string;
  /** What the pool runs on; a batch over a window is of the window's days. */
  scope: Scope;
}

export function countedPool(pool: Pool, { ledger, command, scope }: Counting): CountedPool {
  const recorder = createRecorder(scope);
  const flush = async (): Promise<void> => void (await ledger.record(command, recorder.drain()));
  return {
    ...pool,
    evaluate: recorder.watch(pool.evaluate),
    flush,
    async close() {
      try {
        await flush();
      } finally {
        await pool.close();
      }
    },
  };
}

const SHARPE = METRICS.find(({ id }) => id === "sharpe")!;

/** A runner that keeps the trial of every run in `kept`. */
export const countedRunner = (runner: Runner, market: Market, kept: Trials[]): Runner => (request) => {
  const { config } = request;
  const run = runner(request);
  const scope = { tickers: config.ticker, ...rangeOf(market, config) };
  kept.push(trialOfRun(toRunSpec(config, config.ticker), run.ledger.trades, evaluate(SHARPE, run.ledger).value, scope));
  return run;
};
