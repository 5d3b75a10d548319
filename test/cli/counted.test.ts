import { describe, expect, it } from "vitest";
import { countedPool } from "../../src/cli/counted";
import { emptyEvaluations } from "../../src/engine/evaluations";
import { packSpecs } from "../../src/core/packed";
import type { Trials } from "../../src/ledger";
import type { TrialLedger } from "../../src/node/ledger";
import type { Pool } from "../../src/sweep/pool";
import { randomSpec } from "../helpers/randomSpec";

/** A pool that evaluates to nothing, and a ledger that keeps what it is given. */
function stubs() {
  const written: { command: string; trials: Trials[] }[] = [];
  const closed: string[] = [];
  const pool: Pool = { workers: 1, shared: false, evaluate: async ({ count }) => emptyEvaluations(count, [2020]), close: async () => void closed.push("closed") };
  const ledger = { record: async (command: string, trials: readonly Trials[]) => {
    if (trials.length > 0) written.push({ command, trials: [...trials] });
    return trials.length;
  } } as unknown as TrialLedger;
  return { pool, ledger, written, closed };
}

const packed = () => packSpecs([randomSpec(1, 2), randomSpec(1, 2)], 2);
const scope = { tickers: ["SPY", "QQQ"], start: 10, end: 20 };

describe("a counted pool", () => {
  it("D.40: writes down every batch, by range, when flushed and when closed", async () => {
    const { pool, ledger, written, closed } = stubs();
    const counted = countedPool(pool, { ledger, command: "walk-forward", scope });
    await counted.evaluate(packed());
    await counted.evaluate(packed(), { start: 12, end: 15 });
    await counted.flush();
    await counted.flush();
    await counted.evaluate(packed());
    await counted.close();
    expect(written.map(({ command, trials }) => [command, trials.map(({ scope: { start, end }, keys }) => [start, end, keys.length])])).toEqual([["walk-forward", [[10, 20, 4], [12, 15, 4]]], ["walk-forward", [[10, 20, 4]]]]);
    expect([counted.workers, closed]).toEqual([1, ["closed"]]);
  });

  it("ends the pool also when the ledger cannot be written", async () => {
    const { pool, closed } = stubs();
    const ledger = { record: () => Promise.reject(new Error("disk full")) } as unknown as TrialLedger;
    await expect(countedPool(pool, { ledger, command: "sweep", scope }).close()).rejects.toThrow("disk full");
    expect(closed).toEqual(["closed"]);
  });
});
