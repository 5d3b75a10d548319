import { chmodSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Portable sources import "./bits"; JavaScript hosts get bits.host.ts, AssemblyScript gets bits.ts. */
export const hostBits = { find: /^(\.|.*\/portable)\/bits$/, replacement: path("assembly/portable/bits.host.ts") };

/** Chunk names change with their content; without this the package would carry the old ones too. */
const freshChunks = { name: "fresh-chunks", apply: "build" as const, generateBundle: () => rmSync(path("dist/chunks"), { recursive: true, force: true }) };

/** npx runs a clone's own command as a program; npm makes only installed ones executable. */
const executable = { name: "executable", apply: "build" as const, writeBundle: () => chmodSync(path("dist/cli.js"), 0o755) };

export default defineConfig({
  resolve: { alias: [hostBits] },
  plugins: [freshChunks, executable],
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist",
    emptyOutDir: false,
    sourcemap: true,
    rollupOptions: {
      input: {
        index: path("src/index.ts"), node: path("src/node/index.ts"), browser: path("src/browser/index.ts"),
        cli: path("src/cli/main.ts"), "quote-worker": path("src/node/quoteWorker.ts"), "sweep-worker": path("src/node/sweepWorker.ts"),
        bench: path("bench/main.ts"), "bench-native": path("bench/native/run.ts"), "bench-fit-synth": path("bench/fit-synth.ts"),
      },
      output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
    },
  },
  // All cores: the default leaves one idle, on a machine of two half of them. Hooks make markets, which takes longer then.
  test: { include: ["test/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: "100%" },
});
