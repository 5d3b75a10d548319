import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Arena } from "../../src/core/memory";
import type { Market, Underlying } from "../../src/market/types";
import { directorySource } from "../../src/node/files";
import { importChains } from "../../src/node/import";
import type { ImportOptions } from "../../src/node/import";
import type { Manifest, SymbolEntry } from "../../src/store/manifest";
import { readDataset } from "../../src/store/read";

export const HEADER = "underlying,underlying_last,optionroot,type,expiration,quotedate,strike,last,bid,ask,volume,openinterest,impliedvol,delta,gamma,theta,vega,optionalias";

export interface Contract {
  underlying?: string;
  root?: string;
  day?: string;
  expiry?: string;
  /** The symbol's own date; default the expiry. */
  symbolExpiry?: string;
  right?: "call" | "put";
  strike?: number;
  bid?: number | string;
  ask?: number | string;
  iv?: number | string;
  delta?: number | string;
  spot?: number;
}

/** One line of the L2 layout; defaults are a clean SPY put. */
export function line(contract: Contract = {}): string {
  const { root = "SPY", underlying = root, day = "2021-01-04", expiry = "2021-01-29", symbolExpiry = expiry, right = "put", strike = 350, bid = 2.76, ask = 2.78, iv = 0.288, delta = right === "put" ? -0.178 : 0.8, spot = 368.79 } = contract;
  const symbol = `${root}${symbolExpiry.slice(2).replaceAll("-", "")}${right === "put" ? "P" : "C"}${String(Math.round(strike * 1000)).padStart(8, "0")}`;
  return [underlying, spot, symbol, right, expiry, day, strike, 0, bid, ask, 10, 20, iv, delta, 0.01, -0.1, 0.3, symbol].join(",");
}

export const csv = (...lines: string[]): string => [HEADER, ...lines, ""].join("\n");

/** Import options with short forms: one bars file, one symbol. */
export interface RunOptions extends Omit<Partial<ImportOptions>, "bars"> {
  bars?: string | string[];
  symbol?: string;
}

export interface Workshop {
  root: string;
  /** Writes a file and returns its path; `.gz` names are compressed. */
  put(name: string, content: string | Uint8Array): string;
  /** Imports files into `<root>/out`, replacing what is there unless told otherwise. */
  run(files: string[], options?: RunOptions): Promise<{ market: Market; underlying: Underlying; entry: SymbolEntry; manifest: Manifest; notes: string[] }>;
  close(): void;
}

/** A temporary folder to import in. */
export function workshop(): Workshop {
  const root = mkdtempSync(join(tmpdir(), "mahler-import-"));
  const out = join(root, "out");
  return {
    root,
    put(name, content) {
      const path = join(root, name);
      writeFileSync(path, name.endsWith(".gz") && typeof content === "string" ? gzipSync(content) : content);
      return path;
    },
    async run(files, { bars, symbol, ...options } = {}) {
      const { manifest, notes } = await importChains({ files, out, replace: true, bars: typeof bars === "string" ? [bars] : bars, symbols: symbol === undefined ? undefined : [symbol], ...options });
      const market = await readDataset(directorySource(out), new Arena(new WebAssembly.Memory({ initial: 1, maximum: 65_536 }), 0));
      return { market, underlying: market.underlyings[0], entry: manifest.symbols[0], manifest, notes };
    },
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Sum of the quarantine counts. */
export const aside = (entry: SymbolEntry): number => Object.values(entry.provenance.fate!.quarantined).reduce((a, b) => a + b, 0);
