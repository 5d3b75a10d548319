import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { instantiateCore, type Core } from "../../src/core/core";

/** A fresh instance of the built core (`release` by default); throws when it has not been built. */
export function loadCore(build: "release" | "debug" = "release"): Core {
  const file = build === "release" ? "core.wasm" : "core.debug.wasm";
  const path = fileURLToPath(new URL(`../../dist/${file}`, import.meta.url));
  if (!existsSync(path)) throw new Error(`dist/${file} is missing: run npm run ${build === "release" ? "build" : "build:debug"}`);
  return instantiateCore(readFileSync(path));
}
