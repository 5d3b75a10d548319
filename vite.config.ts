import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Portable sources import "./bits"; JavaScript hosts get bits.host.ts, AssemblyScript gets bits.ts. */
export const hostBits = { find: /^(\.|.*\/portable)\/bits$/, replacement: path("assembly/portable/bits.host.ts") };

export default defineConfig({
  resolve: { alias: [hostBits] },
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist",
    emptyOutDir: false,
    sourcemap: true,
    rollupOptions: {
      input: { cli: path("src/cli/main.ts"), node: path("src/node/index.ts"), "simulate-worker": path("src/node/simulateWorker.ts") },
      output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
    },
  },
  test: { include: ["test/**/*.test.ts"], testTimeout: 60_000 },
});
