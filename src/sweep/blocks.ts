// What the planner says of compiled memory before anything is compiled: how large the tables of a batch can get, and into how many blocks of history they are cut.
import * as abi from "../../assembly/abi";
import { carriedBytes } from "../engine/carry";
import { LIMITS } from "../engine/limits";
import { MOST } from "./batch";
import type { Census } from "./plan";

export interface BlockPlan {
  /** Configs that are compiled for together, and their screens, at the most. */
  configs: number;
  screens: number;
  /** Bytes of tables for the whole history: of entries for sure, and if no two screens ever picked the same. */
  entryBytes: number;
  mostBytes: number;
  /** Bytes of tables that a block may have. */
  tableBytes: number;
  /** Blocks of history, between the two cases. */
  fewest: number;
  most: number;
  /** What a config carries from block to block, about, and how many carry at a time. */
  carriedBytes: number;
  carriedConfigs: number;
}

/** Bytes of a pick and its spread, and of a session of its life: mark and exit cost. */
const PICK_BYTES = abi.PICK_BYTES + abi.SP_SLOTS * 4 + 32;
const CELL_BYTES = 8;

/** For a space of that census over so many underlyings and sessions. */
export function blockPlan(census: Census, underlyings: number, sessions: number): BlockPlan {
  const configs = Math.min(census.configs, MOST);
  const screens = Math.min(census.screens, configs * census.sleeves);
  const cells = (census.pathSessions * screens) / Math.max(1, census.screens);
  const entryBytes = underlyings * sessions * screens * 4;
  const mostBytes = entryBytes + underlyings * sessions * (screens * PICK_BYTES + cells * CELL_BYTES);
  const { tableBytes, outputBytes } = LIMITS;
  const carried = carriedBytes(sessions, underlyings * census.sleeves);
  const fewest = Math.max(1, Math.ceil((2 * entryBytes) / tableBytes)); // entries get half the room
  return {
    configs, screens, entryBytes, mostBytes, tableBytes, fewest, most: Math.max(fewest, Math.ceil(mostBytes / tableBytes)),
    carriedBytes: carried, carriedConfigs: Math.min(configs, Math.max(1, Math.floor(outputBytes / carried))),
  };
}
