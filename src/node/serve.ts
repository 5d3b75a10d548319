// A small server of files on this machine: the lab's page and one dataset. Nothing else is read, nothing is written.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { MahlerError } from "../errors";
import { createEncoder, encodingFor, isCompressible } from "./encoded";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".wasm": "application/wasm", ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** What the page may do: run its own code and the core, read from its own server. No evaluation, no inline code or style, no other address. */
export const PAGE_POLICY = [
  "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "img-src 'self' data: blob:", "connect-src 'self'", "worker-src 'self'", "frame-src 'self'",
  "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'",
].join("; ");

/** With these a page may share memory with its workers. */
export const ISOLATION = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp", "cross-origin-resource-policy": "same-origin" };

export interface ServeOptions {
  /** Address prefix, ending in "/" → folder. The longest prefix counts. */
  folders: Readonly<Record<string, string>>;
  /** 0 = any free one. */
  port: number;
  host: string;
  /** Cross-origin isolation. */
  isolated: boolean;
  /** Address prefixes that a page of any origin may read: a sandboxed frame has none of its own. Default: none. */
  open?: readonly string[];
}

export interface Serving {
  address: string;
  close(): Promise<void>;
}

/** Serves until closed. Throws an io error when the port is taken. */
export async function serveFiles({ folders, port, host, isolated, open = [] }: ServeOptions): Promise<Serving> {
  const prefixes = Object.keys(folders).sort((a, b) => b.length - a.length);
  const headers = { "content-security-policy": PAGE_POLICY, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer", ...(isolated ? ISOLATION : {}) };
  const encoder = createEncoder();
  const server = createServer((request, response) => void answer(request, response, { find: (path) => fileOf(path, prefixes, folders), headers, encoder, isOpen: (path) => open.some((prefix) => path.startsWith(prefix)) }));
  await new Promise<void>((done, failed) => {
    server.once("error", (cause: NodeJS.ErrnoException) => failed(new MahlerError("io", `port = ${port}`, cause.code === "EADDRINUSE" ? "is in use" : String(cause.message), "choose another: --port 0 takes any free one", { cause })));
    server.listen(port, host, done);
  });
  const { port: taken } = server.address() as AddressInfo;
  return { address: `http://${host.includes(":") ? `[${host}]` : host}:${taken}/`, close: () => closed(server) };
}

/** The file that an address stands for; undefined when it leaves its folder or has none. */
function fileOf(path: string, prefixes: readonly string[], folders: Readonly<Record<string, string>>): string | undefined {
  const prefix = prefixes.find((p) => path.startsWith(p));
  if (!prefix) return undefined;
  const rest = path.slice(prefix.length);
  return rest.split(/[\\/]/).includes("..") ? undefined : join(folders[prefix], normalize(rest === "" || rest.endsWith("/") ? `${rest}index.html` : rest));
}

interface Site {
  find: (path: string) => string | undefined;
  headers: Record<string, string>;
  encoder: ReturnType<typeof createEncoder>;
  isOpen: (path: string) => boolean;
}

/** Bytes read from a file at a time: of 64 KiB a dataset has thousands. */
const AT_ONCE = 1 << 20;

async function answer(request: IncomingMessage, response: ServerResponse, { find, headers, encoder, isOpen }: Site): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") return void response.writeHead(405, { allow: "GET, HEAD" }).end();
  const path = pathOf(request.url ?? "/");
  const file = find(path);
  const found = file === undefined ? undefined : await stat(file).catch(() => undefined);
  if (!file || !found?.isFile()) return void response.writeHead(404, headers).end("not here");
  const about = { ...headers, "content-type": TYPES[extname(file)] ?? "application/octet-stream", "cache-control": keepFor(file), ...(isOpen(path) ? { "access-control-allow-origin": "*" } : {}) };
  if (isCompressible(file)) {
    const encoding = encodingFor(request.headers["accept-encoding"]);
    const bytes = await encoder(file, encoding, `${found.mtimeMs}:${found.size}`).catch(() => undefined);
    if (!bytes) return void response.writeHead(404, headers).end("not here");
    response.writeHead(200, { ...about, vary: "accept-encoding", "content-length": bytes.length, ...(encoding === "identity" ? {} : { "content-encoding": encoding }) });
    return void response.end(request.method === "HEAD" ? undefined : bytes);
  }
  response.writeHead(200, { ...about, "content-length": found.size });
  if (request.method === "HEAD") return void response.end();
  createReadStream(file, { highWaterMark: AT_ONCE }).on("error", () => response.destroy()).pipe(response);
}

/** Files whose names change with their content stay for good; a dataset's are read once, into memory, and a copy of it in the browser's cache would only cost. */
function keepFor(file: string): string {
  if (/[\\/]assets[\\/].*-[\w-]{8}\.\w+$/.test(file)) return "max-age=31536000, immutable";
  return extname(file) === ".arrow" ? "no-store" : "no-cache";
}

function pathOf(url: string): string {
  try {
    return decodeURIComponent(url.split(/[?#]/)[0]);
  } catch {
    return "/";
  }
}

const closed = (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
