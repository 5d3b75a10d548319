// Files that were dropped or chosen: a folder's files, however deep, one name each.
import { MANIFEST_FILE } from "../store/schema";

/** True of files that are no dataset folder's: chains as a vendor wrote them. */
export const areChains = (files: readonly File[]): boolean => !files.some(({ name }) => name === MANIFEST_FILE);

/** All files of a drop; folders are walked. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return Array.from(transfer.files);
  return (await Promise.all(entries.map(filesOf))).flat();
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  // A reader hands out a hundred entries at a time, and none when there are no more.
  for (let some = await read(reader); some.length > 0; some = await read(reader)) found.push(...some);
  return (await Promise.all(found.map(filesOf))).flat();
}

const read = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
