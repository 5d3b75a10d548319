/** What bounds the memory of a compiled evaluation. */
export interface Limits {
  /** Bytes of the core's memory for the tables of one block of history: entries, picks, spreads and their cells. */
  tableBytes: number;
  /** Bytes outside it for what configs carry from block to block; more configs are evaluated in turns. */
  outputBytes: number;
  /** Most sessions of a block. */
  blockSessions: number;
}

export const LIMITS: Limits = { tableBytes: 768 * 2 ** 20, outputBytes: 256 * 2 ** 20, blockSessions: Infinity };
