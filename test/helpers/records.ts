// Raw records of a run as rows of numbers, indexed by the slots of assembly/abi.ts.
import { EQ_STRIDE, TRADE_STRIDE } from "../../assembly/abi";
import type { RunOutput } from "../../src/engine/types";

const rows = (records: Float64Array, stride: number): Float64Array[] =>
  Array.from({ length: records.length / stride }, (_, row) => records.subarray(row * stride, (row + 1) * stride));

export const tradesOf = ({ trades }: RunOutput): Float64Array[] => rows(trades, TRADE_STRIDE);
export const equityOf = ({ equity }: RunOutput): Float64Array[] => rows(equity, EQ_STRIDE);
