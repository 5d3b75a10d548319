// A damaged Arrow header can send a parser into an endless loop, so the edges of a file, which hold all metadata, are checked
// before it is parsed. The body in between is covered by sha256, which `mahler data verify` checks.

/** Larger than the metadata of any table here at either end of its file. */
export const EDGE = 8192;

const POLYNOMIAL = 0xedb88320; // CRC-32 of IEEE 802.3, reflected
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let c = byte;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ POLYNOMIAL : c >>> 1;
  return c;
});

/**
 * CRC-32 of the first and the last 8 KiB of a file (of all of it when shorter than both), as an unsigned integer.
 * `head` and `tail` are at least that long, or the whole file of `size` bytes; one argument is the file.
 */
export function edgeChecksum(head: Uint8Array, tail = head, size = head.length): number {
  const first = Math.min(EDGE, size);
  const last = Math.min(EDGE, size - first);
  let crc = update(0xffffffff, head, 0, first);
  crc = update(crc, tail, tail.length - last, tail.length);
  return (crc ^ 0xffffffff) >>> 0;
}

function update(crc: number, bytes: Uint8Array, begin: number, end: number): number {
  for (let i = begin; i < end; i++) crc = (crc >>> 8) ^ table[(crc ^ bytes[i]) & 0xff];
  return crc;
}
