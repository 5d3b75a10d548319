import { dataError } from "../errors";

/** Told how many more bytes have come. */
export type OnBytes = (bytes: number) => void;

/** Copies a stream into `into` chunk by chunk; throws a data error naming `subject` when the lengths differ. */
export async function fill(into: Uint8Array, stream: ReadableStream<Uint8Array>, subject: string, onBytes?: OnBytes): Promise<void> {
  const reader = readerOf(stream);
  let done = 0;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    if (done + chunk.value.length > into.length) {
      await reader.cancel();
      throw dataError(subject, `is longer than ${into.length} bytes`, "load the dataset again");
    }
    into.set(chunk.value, done);
    done += chunk.value.length;
    onBytes?.(chunk.value.length);
  }
  if (done < into.length) throw dataError(subject, `ends after ${done} of ${into.length} bytes`, "load the dataset again");
}

interface Chunks {
  read(): Promise<{ done: true } | { done: false; value: Uint8Array }>;
  cancel(): Promise<void>;
}

/** Bytes read at a time where the reader may choose. */
const AT_ONCE = 1 << 18;

/** Reads into one buffer again and again where the stream allows it: fresh memory for every chunk costs more than the copy out of it. */
function readerOf(stream: ReadableStream<Uint8Array>): Chunks {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = stream.getReader({ mode: "byob" });
  } catch {
    return stream.getReader(); // not a stream of bytes
  }
  let buffer = new ArrayBuffer(AT_ONCE);
  return {
    async read() {
      const { done, value } = await reader.read(new Uint8Array(buffer));
      if (value) buffer = value.buffer;
      return done || !value ? { done: true } : { done, value };
    },
    cancel: () => reader.cancel(),
  };
}
