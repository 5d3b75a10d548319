// CSV at scale: the bytes of a file, record by record, without a string per cell. The cells of the present line are offsets into a buffer;
// repeated texts and dates (a symbol, today, an expiry) are recognised by their bytes and not decoded again.
import { dataError } from "../errors";
import { CALL, isBlank, occDayOf, parseDate, parseOcc, parseRight, PUT, parseScaled, wasRounded } from "../vendors/parse";
import type { OccSymbol } from "../vendors/parse";
import type { RecordCells } from "./types";

const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const FIVE = 53;
const NINE = 57;
/** A line longer than this is no CSV line: the buffer would grow without bound. */
const LONGEST_LINE = 1 << 20;
/** Integers below 10^15 are exact while digits are added. */
const EXACT = 1e14;
/** Makes ASCII letters lower case; blanks that are words all begin with n. */
const LOWER = 0x20;
const LETTER_N = 0x6e;
/** Longest text that is remembered by its bytes. */
const REMEMBERED = 32;
const OCC_TAIL = 15;

/**
 * Reads CSV bytes that arrive piece by piece. The first line goes to `onHeader` as text, every further line that is not blank to `onRecord`.
 * Cells are trimmed; double quotes as in RFC 4180, without line breaks inside them; the delimiter is the header line's (comma, semicolon, tab or bar).
 */
export class CsvReader implements RecordCells {
  line = 0;
  count = 0;
  private buffer = new Uint8Array(1 << 16);
  private length = 0;
  private from = 0;
  private to = 0;
  private delimiter = 44;
  private begins = new Int32Array(64);
  private ends = new Int32Array(64);
  private readonly unquoted = new Map<number, string>();
  private readonly memory: (Remembered | undefined)[] = [];
  private readonly occSymbol: OccSymbol = { root: "", expiry: 0, right: 0, strike: 0 };
  private readonly decoder = new TextDecoder("utf-8");

  constructor(private readonly file: string, private readonly onHeader: (line: string) => void, private readonly onRecord: (record: RecordCells) => void) {}

  /** Takes the next bytes of the file. Throws a data error for text in UTF-16 and for a line without end. */
  feed(bytes: Uint8Array): void {
    this.append(bytes);
    const rest = this.line === 0 ? this.takeHeader() : 0;
    const begin = this.line === 0 ? 0 : this.takeLines(rest);
    this.buffer.copyWithin(0, begin, this.length);
    this.length -= begin;
    if (this.length > LONGEST_LINE) throw dataError(`${this.file}:${this.line + 1}`, `is longer than ${LONGEST_LINE} bytes`, "check that this is a CSV text file");
  }

  /** Position behind the header line, if all of it is there. */
  private takeHeader(): number {
    const end = this.buffer.subarray(0, this.length).indexOf(LF);
    if (end >= 0) this.take(0, end);
    return end + 1;
  }

  /** Hands out all complete lines from `begin` on: one pass over the bytes finds line ends and cells. Returns where the incomplete line begins. */
  private takeLines(begin: number): number {
    const { buffer, length, delimiter } = this;
    let { begins, ends } = this;
    buffer[length] = LF; // ends the loop
    for (;;) {
      let n = 0;
      let cell = begin;
      let at = begin;
      let byte = 0;
      for (;; at++) {
        byte = buffer[at];
        if (byte > QUOTE && byte !== delimiter) continue;
        if (byte !== delimiter && byte !== LF) {
          if (byte === QUOTE) break;
          continue;
        }
        let first = cell;
        let last = at;
        while (first < last && buffer[first] <= SPACE) first++;
        while (last > first && buffer[last - 1] <= SPACE) last--;
        if (n === begins.length) {
          this.widen();
          ({ begins, ends } = this);
        }
        begins[n] = first;
        ends[n] = last;
        n++;
        if (byte === LF) break;
        cell = at + 1;
      }
      if (byte === QUOTE) at = buffer.indexOf(LF, at);
      if (at >= length) return begin;
      if (byte === QUOTE) this.take(begin, at);
      else this.hand(begin, at, n);
      begin = at + 1;
    }
  }

  /** Hands out a line whose cells are known. */
  private hand(from: number, end: number, count: number): void {
    this.line++;
    this.from = from;
    this.to = end > from && this.buffer[end - 1] === CR ? end - 1 : end;
    if (this.to === from) return;
    if (this.unquoted.size) this.unquoted.clear();
    this.count = count;
    this.onRecord(this);
  }

  /** Ends the file: the last line may lack its end. */
  end(): void {
    if (this.length > 0) this.take(0, this.length);
    this.length = 0;
  }

  private append(bytes: Uint8Array): void {
    const need = this.length + bytes.length;
    if (need >= this.buffer.length) { // one byte stays free for the mark at the end
      const larger = new Uint8Array(Math.max(need + 1, this.buffer.length * 2));
      larger.set(this.buffer.subarray(0, this.length));
      this.buffer = larger;
    }
    this.buffer.set(bytes, this.length);
    this.length = need;
  }

  private take(from: number, end: number): void {
    this.line++;
    this.from = from;
    this.to = end > from && this.buffer[end - 1] === CR ? end - 1 : end;
    if (this.line === 1) return this.header();
    if (this.to === from) return;
    this.split();
    this.onRecord(this);
  }

  private header(): void {
    const { buffer, from } = this;
    const wide = (buffer[from] === 0xff && buffer[from + 1] === 0xfe) || (buffer[from] === 0xfe && buffer[from + 1] === 0xff) || buffer.subarray(from, this.to).includes(0);
    if (wide) throw dataError(`${this.file}:1`, "is UTF-16 or binary text", "save it as UTF-8 CSV");
    const text = this.raw();
    this.delimiter = delimiterOf(text).charCodeAt(0);
    this.onHeader(text);
  }

  private split(): void {
    const { buffer, to, delimiter } = this;
    let { begins, ends } = this;
    if (this.unquoted.size) this.unquoted.clear();
    let n = 0;
    let begin = this.from;
    for (let at = begin; ; at++) {
      let byte = 0;
      while (at < to && (byte = buffer[at]) !== delimiter && byte !== QUOTE) at++;
      if (at < to && byte === QUOTE) {
        at = this.endOfQuotes(at);
        if (at < to) continue;
      }
      let first = begin;
      let last = at;
      while (first < last && buffer[first] <= SPACE) first++;
      while (last > first && buffer[last - 1] <= SPACE) last--;
      if (n === begins.length) {
        this.widen();
        ({ begins, ends } = this);
      }
      begins[n] = first;
      ends[n] = last;
      if (last - first > 1 && buffer[first] === QUOTE) this.unquote(n);
      n++;
      if (at >= to) break;
      begin = at + 1;
    }
    this.count = n;
  }

  /** Position of the quote that closes the one at `at`; the end of the line when none does. */
  private endOfQuotes(at: number): number {
    const { buffer, to } = this;
    for (let i = at + 1; i < to; i++) {
      if (buffer[i] !== QUOTE) continue;
      if (buffer[i + 1] === QUOTE && i + 1 < to) i++;
      else return i;
    }
    return to;
  }

  /** Strips the quotes of a cell; one with quotes inside is kept as text. */
  private unquote(n: number): void {
    const { buffer } = this;
    const first = this.begins[n];
    const last = this.ends[n];
    const inner = buffer.subarray(first + 1, buffer[last - 1] === QUOTE ? last - 1 : last);
    if (!inner.includes(QUOTE)) {
      this.begins[n] = first + 1;
      this.ends[n] = first + 1 + inner.length;
      while (this.begins[n] < this.ends[n] && buffer[this.begins[n]] <= SPACE) this.begins[n]++;
      while (this.ends[n] > this.begins[n] && buffer[this.ends[n] - 1] <= SPACE) this.ends[n]--;
    } else this.unquoted.set(n, this.decoder.decode(inner).replaceAll('""', '"').trim());
  }

  private widen(): void {
    const widened = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const larger = new Int32Array(old.length * 2);
      larger.set(old);
      return larger;
    };
    this.begins = widened(this.begins);
    this.ends = widened(this.ends);
  }

  raw(): string {
    return this.decoder.decode(this.buffer.subarray(this.from, this.to));
  }

  text(column: number): string {
    if (column < 0) return "";
    if (this.unquoted.size && this.unquoted.has(column)) return this.unquoted.get(column)!;
    return this.recall(column)?.text ?? this.decode(column);
  }

  private decode(column: number): string {
    return this.decoder.decode(this.buffer.subarray(this.begins[column], this.ends[column]));
  }

  /** What is remembered of the column's text; undefined for long texts. */
  private recall(column: number, length = this.ends[column] - this.begins[column]): Remembered | undefined {
    if (length > REMEMBERED) return undefined;
    const { buffer } = this;
    const begin = this.begins[column];
    let known = this.memory[column];
    if (known && known.length === length) {
      const { bytes } = known;
      let i = 0;
      while (i < length && bytes[i] === buffer[begin + i]) i++;
      if (i === length) return known;
    }
    if (!known) this.memory[column] = known = { bytes: new Uint8Array(REMEMBERED), length: 0, text: "", day: undefined };
    for (let i = 0; i < length; i++) known.bytes[i] = buffer[begin + i];
    known.length = length;
    known.text = this.decoder.decode(buffer.subarray(begin, begin + length));
    known.day = undefined;
    return known;
  }

  blank(column: number): boolean {
    if (column < 0) return true;
    const begin = this.begins[column];
    if (begin === this.ends[column]) return true;
    const first = this.buffer[begin] | LOWER;
    return first === LETTER_N && isBlank(this.text(column));
  }

  scaled(column: number, digits: number): number {
    if (column < 0) return Number.NaN;
    const { buffer } = this;
    const end = this.ends[column];
    let at = this.begins[column];
    const negative = buffer[at] === MINUS && at < end;
    if (negative) at++;
    if (at === end) return this.slowly(column, digits);
    let value = 0;
    let seen = 0;
    let decimals = -1; // -1 before the dot
    let roundUp = 0;
    for (; at < end; at++) {
      const byte = buffer[at];
      if (byte === DOT && decimals < 0) {
        decimals = 0;
        continue;
      }
      if (byte < ZERO || byte > NINE || value >= EXACT) return this.slowly(column, digits);
      seen++;
      if (decimals >= digits) {
        if (decimals++ === digits && byte >= FIVE) roundUp = 1;
        continue;
      }
      value = value * 10 + (byte - ZERO);
      if (decimals >= 0) decimals++;
    }
    if (seen === 0) return Number.NaN;
    for (let d = decimals < 0 ? 0 : decimals; d < digits; d++) value *= 10;
    value += roundUp;
    return negative && value !== 0 ? -value : value;
  }

  private slowly(column: number, digits: number): number {
    return parseScaled(this.unquoted.get(column) ?? this.decode(column), digits);
  }

  rounded(column: number, digits: number): boolean {
    if (column < 0) return false;
    const { buffer } = this;
    const end = this.ends[column];
    for (let at = this.begins[column]; at < end; at++) {
      if (buffer[at] !== DOT) continue;
      return end - at - 1 > digits && wasRounded(this.text(column), digits);
    }
    return false;
  }

  day(column: number): number {
    if (column < 0) return Number.NaN;
    const known = this.unquoted.has(column) ? undefined : this.recall(column);
    if (!known) return parseDate(this.text(column));
    return (known.day ??= parseDate(known.text));
  }

  right(column: number): number {
    if (column < 0) return Number.NaN;
    const { buffer } = this;
    const begin = this.begins[column];
    const first = buffer[begin];
    const length = this.ends[column] - begin;
    // The usual spellings by their bytes: they change from row to row.
    if (first === 0x63 && length === 4 && buffer[begin + 1] === 0x61 && buffer[begin + 2] === 0x6c && buffer[begin + 3] === 0x6c) return CALL;
    if (first === 0x70 && length === 3 && buffer[begin + 1] === 0x75 && buffer[begin + 2] === 0x74) return PUT;
    if (length === 1 && first === 0x43) return CALL;
    if (length === 1 && first === 0x50) return PUT;
    return parseRight(this.text(column));
  }

  occ(column: number): OccSymbol | undefined {
    if (column < 0 || this.unquoted.has(column)) return parseOcc(this.text(column));
    const { buffer, occSymbol } = this;
    const split = this.ends[column] - OCC_TAIL;
    let rootEnd = split;
    while (rootEnd > this.begins[column] && buffer[rootEnd - 1] === SPACE) rootEnd--;
    if (rootEnd <= this.begins[column]) return undefined;
    const date = this.digits(split, 6);
    const right = buffer[split + 6] | 0x20; // lower case
    const strike = this.digits(split + 7, 8);
    if (date < 0 || strike < 0 || (right !== 0x63 && right !== 0x70)) return parseOcc(this.text(column));
    const expiry = occDayOf(date);
    if (Number.isNaN(expiry)) return undefined;
    occSymbol.root = this.recall(column, rootEnd - this.begins[column])?.text ?? this.text(column).slice(0, -OCC_TAIL).trim();
    occSymbol.expiry = expiry;
    occSymbol.right = right === 0x63 ? 0 : 1;
    occSymbol.strike = strike;
    return occSymbol;
  }

  private digits(at: number, count: number): number {
    let value = 0;
    for (let i = at; i < at + count; i++) {
      const byte = this.buffer[i];
      if (byte < ZERO || byte > NINE) return -1;
      value = value * 10 + (byte - ZERO);
    }
    return value;
  }
}

/** The last text of a column by its bytes, and what it means. */
interface Remembered {
  bytes: Uint8Array;
  length: number;
  text: string;
  /** Day number, once asked for. */
  day: number | undefined;
}

const DELIMITERS = [",", ";", "\t", "|"];

/** The delimiter that a header line uses most; a comma when none. */
export function delimiterOf(header: string): string {
  const counts = DELIMITERS.map((d) => header.split(d).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))];
}
