/**
 * The same columns as properties that survive memory growth: a typed array over `memory` is re-made from its place whenever the memory
 * has grown since. Arrays that live elsewhere, and anything that is not an array, stay as they are. Source of the trap: growing a
 * WebAssembly memory detaches every earlier view, which then reads as empty.
 */
export function liveColumns<T extends object>(memory: WebAssembly.Memory, columns: T): T {
  const live = {} as Record<string, unknown>;
  for (const [name, column] of Object.entries(columns)) {
    if (ArrayBuffer.isView(column) && column.buffer === memory.buffer) defineLive(live, name, memory, column as TypedArray);
    else live[name] = column;
  }
  return live as T;
}

type TypedArray = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float64Array;

function defineLive(target: object, name: string, memory: WebAssembly.Memory, column: TypedArray): void {
  const View = column.constructor as new (buffer: ArrayBufferLike, byteOffset: number, length: number) => TypedArray;
  const { byteOffset, length } = column;
  let view = column;
  Object.defineProperty(target, name, {
    enumerable: true,
    get: () => (view.buffer === memory.buffer ? view : (view = new View(memory.buffer, byteOffset, length))),
  });
}
