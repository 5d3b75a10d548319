import { dataError } from "../errors";

/** Told how many more bytes have come. */
export type OnBytes = (bytes: number) => void;

/** Copies a stream into `into` chunk by chunk; throws a data error naming `subject` when the lengths differ. */
export async function fill(into: Uint8Array, stream: ReadableStream<Uint8Array>, subject: string, onBytes?: OnBytes): Promise<void> {
  const reader = stream.getReader();
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
