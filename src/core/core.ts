import { instantiateSync } from "@assemblyscript/loader";
import { ABI_VERSION } from "../../assembly/abi";
import { MahlerError } from "../errors";
import { Arena } from "./memory";
import type { CoreExports } from "./exports";

/** The instantiated core: its kernels and the arena over its memory, or over its part of a shared one. One per thread. */
export interface Core {
  kernels: CoreExports;
  arena: Arena;
}

/** The bytes [base, end) of a memory: the part that is one instance's own. */
export interface MemoryRange {
  memory: WebAssembly.Memory;
  base: number;
  end: number;
}

/**
 * Instantiates the core's bytes; the same bytes in Node, worker threads and the browser. Throws when the ABI differs from this build's.
 * Without a range the instance gets a memory of its own. A shared memory needs the bytes of core.shared.wasm, and a range that overlaps
 * no other instance's: the core itself keeps nothing at fixed addresses.
 */
export function instantiateCore(bytes: BufferSource, range?: MemoryRange): Core {
  const memory = range?.memory ?? new WebAssembly.Memory({ initial: 16, maximum: 65_536 });
  const { exports } = instantiateSync<CoreExports & Record<string, unknown>>(bytes, { env: { memory, abort } });
  const version = exports.abiVersion();
  if (version !== ABI_VERSION) {
    throw new MahlerError("engine", `core.wasm ABI = ${version}`, `this build expects ${ABI_VERSION}`, "run npm run build");
  }
  const base = Math.max(exports.heapBase(), range?.base ?? 0);
  return { kernels: exports, arena: new Arena(memory, base, range?.end) };
}

function abort(_message: number, _file: number, line: number, column: number): never {
  throw new MahlerError("engine", `core:${line}:${column}`, "assertion failed in the WebAssembly core", "this is a bug: please report it with the config");
}
