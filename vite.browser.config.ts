import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import type { Plugin } from "vite";
import { hostBits } from "./vite.config.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Serves the files of one dataset folder under /dataset while developing. */
const serveDataset = (folder: string): Plugin => ({
  name: "mahler-dataset",
  configureServer({ middlewares }) {
    middlewares.use("/dataset", (request, response) => {
      const file = join(folder, basename(decodeURIComponent(request.url ?? "")));
      stat(file).then(
        ({ size }) => {
          response.setHeader("content-length", size);
          if (request.method === "HEAD") response.end();
          else createReadStream(file).pipe(response);
        },
        () => {
          response.statusCode = 404;
          response.end();
        },
      );
    });
  },
});

/** The test page: `npm run browser` serves it with the dataset of MAHLER_DATA, else the embedded market. */
export default defineConfig({
  root: path("browser"),
  base: "./",
  resolve: { alias: [hostBits] },
  plugins: [serveDataset(process.env.MAHLER_DATA ?? path("data/embedded"))],
  // Isolated pages may share memory with their workers.
  server: { host: "127.0.0.1", fs: { allow: [path(".")] }, headers: { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" } },
  worker: { format: "es" },
  build: { target: "es2023", outDir: path("dist/page"), emptyOutDir: true },
});
