import { spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readChain } from "../../src/ledger";
import { listLedgers, openLedgerFile, trialsFolder } from "../../src/node/ledger";
import { withLock } from "../../src/node/lock";
import { DATASET, digest, trials } from "../ledger/samples";

let folder: string;
const file = () => join(folder, `${DATASET}.jsonl`);
const open = () => openLedgerFile(folder, DATASET, "embedded");
const chain = () => readChain(readFileSync(file(), "utf8"), DATASET, digest, JSON.parse(readFileSync(join(folder, `${DATASET}.head`), "utf8")) as { lines: number; hash: string });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mahler-ledger-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe("the trial ledger on the disk", () => {
  it("D.40: counts what is new, and a re-run leaves the file as it is", async () => {
    const ledger = await open();
    expect([await ledger.record("sweep", [trials(0, 5), trials(0, 5, { tickers: ["QQQ"] })]), await ledger.record("backtest", [trials(4, 1)]), await ledger.record("backtest", [trials(5, 1)])]).toEqual([10, 0, 1]);
    const bytes = readFileSync(file());
    const again = await open();
    expect(again.count()).toEqual(ledger.count());
    expect(again.count()).toMatchObject({ trials: 11, configs: 6 });
    await again.record("sweep", [trials(0, 6)]);
    expect(readFileSync(file()).equals(bytes)).toBe(true);
    expect((await chain()).faults).toEqual([]);
    expect(again.entries().map(({ command }) => command)).toEqual(["sweep", "sweep", "backtest"]);
    expect(readdirSync(folder).sort()).toEqual([`${DATASET}.head`, `${DATASET}.jsonl`]);
    expect(await listLedgers(folder)).toEqual([DATASET]);
  });

  it("D.40: two that were opened together both append, and both know all", async () => {
    const [a, b] = [await open(), await open()];
    await a.record("sweep", [trials(0, 3)]);
    await b.record("sweep", [trials(2, 3)]);
    await a.record("sweep", [trials(4, 2)]);
    expect(a.count().trials).toBe(6);
    expect(await chain()).toMatchObject({ faults: [], last: { lines: 3 } });
  });

  it("an append that was cut off is set aside, with a notice, and nothing else is lost", async () => {
    await (await open()).record("sweep", [trials(0, 3)]);
    appendFileSync(file(), "{\"v\":1,\"prev\":\"6f");
    const ledger = await open();
    expect(ledger.notices()).toEqual([expect.stringContaining("an append to it was cut off; the next one sets its 17 bytes aside")]);
    expect(ledger.count().trials).toBe(3);
    await ledger.record("sweep", [trials(3, 1)]);
    expect(ledger.notices()).toEqual([expect.stringContaining("its 17 bytes were set aside in")]);
    expect(readFileSync(join(folder, `${DATASET}.torn`), "utf8")).toBe("{\"v\":1,\"prev\":\"6f\n");
    expect(await chain()).toMatchObject({ faults: [], torn: "", last: { lines: 2 } });
    expect((await open()).notices()).toEqual([]);
  });

  it("D.40: says that lines were removed or changed, and goes on counting", async () => {
    const ledger = await open();
    for (const n of [0, 1, 2]) await ledger.record("backtest", [trials(n, 1)]);
    const lines = readFileSync(file(), "utf8").split("\n");
    writeFileSync(file(), [lines[0], lines[2], ""].join("\n"));
    const changed = await open();
    expect(changed.notices()).toEqual([expect.stringMatching(/was changed by other means than mahler: lines between 1 and 2 are missing.*; lines at the end are missing: there were 3, 2 are left\. The number of trials is a lower bound/)]);
    expect(changed.count().trials).toBe(2);
    rmSync(file());
    expect((await open()).notices()[0]).toContain("there were 3, 0 are left");
  });

  it("the lock of a process that died is taken over; one that is held is waited for", async () => {
    const ledger = await open();
    writeFileSync(join(folder, `${DATASET}.lock`), "999999999");
    expect(await ledger.record("backtest", [trials(0, 1)])).toBe(1);
    const lock = join(folder, "other.lock");
    const order: string[] = [];
    await Promise.all([
      withLock(lock, async () => {
        order.push("first");
        await new Promise((resolve) => setTimeout(resolve, 50));
        order.push("done");
      }),
      withLock(lock, async () => void order.push("second")),
    ]);
    expect(order).toEqual(["first", "done", "second"]);
    expect(existsSync(lock)).toBe(false);
  });

  it("10,000 trials cost less than 0.2 s", async () => {
    const ledger = await open();
    const many = trials(0, 10_000);
    const before = process.cpuUsage();
    expect(await ledger.record("sweep", [many])).toBe(10_000);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(0.2);
    expect((await open()).count().trials).toBe(10_000);
  });

  it("lives in MAHLER_WORKSPACE, else in the current folder; a workspace that cannot be written to is named", async () => {
    vi.stubEnv("MAHLER_WORKSPACE", folder);
    expect(trialsFolder()).toBe(join(folder, ".mahler", "trials"));
    vi.stubEnv("MAHLER_WORKSPACE", "");
    expect(trialsFolder()).toBe(join(".mahler", "trials"));
    mkdirSync(file());
    await expect(open()).rejects.toThrow(file());
  });
});

const WRITER = `
  import { openLedgerFile } from ${JSON.stringify(new URL("../../dist/node.js", import.meta.url).href)};
  const [folder, id, first, count] = process.argv.slice(1);
  const ledger = await openLedgerFile(folder, id, "embedded");
  process.stdout.write("ready");
  for (let i = 0; i < Number(count); i++) {
    const n = Number(first) + i;
    await ledger.record("backtest", [{ scope: { tickers: ["SPY"], start: 1, end: 2 }, keys: Uint32Array.of(n, 0), lists: Uint32Array.of(n, 1), sharpe: Float64Array.of(n) }]);
  }
`;

/** A process that appends `count` trials numbered from `first`; resolves when it ends. */
function writer(first: number, count: number, onReady: (child: ReturnType<typeof spawn>) => void = () => undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", WRITER, folder, DATASET, String(first), String(count)], { cwd: fileURLToPath(new URL("../..", import.meta.url)), stdio: ["ignore", "pipe", "inherit"] });
    child.stdout.once("data", () => onReady(child));
    child.on("error", reject);
    child.on("close", () => resolve());
  });
}

describe("processes (built by npm run build)", () => {
  it("D.40: three at once lose nothing", async () => {
    await Promise.all([writer(0, 25), writer(1000, 25), writer(2000, 25)]);
    expect((await open()).count().trials).toBe(75);
    expect((await chain()).faults).toEqual([]);
  });

  it("D.40: after kill -9 in the middle the ledger opens, and goes on", async () => {
    for (const bytes of [1000, 6000]) {
      await writer(bytes * 10_000, 10_000, (child) => {
        const timer = setInterval(() => existsSync(file()) && statSync(file()).size > bytes && (clearInterval(timer), child.kill("SIGKILL")), 1);
      });
    }
    const ledger = await open();
    const before = ledger.count().trials;
    expect(before).toBeGreaterThan(0);
    await ledger.record("backtest", [trials(900_000, 2)]);
    expect(ledger.count().trials).toBe(before + 2);
    expect(await chain()).toMatchObject({ faults: [], torn: "" });
  });
});
