/** Numbers distinct records by the slots that matter, in the order in which they come. */
export interface Numbering {
  /** `words` are the 32-bit halves of the records; `begin` is the record's first slot. */
  numberOf: (words: Uint32Array, begin: number) => number;
  count: () => number;
}

/** Records are told apart by 53 bits of a hash: two of a million distinct ones meet with a chance of 1 in 18,000, and then only share a place in the order. */
export function createNumbering(slots: readonly number[]): Numbering {
  const known = new Map<number, number>();
  return {
    count: () => known.size,
    numberOf(words, begin) {
      let a = 0x811c9dc5 | 0;
      let b = 0x1b873593 | 0;
      for (const slot of slots) {
        const at = 2 * (begin + slot);
        a = mix(mix(a, words[at]), words[at + 1]);
        b = mix(mix(b, words[at + 1]), words[at]);
      }
      const key = (a >>> 0) * 2_097_152 + (b >>> 11);
      const number = known.get(key);
      if (number !== undefined) return number;
      known.set(key, known.size);
      return known.size - 1;
    },
  };
}

/** A round of MurmurHash3 (A. Appleby, public domain). */
function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}
