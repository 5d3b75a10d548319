import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workspace } from "./dataset";

let space: Awaited<ReturnType<typeof workspace>>;
const at = (...parts: string[]) => join(space.folder, ...parts);
const SPACE = ["--data", "tiny", "--ticker", "SPY,QQQ", "--min-credit", "3", "--sweep", "profit_target=35,50,65,80", "--sweep", "stop_loss=100,200", "--sweep", "max_positions=1,3"];
const QUICK = ["--resamples", "100", "--permutations", "200", "--paths", "200"];

beforeAll(async () => {
  space = await workspace();
});
afterAll(() => space.remove());

describe("mahler overfit and mahler trials", () => {
  it("D.40: a sweep counts its configs, a check of the same space adds none; the panel is written and printed", async () => {
    expect((await space.mahler("sweep", ...SPACE, "--out", "grid")).stdout).toContain("trials on this data so far: 16");
    const { code, stdout, stderr } = await space.mahler("overfit", "grid", ...QUICK, "--out", "a", "--report", "page.html", "--best", "best.yaml");
    expect([code, stderr.split("\n").filter((line) => line && !line.startsWith("sweep: "))]).toEqual([0, []]);
    for (const words of ["SYNTHETIC QUOTES", "on this data, ever", "deflated Sharpe", "PBO", "Monte-Carlo", "a: overfit.json, trials.json", "report: page.html"]) expect(stdout).toContain(words);
    expect(readdirSync(at("a")).sort()).toEqual(["overfit.json", "trials.json"]);
    expect(JSON.parse(readFileSync(at("a", "trials.json"), "utf8"))).toMatchObject({ count: { trials: 16 }, deflated: { trials: 16 } });
    expect(readFileSync(at("page.html"), "utf8")).toContain("Logits of the splits");
    expect((await space.mahler("report", "a", "--out", "after.html")).code).toBe(0);
    expect(readFileSync(at("after.html"), "utf8")).toBe(readFileSync(at("page.html"), "utf8"));
  });

  it("S.17: one worker or all, from flags or from the sweep's folder, however many trials there were: the bytes of overfit.json are the same", async () => {
    const one = await space.mahler("backtest", "--data", "tiny", "--ticker", "SPY,QQQ", "--profit-target", "77", "--min-credit", "3", "--break-even", "off", "--out", "run");
    expect(one.stdout).toMatch(/trials on this data so far: 17.*this one is new/s);
    await space.mahler("overfit", ...SPACE, ...QUICK, "--quiet", "--workers", "1", "--out", "b");
    expect(readFileSync(at("b", "overfit.json"), "utf8")).toBe(readFileSync(at("a", "overfit.json"), "utf8"));
    expect(JSON.parse(readFileSync(at("b", "trials.json"), "utf8"))).toMatchObject({ count: { trials: 17 } });
  });

  it("D.40: trials are listed, and a ledger that was changed says so on standard error", async () => {
    const { stdout } = await space.mahler("trials");
    expect(stdout).toMatch(/embedded\S* +[0-9a-f]{8} +17 +17 /);
    const [view] = JSON.parse((await space.mahler("trials", "--json")).stdout) as { id: string; trials: number; name: string }[];
    expect(view.trials).toBe(17);
    appendFileSync(at(".mahler", "trials", `${view.id}.jsonl`), "nonsense\n");
    const changed = await space.mahler("trials", view.name);
    expect(changed.stdout).toMatch(/sweep +SPY,QQQ[\s\S]*backtest +SPY,QQQ/);
    expect(changed.stderr).toMatch(/was changed by other means than mahler: line \d+ cannot be read/);
  });

  it("S.16: says what is wrong in one line", async () => {
    for (const [args, code, message] of [
      [["overfit", "grid", "--blocks", "7"], 2, /--blocks = 7: is odd/],
      [["overfit", "grid", "--max-delta", "0.2"], 2, /grid: is a sweep that ran, its configs cannot be changed \(max_delta\)/],
      [["trials", "nowhere"], 2, /dataset = nowhere: has no trials in/],
    ] as const) {
      const result = await space.mahler(...args);
      expect(result).toMatchObject({ code, stdout: "" });
      expect(result.stderr).toMatch(message);
    }
  });
});
