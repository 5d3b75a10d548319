// Which parts of a spec decide what is picked: configs that agree in them share compiled tables.
import * as abi from "../../assembly/abi";
import type { PackedSpecs } from "../core/packed";

const ACCOUNT_SLOTS = [abi.A_WIDTH_SHARE, abi.A_WIDTH_FLOOR, abi.A_WIDTH_MAX, abi.A_SHORT_PUT_STRESS, abi.A_FREE_CLOSE, abi.A_EARLY_ASSIGNMENT, abi.A_DEEP_ITM_DELTA];
const FAMILY_SLOTS = [abi.S_STRUCTURE, abi.S_WIDTH_MODE, abi.S_WIDTHS, abi.S_WIDTH, abi.S_WIDTH + 1, abi.S_WIDTH + 2, abi.S_WIDTH + 3, abi.S_RANKING];
const SCREEN_SLOTS = [abi.S_MIN_DELTA, abi.S_MAX_DELTA, abi.S_MIN_DTE, abi.S_MAX_DTE, abi.S_MIN_CREDIT, abi.S_MIN_OI, abi.S_MIN_VOLUME];
/** Of a weighted score: the weights by regime, and the band that the DTE term is measured in. */
const WEIGHT_SLOTS = [abi.S_MIN_DTE, abi.S_MAX_DTE, ...Array.from({ length: 16 }, (_, i) => abi.S_WEIGHTS + i)];
/** Legs by structure number. */
const LEGS = [2, 2, 4, 1];

const join = (record: Float64Array, slots: readonly number[]): string => slots.map((slot) => record[slot]).join();

/** Sleeves that price and score spreads alike: one pass over a market serves all their screens. */
export interface Family {
  key: string;
  /** Of any member: what the family has in common can be read from them. */
  account: Float64Array;
  /** Distinct screens by key, with a sleeve record of each. */
  screens: Map<string, Screen>;
}

export interface Screen {
  sleeve: Float64Array;
  /** Position among the family's screens. */
  index: number;
}

export interface Screening {
  families: Family[];
  /** [config × sleeves + sleeve] */
  familyOf: Family[];
  screenOf: Screen[];
  /** Distinct screens of all families. */
  count: number;
}

/** Sorts the sleeves of configs [from, to) into families and screens. */
export function screening(packed: PackedSpecs, from: number, to: number): Screening {
  const families = new Map<string, Family>();
  const result: Screening = { families: [], familyOf: [], screenOf: [], count: 0 };
  for (let i = from; i < to; i++) {
    const account = packed.accounts.subarray(i * abi.A_SLOTS, (i + 1) * abi.A_SLOTS);
    const common = join(account, ACCOUNT_SLOTS);
    for (let k = i * packed.sleeveCount; k < (i + 1) * packed.sleeveCount; k++) {
      const sleeve = packed.sleeves.subarray(k * abi.S_SLOTS, (k + 1) * abi.S_SLOTS);
      const key = familyKey(account, common, sleeve);
      let family = families.get(key);
      if (!family) {
        family = { key, account, screens: new Map() };
        families.set(key, family);
        result.families.push(family);
      }
      const screenKey = join(sleeve, SCREEN_SLOTS);
      let screen = family.screens.get(screenKey);
      if (!screen) {
        screen = { sleeve, index: family.screens.size };
        family.screens.set(screenKey, screen);
        result.count++;
      }
      result.familyOf.push(family);
      result.screenOf.push(screen);
    }
  }
  return result;
}

function familyKey(account: Float64Array, common: string, sleeve: Float64Array): string {
  const ranking = sleeve[abi.S_RANKING];
  const own = ranking === abi.RANK_WEIGHTED ? join(sleeve, WEIGHT_SLOTS) : ranking === abi.RANK_TARGET_DELTA ? sleeve[abi.S_TARGET_DELTA] : "";
  return `${common}|${account[abi.A_FILL + LEGS[sleeve[abi.S_STRUCTURE]] - 1]}|${join(sleeve, FAMILY_SLOTS)}|${own}`;
}
