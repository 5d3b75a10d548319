import { instantiateCore } from "../core/core";
import type { Core } from "../core/core";
import { fetched } from "./fetched";

/** Fetches core.wasm (the package's `mahler/core.wasm`) and instantiates it. Works on pages and in workers. */
export async function loadCore(url: string | URL): Promise<Core> {
  return instantiateCore(await (await fetched(url)).arrayBuffer());
}
