import { createServer } from "node:http";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileSource, urlSource } from "../../src/browser";
import { Arena } from "../../src/core/memory";
import { writeDataset } from "../../src/node/write";
import { readDataset } from "../../src/store/read";
import type { ByteSource } from "../../src/store/source";
import { sampleMarket } from "../store/sample";
import { serve } from "./host";
import type { StaticServer } from "./host";

let root = "";
let server: StaticServer;
let files: File[] = [];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "mahler-sources-"));
  await writeDataset(join(root, "sample"), sampleMarket(), { createdBy: { name: "test", version: "1" } });
  const names = await readdir(join(root, "sample"));
  files = await Promise.all(names.map(async (name) => new File([await readFile(join(root, "sample", name))], name)));
  server = await serve({ "/data/": join(root, "sample") });
});
afterAll(async () => {
  await server.close();
  await rm(root, { recursive: true, force: true });
});

const load = (source: ByteSource) => readDataset(source, new Arena(new WebAssembly.Memory({ initial: 1, maximum: 100 }), 1024));

describe.each([
  ["urlSource", () => urlSource(`${server.origin}/data/`)],
  ["fileSource", () => fileSource(files)],
])("%s", (_, source) => {
  it("loads a dataset", async () => {
    const market = await load(source());
    expect(market.underlyings[0].rows.strike).toEqual(sampleMarket().underlyings[0].rows.strike);
    expect(market.curves.vix?.value).toEqual(sampleMarket().curves.vix?.value);
  });

  it("names a missing file", async () => {
    await expect(source().size("QQQ.rows.arrow")).rejects.toThrow(/QQQ\.rows\.arrow/);
  });

  it("refuses a file that is longer or shorter than the manifest says", async () => {
    const size = await source().size("SPY.rows.arrow");
    await expect(source().read("SPY.rows.arrow", new Uint8Array(size - 1))).rejects.toThrow(`SPY.rows.arrow: is longer than ${size - 1} bytes`);
    await expect(source().read("SPY.rows.arrow", new Uint8Array(size + 1))).rejects.toThrow(`SPY.rows.arrow: ends after ${size} of ${size + 1} bytes`);
  });
});

describe("urlSource", () => {
  it("names a server that is not there", async () => {
    await expect(urlSource("http://127.0.0.1:1").text("manifest.json")).rejects.toThrow("http://127.0.0.1:1/manifest.json: cannot be fetched");
  });

  it("refuses a server that hides the length of its files", async () => {
    const gzip = createServer((_, response) => response.writeHead(200, { "content-encoding": "gzip", "content-length": 9 }).end());
    await new Promise<void>((done) => gzip.listen(0, "127.0.0.1", done));
    const { port } = gzip.address() as AddressInfo;
    await expect(urlSource(`http://127.0.0.1:${port}`).size("a")).rejects.toThrow("does not tell its length");
    gzip.closeAllConnections();
    gzip.close();
  });
});
