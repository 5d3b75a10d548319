import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCli } from "./dataset";

it.skipIf(process.platform === "win32")("Ctrl-C while the market is being made: exit code 130, nothing half-written", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mahler-interrupt-"));
  try {
    const { code, stderr } = await runCli(folder, ["start"], (child) => setTimeout(() => child.kill("SIGINT"), 4000));
    expect([code, stderr]).toEqual([130, expect.stringContaining("stopped on request")]);
    const left = existsSync(join(folder, "data")) ? readdirSync(join(folder, "data")) : [];
    expect([left, existsSync(join(folder, "out"))]).toEqual([[], false]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
