import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
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
    await expect(source().read("QQQ.rows.arrow", new Uint8Array(1))).rejects.toThrow(/QQQ\.rows\.arrow/);
  });

  it("refuses a file that is longer or shorter than the manifest says", async () => {
    const rows = files.find(({ name }) => name.startsWith("SPY.2019.rows."))!;
    await expect(source().read(rows.name, new Uint8Array(rows.size - 1))).rejects.toThrow(`${rows.name}: is longer than ${rows.size - 1} bytes`);
    await expect(source().read(rows.name, new Uint8Array(rows.size + 1))).rejects.toThrow(`${rows.name}: ends after ${rows.size} of ${rows.size + 1} bytes`);
  });
});

describe("urlSource", () => {
  it("names a server that is not there", async () => {
    await expect(urlSource("http://127.0.0.1:1").text("manifest.json")).rejects.toThrow("http://127.0.0.1:1/manifest.json: cannot be fetched");
  });
});
