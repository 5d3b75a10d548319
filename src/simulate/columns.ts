import type { ExpiryBlocks, QuoteRows, UintColumn } from "../market/types";

type Grown = Uint8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;

/** An integer column that grows as it is written; u16 columns turn into u32 ones when a value needs it. */
export interface GrowingColumn<T extends Grown> { values: T; length: number; push(value: number): void; done(): T }

function growing<T extends Grown>(values: T): GrowingColumn<T> {
  return {
    values,
    length: 0,
    push(value) {
      if (this.length === this.values.length) {
        const wider = new (this.values.constructor as new (n: number) => T)(this.length * 2);
        wider.set(this.values);
        this.values = wider;
      }
      this.values[this.length++] = value;
    },
    done() {
      return this.values.slice(0, this.length) as T;
    },
  };
}

/** The narrowest column that holds a u32 column exactly. */
function narrowest(wide: Uint32Array): UintColumn {
  let top = 0;
  for (let i = 0; i < wide.length; i++) if (wide[i] > top) top = wide[i];
  return top <= 65_535 ? Uint16Array.from(wide) : wide;
}

const START = 1024;

/** Row and block columns under construction. */
export function chainColumns() {
  const rows = {
    strike: growing(new Uint32Array(START)), bid: growing(new Uint32Array(START)), ask: growing(new Uint32Array(START)),
    iv: growing(new Uint16Array(START)), delta: growing(new Int16Array(START)),
    openInterest: growing(new Uint16Array(START)), volume: growing(new Uint16Array(START)),
  };
  const blocks = {
    expiry: growing(new Int32Array(START)), vendorExpiry: growing(new Int32Array(START)),
    callsBegin: growing(new Uint32Array(START)), putsBegin: growing(new Uint32Array(START)), end: growing(new Uint32Array(START)),
  };
  return {
    rows,
    blocks,
    /** Finished columns; the builders must not be used afterwards. */
    finish(): { rows: QuoteRows; blocks: ExpiryBlocks } {
      const count = blocks.expiry.length;
      return {
        rows: {
          strike: narrowest(rows.strike.done()), bid: narrowest(rows.bid.done()), ask: narrowest(rows.ask.done()),
          iv: rows.iv.done(), delta: rows.delta.done(), openInterest: rows.openInterest.done(), volume: rows.volume.done(), flags: null,
        },
        blocks: {
          expiry: blocks.expiry.done(), vendorExpiry: blocks.vendorExpiry.done(),
          settlement: new Uint8Array(count), root: new Uint8Array(count),
          callsBegin: blocks.callsBegin.done(), putsBegin: blocks.putsBegin.done(), end: blocks.end.done(),
        },
      };
    },
  };
}

export type ChainColumns = ReturnType<typeof chainColumns>;
