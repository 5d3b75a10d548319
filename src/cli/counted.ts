import { createRecorder } from "../ledger";
import type { Scope } from "../ledger";
import type { TrialLedger } from "../node/ledger";
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
