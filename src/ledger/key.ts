// What makes two configs the same trial: their records, whatever they are called. 64 bits by two murmur3 chains (A. Appleby, public domain).
import * as abi from "../../assembly/abi";
import type { PackedSpecs } from "../core/packed";

const [C1, C2] = [0xcc9e2d51, 0x1b873593];
const RECORD_END = -1;

const rotated = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/** One chain: words in, one word out. */
function mixed(state: number, word: number): number {
  const k = Math.imul(rotated(Math.imul(word, C1), 15), C2);
  return (Math.imul(rotated(state ^ k, 13), 5) + 0xe6546b64) | 0;
}

function finished(state: number): number {
  let x = state;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Two words of each config: [config][2]. Equal records, equal words; slots that are 0 do not enter, so that a parameter added with default 0 changes no key. */
export function configKeys({ count, sleeveCount, features, accounts, sleeves, groups }: PackedSpecs): Uint32Array {
  const [accountWords, sleeveWords] = [wordsOf(accounts), wordsOf(sleeves)];
  const underlyings = groups.length / count;
  const prefix = Array.from(JSON.stringify(features), (character) => character.charCodeAt(0));
  const keys = new Uint32Array(count * 2);
  const begin = prefix.reduce(([a, b], code) => [mixed(a, code), mixed(b, ~code)], [0, 0x9e3779b1]);
  for (let i = 0; i < count; i++) {
    let [a, b] = begin;
    const take = (words: Uint32Array, from: number, length: number): void => {
      for (let at = 0; at < length; at++) {
        const word = words[from + at];
        if (word === 0) continue;
        a = mixed(mixed(a, at), word);
        b = mixed(mixed(b, ~at), word);
      }
      a = mixed(a, RECORD_END);
      b = mixed(b, RECORD_END);
    };
    take(accountWords, i * abi.A_SLOTS * 2, abi.A_SLOTS * 2);
    for (let s = 0; s < sleeveCount; s++) take(sleeveWords, (i * sleeveCount + s) * abi.S_SLOTS * 2, abi.S_SLOTS * 2);
    for (let u = 0; u < underlyings; u++) {
      a = mixed(a, groups[i * underlyings + u]);
      b = mixed(b, ~groups[i * underlyings + u]);
    }
    keys[2 * i] = finished(a);
    keys[2 * i + 1] = finished(b);
  }
  return keys;
}

const wordsOf = (values: Float64Array): Uint32Array => new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
