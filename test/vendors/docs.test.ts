import { readFileSync, readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { CHAIN_FORMATS } from "../../src/vendors";
import { chainFormatFromMap } from "../../src/vendors/map";
import { rowsOf } from "./rows";

const docs = readFileSync("docs/formats.md", "utf8");
const idsIn = (heading: string): string[] => [...docs.split(heading)[1].split("\n\n## ")[0].split("\n\n### ")[0].matchAll(/^\| `([a-z0-9.-]+)` \|/gm)].map(([, id]) => id);

it("docs/formats.md lists every format, and no other", () => expect(idsIn("\n## Formats\n").sort()).toEqual(CHAIN_FORMATS.map(({ id }) => id).sort()));

it("docs/formats.md lists every example map, named as its file", () => {
  const names = readdirSync("config/imports").map((name) => name.replace(".yaml", ""));
  for (const name of names) expect(chainFormatFromMap(readFileSync(`config/imports/${name}.yaml`, "utf8"), name).id).toBe(name);
  expect(idsIn("The maps in `config/imports`").sort()).toEqual(names.sort());
});

it("docs/formats.md: the map it shows works", () => {
  const yaml = /```yaml\n([\s\S]*?)```/.exec(docs)![1];
  const header = "Symbol,AsOf,Expiry,Strike,Last,Delta,CallBid,CallAsk,CallIV,CallVol,CallOI,PutBid,PutAsk,PutIV,PutVol,PutOI,Deliverable,Note";
  const record = "SPY,2024-01-03 20:45:00,2024-01-19,465,470.25,0.6543,8.1,8.2,12.51,1200,5300,2.05,2.15,12.72,2100,8800,100,x";
  const rows = rowsOf({ format: "", header, record, context: {} }, [chainFormatFromMap(yaml, "docs")]);
  expect(rows).toMatchObject([{ underlying: "SPY", minute: 945, spot: 4_702_500, iv: 1251, delta: 6543 }, { bid: 20_500, iv: 1272, delta: -3457, openInterest: 8800 }]);
});
