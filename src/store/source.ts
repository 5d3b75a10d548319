/** Where a dataset's files come from: a folder, a web server, memory. Names are relative to the dataset. */
export interface ByteSource {
  /** The dataset's name in error messages, e.g. its path or address. */
  readonly where: string;
  /** Fills `into`; throws an io error naming the file when it does not exist, a data error when it is not exactly that long. */
  read(name: string, into: Uint8Array): Promise<void>;
  /** A small text file. */
  text(name: string): Promise<string>;
  /** Reads of parts, where they cost no more than the bytes they deliver. Without it whole files are read and copied into place. */
  open?(name: string): Promise<OpenFile>;
}

/** A file that can be read in any order. */
export interface OpenFile {
  readonly size: number;
  /** Fills the views one after the other with the bytes from `at` on; throws a data error when the file ends before. */
  read(at: number, views: Uint8Array[]): Promise<void>;
  close(): Promise<void>;
}
