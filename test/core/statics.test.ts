import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { instantiateCore } from "../../src/core/core";

const DATA_SECTION = 11;
/** The compiler leaves the first KiB unused; its static data, had it any, would follow and move the heap's base up. */
const UNUSED = 1024;

/** Ids of a module's sections, in order. */
function sections(bytes: Uint8Array): number[] {
  const ids: number[] = [];
  let at = 8; // magic, version
  while (at < bytes.length) {
    ids.push(bytes[at++]);
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      size |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    at += size;
  }
  return ids;
}

// Instances that share one memory share every static address: a mutable static would be a race between workers.
describe.each(["core.wasm", "core.shared.wasm"])("%s keeps nothing at static addresses", (file) => {
  const bytes = readFileSync(fileURLToPath(new URL(`../../dist/${file}`, import.meta.url)));
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: file.includes("shared") });

  it("no data segment writes memory at start", () => expect(sections(bytes)).not.toContain(DATA_SECTION));

  it("no static is laid out below the heap", () => expect(instantiateCore(bytes, { memory, base: 0, end: 65_536 }).kernels.heapBase()).toBe(UNUSED));
});
