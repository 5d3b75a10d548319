import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dataCommands } from "../../src/cli/data";
import { importCommand } from "../../src/cli/data-import";
import { csv, line, workshop } from "../importer/support";
import type { Workshop } from "../importer/support";
import { storedName } from "../store/sample";

let shop: Workshop;
let printed = "";
beforeEach(() => {
  shop = workshop();
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  shop.close();
});

async function data(...args: string[]): Promise<string> {
  printed = "";
  const program = new Command("data").exitOverride();
  for (const command of [importCommand(), ...dataCommands()]) program.addCommand(command.exitOverride());
  await program.parseAsync(args, { from: "user" });
  return printed;
}

describe("mahler data", () => {
  it("imports, verifies and describes", async () => {
    const file = shop.put("a.csv", csv(line(), line({ strike: 360, bid: -1 }), line({ day: "2021-01-06" })));
    const out = join(shop.root, "spy");
    expect(await data("import", file, "--out", out, "--dividend-yield", "0.013")).toBe(`${out}: 1 file read as historicaloptiondata
  rows read         3
  kept              2
  repaired          0
  set aside         1
    negative quote  1
SPY: 2 rows on 2 days, 2021-01-04 to 2021-01-06; roots SPY; bars none
note: no bars for SPY: settlement at expiry and regime features need them; import again with --bars FILE
`);
    expect(await data("import", file, "--out", out)).toMatch(/^.*spy: nothing new, 1 already there\n/);
    expect(await data("verify", out)).toMatch(/^.*spy: 5 files, [\d.]+ MB, sound\nSPY\n  rows +2\n/);
    expect(await data("info", out)).toMatch(/ {2}2021 +2 +1 +2 +1 +1 +0\.7 \(0\.7 … 0\.7\) +– +0\n/);
    expect(await data("info", out, "--check", "zero_bid,crossed")).toContain("all 2 checks found nothing");
    await expect(data("info", out, "--check", "crossd")).rejects.toThrow("check = crossd: is not a quality check; known: no_session, stale_day");
    expect(await data("info", out, "--quiet")).toBe("");
    expect(JSON.parse(await data("info", out, "--json")).symbols[0].years[0]).toMatchObject({ year: 2021, days: 2, missingSessions: 1 });
    expect(await data("verify", out, "--quiet")).toBe("");
  });

  it("throws what went wrong", async () => {
    const file = shop.put("a.csv", csv(line()));
    await expect(data("import", file, "--out", join(shop.root, "x"), "--dividend-yield", "1.8%")).rejects.toThrow("--dividend-yield 1.8%: is not a yield per 1.00; give e.g. 0.018 for 1.8 %");
    await expect(data("verify", join(shop.root, "no"))).rejects.toThrow("manifest.json: does not exist");
    await expect(data("info", shop.root)).rejects.toThrow("manifest.json: does not exist");
    await data("import", file, "--out", join(shop.root, "y"));
    const { writeFileSync } = await import("node:fs");
    const days = storedName(join(shop.root, "y"), "SPY.2021.days");
    writeFileSync(join(shop.root, "y", days), "");
    await expect(data("verify", join(shop.root, "y"))).rejects.toThrow(`${days}: has 0 bytes, the manifest says`);
  });

  it("stops on Ctrl-C and leaves nothing", async () => {
    const files = [1, 2].map((n) => shop.put(`${n}.csv`, csv(line({ strike: n }))));
    const running = data("import", ...files, "--out", join(shop.root, "z"));
    process.emit("SIGINT");
    await expect(running).rejects.toMatchObject({ kind: "cancelled" });
    expect(await import("node:fs").then((fs) => fs.readdirSync(shop.root))).toEqual(["1.csv", "2.csv"]);
    expect(process.listenerCount("SIGINT")).toBe(0);
  });

  it("shows examples in its help", () => {
    for (const command of [importCommand(), ...dataCommands()]) {
      let help = "";
      command.configureOutput({ writeOut: (text) => { help += text; } }).outputHelp();
      expect(help).toMatch(/Examples?:\n {2}mahler data /);
    }
  });
});
