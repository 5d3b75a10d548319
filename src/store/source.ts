/** Where a dataset's files come from: a folder, a web server, memory. Names are relative to the dataset. */
export interface ByteSource {
  /** The dataset's name in error messages, e.g. its path or address. */
  readonly where: string;
  /** Bytes of a file; throws an io error naming the file when it does not exist. */
  size(name: string): Promise<number>;
  /** Fills `into`, which is exactly as long as the file. */
  read(name: string, into: Uint8Array): Promise<void>;
  /** A small text file. */
  text(name: string): Promise<string>;
}
