import { it } from "vitest";
import { Arena } from "../../src/core/memory";
import { directorySource } from "../../src/node/files";
import { readDataset } from "../../src/store/read";
import { QUALITY_CHECKS, qualityContext } from "../../src/quality";
it("bench", async () => {
  for (const symbol of (process.env.SYMS ?? "SPY").split(",")) {
    const arena = new Arena(new WebAssembly.Memory({ initial: 1, maximum: 65_536 }), 0);
    const m = await readDataset(directorySource(process.env.DS ?? "/work/main/data/embedded"), arena, { symbols: [symbol] });
    const u = m.underlyings[0];
    const n = u.rows.strike.length;
    const ctx = qualityContext(u, { rate: m.curves.rate, collectRows: process.env.ROWS !== "0" });
    let c0 = process.cpuUsage().user; const all = c0;
    ctx.carry();
    console.log(symbol, n, "carry", ((process.cpuUsage().user - c0) / 1e3).toFixed(), "ms");
    for (const check of QUALITY_CHECKS) {
      c0 = process.cpuUsage().user;
      const f = check.run(u, ctx);
      const ms = (process.cpuUsage().user - c0) / 1e3;
      console.log(check.id.padEnd(18), String(f.count).padStart(9), "of", String(f.of).padStart(9), f.unit, (100 * f.count / f.of).toFixed(3) + "%", "rows", f.rows.length, "|", ms.toFixed(0), "ms", (n / ms / 1e3).toFixed(0), "M rows/s", f.count ? JSON.stringify(f.examples[0]) : "");
    }
    const total = (process.cpuUsage().user - all) / 1e6;
    console.log("total", total.toFixed(2), "s", (n / total / 1e6).toFixed(2), "M rows/s");
  }
}, 300000);
