import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { get } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodingFor } from "../../src/node/encoded";
import { serveFiles } from "../../src/node/serve";
import type { Serving } from "../../src/node/serve";

const SCRIPT = "export const answer = 42;\n".repeat(200);
let root = "";
let server: Serving;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "mahler-serve-"));
  await mkdir(join(root, "page", "assets"), { recursive: true });
  await mkdir(join(root, "data"));
  await writeFile(join(root, "page", "index.html"), "<!doctype html><title>page</title>");
  await writeFile(join(root, "page", "assets", "lab-a1B2c3D4.js"), SCRIPT);
  await writeFile(join(root, "data", "SPY.arrow"), new Uint8Array(3_000_000).fill(7));
  await writeFile(join(root, "secret.txt"), "no");
  server = await serveFiles({ folders: { "/": join(root, "page"), "/data/": join(root, "data") }, port: 0, host: "127.0.0.1", isolated: true });
});
afterAll(async () => {
  await server.close();
  await rm(root, { recursive: true });
});

/** As it comes over the wire: fetch would decompress it. */
const ask = (path: string, accept?: string, method = "GET"): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> =>
  new Promise((done, failed) => {
    get(server.address + path, { method, headers: accept ? { "accept-encoding": accept } : {} }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part)).on("end", () => done({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }));
    }).on("error", failed).end();
  });

describe("the lab's server", () => {
  it.each([["br", "gzip, deflate, br", brotliDecompressSync], ["gzip", "gzip", gunzipSync], [undefined, "br;q=0", (bytes: Buffer) => bytes], [undefined, undefined, (bytes: Buffer) => bytes]] as const)("sends code as %s to who accepts %s", async (encoding, accept, unpacked) => {
    for (let time = 0; time < 2; time++) {
      const { headers, body } = await ask("assets/lab-a1B2c3D4.js", accept);
      expect([headers["content-encoding"], headers.vary, Number(headers["content-length"])]).toEqual([encoding, "accept-encoding", body.length]);
      expect(unpacked(body).toString()).toBe(SCRIPT);
      expect(headers["content-type"]).toBe("text/javascript; charset=utf-8");
    }
  });

  it("sends the new content of a file that changed", async () => {
    const file = join(root, "page", "note.html");
    await writeFile(file, "first");
    expect(brotliDecompressSync((await ask("note.html", "br")).body).toString()).toBe("first");
    await writeFile(file, "second");
    expect(brotliDecompressSync((await ask("note.html", "br")).body).toString()).toBe("second");
  });

  it("sends a dataset as it is, and keeps it out of caches", async () => {
    const { headers, body } = await ask("data/SPY.arrow", "gzip, br");
    expect([headers["content-encoding"], headers["cache-control"], body.length]).toEqual([undefined, "no-store", 3_000_000]);
  });

  it("lets hashed names be kept for good, and asks for the page anew", async () => {
    expect((await ask("assets/lab-a1B2c3D4.js")).headers["cache-control"]).toBe("max-age=31536000, immutable");
    expect((await ask("")).headers["cache-control"]).toBe("no-cache");
  });

  it("answers HEAD with the headers alone", async () => {
    const { headers, body } = await ask("assets/lab-a1B2c3D4.js", "br", "HEAD");
    expect([headers["content-encoding"], body.length]).toEqual(["br", 0]);
    expect(Number(headers["content-length"])).toBeGreaterThan(0);
  });

  it("stays within its folders, and takes no other method", async () => {
    expect((await ask("../secret.txt")).status).toBe(404);
    expect((await ask("data/..%2f..%2fsecret.txt")).status).toBe(404);
    expect((await ask("none.js", "br")).status).toBe(404);
    expect((await ask("", undefined, "POST")).status).toBe(405);
  });

  it("every answer carries the policy and the isolation", async () => {
    for (const path of ["", "assets/lab-a1B2c3D4.js", "data/SPY.arrow", "none"]) {
      const { headers } = await ask(path, "br");
      expect(headers["content-security-policy"], path).toContain("default-src 'none'");
      expect(headers["cross-origin-opener-policy"], path).toBe("same-origin");
    }
  });
});

describe("Accept-Encoding", () => {
  it.each([["br;q=1.0, gzip;q=0.8, *;q=0.1", "br"], ["GZIP", "gzip"], ["br;q=0, gzip", "gzip"], ["deflate", "identity"], ["", "identity"]])("%s → %s", (header, encoding) => {
    expect(encodingFor(header)).toBe(encoding);
  });
});
