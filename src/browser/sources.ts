import { MahlerError } from "../errors";
import type { ByteSource } from "../store/source";
import { fetched } from "./fetched";
import { fill } from "./fill";
import type { OnBytes } from "./fill";

/** A dataset folder on a web server; `base` is the folder's address. */
export function urlSource(base: string | URL, onBytes?: OnBytes): ByteSource {
  const where = String(base).replace(/\/+$/, "");
  const address = (name: string) => `${where}/${encodeURIComponent(name)}`;
  return {
    where,
    async read(name, into) {
      const { body } = await fetched(address(name));
      await fill(into, body ?? new ReadableStream({ start: (end) => end.close() }), address(name), onBytes);
    },
    text: async (name) => (await fetched(address(name))).text(),
  };
}

/** A dataset folder dropped on a page or chosen in a file dialog. Names are the files' own; folders are ignored. */
export function fileSource(files: Iterable<File>, where = "dropped files", onBytes?: OnBytes): ByteSource {
  const byName = new Map<string, File>();
  for (const file of files) byName.set(file.name, file);
  const find = (name: string): File => {
    const file = byName.get(name);
    if (!file) throw new MahlerError("io", `${where}/${name}`, "is missing", "drop all files of the dataset folder");
    return file;
  };
  return {
    where,
    read: async (name, into) => fill(into, find(name).stream(), `${where}/${name}`, onBytes),
    text: async (name) => find(name).text(),
  };
}
