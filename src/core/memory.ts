import { MahlerError } from "../errors";

export const PAGE = 65_536;
/** wasm32 ends here; larger markets are a data error, not a crash. */
export const LIMIT = 65_535 * PAGE;
/** Arrow aligns buffers to 64 bytes; so do we, which also suits SIMD and cache lines. */
const ALIGN = 64;

/** True for the error of an arena that is full, or that the host lets grow no further. What was being built may fit in parts. */
export const isMemoryFull = (error: unknown): boolean => error instanceof MahlerError && error.subject.startsWith(MEMORY);
const MEMORY = "memory = ";

type ViewConstructor<T> = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => T;

/**
 * Bump allocator over one WebAssembly memory. The host owns it; kernels never allocate.
 *
 *   0 ─ unused ─ heapBase ─ market columns (permanent) ─ mark ─ run outputs and scratch (released to the mark) ─ top
 *
 * Growth detaches earlier views: take views after the last `alloc` of a phase, or call `reserve` first. Several arenas may divide one
 * shared memory, each with an `end` of its own; such a memory is made at its full size and never grows.
 */
export class Arena {
  private top: number;

  constructor(readonly memory: WebAssembly.Memory, base: number, private readonly end = LIMIT) {
    this.top = align(base);
  }

  /** Address of `bytes` fresh bytes, 64-byte aligned; content is unspecified. */
  alloc(bytes: number): number {
    const address = this.top;
    this.reserve(bytes);
    this.top = align(address + bytes);
    return address;
  }

  /** Grows the memory now so that the next `bytes` of `alloc` cannot detach views. */
  reserve(bytes: number): void {
    const end = align(this.top + bytes);
    if (end > this.end) throw this.full(end);
    const missing = end - this.memory.buffer.byteLength;
    if (missing <= 0) return;
    try {
      this.memory.grow(Math.ceil(missing / PAGE));
    } catch (cause) {
      throw new MahlerError("engine", `${MEMORY}${mebibytes(end)}`, "the host refused to grow the memory", "free memory or load a shorter range", { cause });
    }
  }

  private full(end: number): MahlerError {
    if (this.end < LIMIT) return new MahlerError("engine", `${MEMORY}${mebibytes(end)}`, `a worker's part of the shared memory ends at ${mebibytes(this.end)}`, "use fewer workers, or a private memory for each");
    return new MahlerError("engine", `${MEMORY}${(end / 2 ** 30).toFixed(2)} GiB`, "a WebAssembly memory ends at 4 GiB", "load fewer symbols or a shorter range");
  }

  /** Bytes that can still be allocated, if the host lets the memory grow. */
  get available(): number {
    return Math.max(0, this.end - this.top);
  }

  /** Remembers the top; `release(mark)` frees everything allocated since. */
  mark(): number {
    return this.top;
  }

  release(mark: number): void {
    this.top = mark;
  }

  /** The only place where views over the memory are made. `length` counts elements; an address read from an i32 slot may be negative. */
  view<T>(type: ViewConstructor<T>, address: number, length: number): T {
    return new type(this.memory.buffer, address >>> 0, length);
  }

  /** Address of a column: its own place when it already lives in this memory, else a fresh copy. */
  place(column: ArrayLike<number> & ArrayBufferView): number {
    if (column.buffer === this.memory.buffer) return column.byteOffset;
    if (isDetached(column)) throw new MahlerError("engine", "column", "was detached when the memory grew", "this is a bug: read market columns through liveColumns");
    const address = this.alloc(column.byteLength);
    new Uint8Array(this.memory.buffer, address, column.byteLength).set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
    return address;
  }
}

/** A view whose buffer was taken away: its length reads 0, and its buffer refuses new views. */
function isDetached(column: ArrayBufferView): boolean {
  if (column.byteLength > 0 || column.buffer.byteLength > 0) return false;
  try {
    new Uint8Array(column.buffer);
    return false;
  } catch {
    return true;
  }
}

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

/** The next multiple of 64. */
export const align = (address: number): number => Math.ceil(address / ALIGN) * ALIGN;
