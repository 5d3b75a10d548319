// How far the reading of a dataset has come, a few times a second.
import { storedFiles } from "../../store/manifest";
import type { Manifest } from "../../store/manifest";
import type { OpenStep } from "../protocol";

/** Milliseconds between two steps. */
const OFTEN = 80;

/** Bytes that come, counted against those of the manifest's columns. */
export function createProgress(onStep: (step: OpenStep) => void): { manifest(manifest: Manifest): void; bytes(count: number): void } {
  const began = performance.now();
  let [name, total, done, last] = ["", 0, 0, -Infinity];
  return {
    manifest(manifest) {
      name = manifest.name;
      total = storedFiles({ ...manifest, extras: [] }).reduce((sum, { bytes }) => sum + bytes, 0);
    },
    bytes(count) {
      done += count;
      const elapsed = performance.now() - began;
      if (total === 0 || elapsed - last < OFTEN) return;
      last = elapsed;
      onStep({ name, done, total, elapsed });
    },
  };
}
