import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

/** The browser that drives the page: Debian's, or the one MAHLER_CHROMIUM names. */
export const CHROMIUM = process.env.MAHLER_CHROMIUM ?? "/usr/bin/chromium";
export const hasChromium = existsSync(CHROMIUM);

/** No profile services, no update traffic, no QUIC: the page talks to this machine only. */
export const CHROMIUM_FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json" };

export interface StaticServer {
  /** http://127.0.0.1:port */
  origin: string;
  close: () => Promise<void>;
}

/** With these a page is cross-origin isolated: it may share memory with its workers. */
export const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

/** Serves `folders` (address prefix → folder, longest prefix first) on a free port of 127.0.0.1, each file with `headers`. */
export async function serve(folders: Record<string, string>, headers: Record<string, string> = {}): Promise<StaticServer> {
  const prefixes = Object.keys(folders).sort((a, b) => b.length - a.length);
  const server = createServer((request, response) => {
    const address = normalize(decodeURIComponent((request.url ?? "/").split("?")[0]));
    const prefix = prefixes.find((p) => address.startsWith(p));
    const file = prefix && join(folders[prefix], address === "/" ? "index.html" : address.slice(prefix.length));
    const size = file && statSync(file, { throwIfNoEntry: false })?.size;
    if (!file || size === undefined) return response.writeHead(404).end();
    response.writeHead(200, { ...headers, "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-length": size });
    if (request.method === "HEAD") response.end();
    else createReadStream(file).pipe(response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => closed(server) };
}

const closed = (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
