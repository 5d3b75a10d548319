import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { hostBits } from "./vite.config.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The page of `mahler lab`. Nothing is inlined: its policy allows no inline code, style or data but icons. */
export default defineConfig({
  root: path("src/lab"),
  base: "./",
  // The example imports what a user of the package would.
  resolve: { alias: [hostBits, { find: /^mahler\/browser$/, replacement: path("src/browser/index.ts") }, { find: /^mahler\/(core\.wasm)/, replacement: path("dist/$1") }] },
  server: { host: "127.0.0.1", fs: { allow: [path(".")] } },
  worker: { format: "es" },
  build: { target: "es2023", outDir: path("dist/lab"), emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, rollupOptions: { input: { lab: path("src/lab/index.html"), embed: path("src/lab/embed/index.html"), frame: path("src/lab/embed/frame.html") } } },
});
