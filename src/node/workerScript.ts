import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The built worker `name` beside (or one folder above) the running bundle; absent when running from sources. */
export function builtWorker(name: string): string | undefined {
  return [`./${name}.js`, `../${name}.js`].map((p) => fileURLToPath(new URL(p, import.meta.url))).find((p) => existsSync(p));
}
