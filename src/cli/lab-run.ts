import { join } from "node:path";
import { resolveConfig } from "../config";
import { configError, MahlerError } from "../errors";
import { loadConfigLayers } from "../node/config";
import { exists } from "../node/files";
import { packageRoot } from "../node/package";
import { serveFiles } from "../node/serve";
import { readManifest } from "../store/read";
import { directorySource } from "../node/files";
import { datasetFolder } from "./market";

export interface LabOptions {
  data: string;
  config?: string;
  port: string;
  host: string;
  isolation: boolean;
  json?: boolean;
  quiet?: boolean;
}

/** The page's code holds no secret: the sandboxed example, which has no origin, may read it. Of datasets it may read simulated ones. */
const OPEN = ["/assets/", "/embed/"];

/** Serves the page until it is interrupted. */
export async function runLab(options: LabOptions, signal: AbortSignal): Promise<void> {
  const port = portOf(options.port);
  const address = options.config === undefined ? "" : await beginning(options.config.split(","));
  const page = join(packageRoot(), "dist", "lab");
  if (!(await exists(join(page, "index.html")))) throw new MahlerError("io", page, "is missing", "build it: npm run build");
  const data = await datasetFolder(options.data, { quiet: Boolean(options.quiet || options.json), refresh: false, signal });
  const { name, origin } = await readManifest(directorySource(data));
  const server = await serveFiles({ folders: { "/": page, "/data/": data }, port, host: options.host, isolated: options.isolation, open: [...OPEN, ...(origin === "simulated" ? ["/data/"] : [])] });
  const url = server.address + address;
  process.stdout.write(options.json ? `${JSON.stringify({ url, dataset: name })}\n` : options.quiet ? `${url}\n` : `The lab is open at ${url}\nDataset: ${name} (${data}). Ctrl-C closes it.\n`);
  await new Promise<void>((done) => (signal.aborted ? done() : signal.addEventListener("abort", () => done(), { once: true })));
  await server.close();
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw configError(`--port = ${text}`, "is not a port", "give a whole number from 0 to 65535");
  return port;
}

/** The part of the address that opens the page with a config. */
async function beginning(names: readonly string[]): Promise<string> {
  const layers = await loadConfigLayers(names);
  resolveConfig(layers);
  return `#${new URLSearchParams({ config: JSON.stringify(Object.assign({}, ...layers.map(({ values }) => values))) }).toString()}`;
}
