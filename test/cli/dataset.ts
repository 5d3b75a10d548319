import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { TINY_SIMULATION } from "../../src/simulate";
import { ensureEmbeddedMarket } from "../../src/node/simulate";

export const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A working folder with a small dataset in `tiny`, and the command line run inside it. */
export async function workspace(): Promise<{ folder: string; mahler: (...args: string[]) => Promise<Finished>; remove: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "mahler-cli-"));
  await ensureEmbeddedMarket({ dir: join(folder, "tiny"), options: TINY_SIMULATION });
  return { folder, mahler: (...args) => runCli(folder, args), remove: () => rm(folder, { recursive: true, force: true }) };
}

export function runCli(cwd: string, args: readonly string[], onStart: (child: ReturnType<typeof spawn>) => void = () => undefined): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], { cwd, env: { ...process.env, NO_COLOR: "1", MAHLER_WORKSPACE: cwd } });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
    onStart(child);
  });
}
