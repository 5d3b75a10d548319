import { instantiateSync } from "@assemblyscript/loader";
import { ABI_VERSION } from "../../assembly/abi";
import { MahlerError } from "../errors";
import { Arena } from "./memory";
import type { CoreExports } from "./exports";

/** The instantiated core: its kernels and the arena over its memory. One per thread. */
export interface Core {
  kernels: CoreExports;
  arena: Arena;
}

/** Instantiates the core's bytes; the same bytes in Node, worker threads and the browser. Throws when the ABI differs from this build's. */
export function instantiateCore(bytes: BufferSource): Core {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65_536 });
  const { exports } = instantiateSync<CoreExports & Record<string, unknown>>(bytes, { env: { memory, abort } });
  const version = exports.abiVersion();
  if (version !== ABI_VERSION) {
    throw new MahlerError("engine", `core.wasm ABI = ${version}`, `this build expects ${ABI_VERSION}`, "run npm run build");
  }
  return { kernels: exports, arena: new Arena(memory, exports.heapBase()) };
}

function abort(_message: number, _file: number, line: number, column: number): never {
  throw new MahlerError("engine", `core:${line}:${column}`, "assertion failed in the WebAssembly core", "this is a bug: please report it with the config");
}
