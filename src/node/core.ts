import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { instantiateCore } from "../core/core";
import type { Core } from "../core/core";
import { MahlerError } from "../errors";
import { packageRoot } from "./package";

/** The package's core.wasm, or the build of it that works on a shared memory. */
export async function coreBytes(shared = false): Promise<Uint8Array<ArrayBuffer>> {
  const file = join(packageRoot(), "dist", shared ? "core.shared.wasm" : "core.wasm");
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    throw new MahlerError("io", file, "cannot be read", "run npm run build", { cause });
  }
}

/** A fresh core from the package's dist/core.wasm. */
export const loadCore = async (): Promise<Core> => instantiateCore(await coreBytes());

/** SHA-256 of the package's core.wasm. */
export const coreHash = async (): Promise<string> => createHash("sha256").update(await coreBytes()).digest("hex");
