import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLab } from "../../src/lab/engine/lab";
import type { Lab } from "../../src/lab/engine/lab";
import { resultAt } from "../../src/lab/cache";
import { configAt, placeOf, planeOf } from "../../src/lab/plane";
import { serveLab } from "../../src/lab/engine/serve";
import type { DatasetInfo, FromEngine, OpenRequest, Values, WalkReply, WalkRequest, WalkStep } from "../../src/lab/protocol";
import { SLIDERS } from "../../src/lab/sliders";
import type { Slider } from "../../src/lab/sliders";
import { toWalkCommand } from "../../src/lab/walkCommand";
import type { Market } from "../../src/market/types";
import { loadCore } from "../../src/node/core";
import { writeDataset } from "../../src/node/write";
import { createPool } from "../../src/node/pool";
import { simulateMarket, TINY_SIMULATION } from "../../src/simulate";
import type { Manifest } from "../../src/store/manifest";
import { walkForwardJson } from "../../src/walkforward/files";

const run = promisify(execFile);
const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const MANIFEST = { name: "test", origin: "simulated", parameters: {}, symbols: [], curves: { vix: null, rate: null } } as unknown as Manifest;
const BASE: Values = { ticker: ["SPY", "QQQ"], min_credit: 3 };
const slider = (id: string): Slider => SLIDERS.find((one) => one.id === id)!;
const plane = planeOf(slider("profit_target"), slider("max_positions"), BASE);
const SETTINGS = { windows: "6/1/1", anchored: false, metric: "sharpe", minTrades: 5 };
const REQUEST: WalkRequest = { values: plane.base, vary: { parameters: plane.parameters }, ...SETTINGS };
const never = new AbortController().signal;

let root = "";
let market: Market;
let lab: Lab;
let reply: WalkReply;
const steps: WalkStep[] = [];
const labOn = async (openPool: Parameters<typeof createLab>[0]["openPool"]): Promise<Lab> => createLab({ core: await loadCore(), market, context: { path: "test", manifest: MANIFEST, core: "0".repeat(64) }, openPool });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "mahler-lab-walk-"));
  market = simulateMarket(TINY_SIMULATION);
  await writeDataset(join(root, "data"), market, { createdBy: { name: "test", version: "1" } });
  lab = await labOn(null);
  reply = await lab.walk(REQUEST, (step) => void steps.push(step), never);
}, 60_000);
afterAll(() => rm(root, { recursive: true, force: true }));

describe("walk-forward in the lab", () => {
  it("S.17: the command that the page names gives the same bits in Node", async () => {
    const command = toWalkCommand(plane, SETTINGS, join(root, "data"));
    expect(command).toContain(" --sweep profit_target=5,15,25,30,40,50,65,70,80,85,95,off --sweep max_positions=1,3,");
    expect(command).toMatch(/ --windows 6\/1\/1 --min-trades 5$/);
    const { stdout } = await run(process.execPath, [CLI, ...command.split(" ").slice(1), "--json", "--out", join(root, "walk")], { env: { ...process.env, MAHLER_WORKSPACE: join(root, "workspace") }, maxBuffer: 2 ** 26 });
    const { folder: _, seconds: __, trials: ___, ...printed } = JSON.parse(stdout) as Record<string, unknown>;
    expect(printed).toEqual(JSON.parse(JSON.stringify(walkForwardJson(reply.result))));
    expect(reply.result.windows.length).toBeGreaterThan(4);
    expect(reply.result.values.trades.value).toBeGreaterThan(5);
  }, 60_000);

  it("the same on a pool of workers", async () => {
    const pooled = await labOn((request) => createPool(market, request, { workers: 2 }));
    const { took: _, ...expected } = reply;
    const { took: __, ...other } = await pooled.walk(REQUEST, () => undefined, never);
    await pooled.close();
    expect(other).toEqual(expected);
  }, 60_000);

  it("counts what it looked at: every config over the days out of sample", async () => {
    const { windows } = reply.result;
    const iso = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
    const i = reply.choices.length / 2 - 3;
    const { row, column } = placeOf(plane, reply.axes, reply.choices, i);
    const values = { ...configAt(plane, row, column), start: iso(windows[0].test.start), end: iso(windows.at(-1)!.test.end) };
    const alone = resultAt(await lab.space({ values, vary: { configs: [{ equity: 100_000 }] }, equity: true }), 0);
    expect([...reply.fingerprints.subarray(2 * i, 2 * i + 2)].map((word) => word.toString(16).padStart(8, "0")).join("")).toBe(alone.fingerprint);
    expect(reply.metrics.subarray(i * alone.metrics.length, (i + 1) * alone.metrics.length)).toEqual(alone.metrics);
  });

  it("the config on the screen over the same days is what the walk-forward's own rival with its choices is", async () => {
    const best = reply.result.rivals.find(({ name }) => name === "best in hindsight")!;
    const { row, column } = placeOf(plane, reply.axes, reply.choices, best.config!);
    const held = await lab.walk({ ...REQUEST, values: configAt(plane, row, column) }, () => undefined, never);
    expect(held.result).toEqual(reply.result); // swept keys of the base do not matter
    const { curve, values, trades, evidence } = best;
    expect(held.current).toEqual({ curve, values, trades, evidence });
  });

  it("tells how far it is, and stops when asked to", async () => {
    expect(steps.length).toBeGreaterThan(0);
    for (const { done, total } of steps) expect(done).toBeLessThanOrEqual(total);
    const control = new AbortController();
    control.abort();
    await expect(lab.walk(REQUEST, () => undefined, control.signal)).rejects.toThrow("walk-forward: stopped on request");
    expect((await lab.walk({ ...REQUEST, windows: "6/0/2" }, () => undefined, never)).result.windows[0].validate).toBeNull();
  });

  it("the engine worker stops it on request, and a second one takes the place of the first", async () => {
    const said: FromEngine[] = [];
    const handle = serveLab(async () => ({ lab, info: {} as DatasetInfo }), (message) => void said.push(message));
    await handle({ id: 1, kind: "open", request: {} as OpenRequest });
    const first = handle({ id: 2, kind: "walk", request: REQUEST });
    const second = handle({ id: 3, kind: "walk", request: REQUEST });
    await handle({ id: 4, kind: "stop", request: "sweep" });
    await first;
    await handle({ id: 5, kind: "stop", request: "walk" });
    await second;
    const errors = said.flatMap((message) => ("error" in message ? [[message.id, message.error.kind]] : []));
    expect(errors).toEqual([[2, "cancelled"], [3, "cancelled"]]);
  });

  it("names windows that do not fit", async () => {
    await expect(lab.walk({ ...REQUEST, windows: "36/0/6" }, () => undefined, never)).rejects.toThrow("none fits into");
  });
});

describe("the plane of two sliders", () => {
  it("is refused for one key twice", () => {
    expect(() => planeOf(slider("regime-0"), slider("regime-1"), BASE)).toThrow("two different parameters");
  });

  it("regime sizes switch sizing by regime on, so that their values matter; lists are separated by semicolons", () => {
    const regimes = planeOf(slider("regime-2"), slider("max_positions"), BASE);
    expect(regimes.base).toEqual({ ...BASE, use_regime_sizing: "on" });
    expect(toWalkCommand(regimes, { windows: "24/3/3", anchored: true, metric: "calmar", minTrades: 10 }, "embedded")).toMatch(/--use-regime-sizing on --sweep 'regime_multipliers=1,0\.75,0,[\d.]+;.*' --sweep max_positions=.* --windows 24\/3\/3 --metric calmar --anchored$/);
  });

  it("keys that give way at some positions only stay as they are", () => {
    expect(planeOf(slider("min_delta"), slider("min_dte"), { ...BASE, time_exit: 21 }).base).toEqual({ ...BASE, time_exit: 21 });
  });
});
