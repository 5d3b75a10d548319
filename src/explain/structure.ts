// What a structure costs to trade and what a lone short put is taken to risk. docs/engine.md §1.
import type { AccountSpec, Structure } from "../strategy/spec";
import { strikePrice } from "./chain";

/** Risk basis of a lone short put: its strike after the assumed fall. */
export const stressedStrike = (strike: number, { shortPutStress }: AccountSpec): number => Math.floor((strikePrice(strike) * shortPutStress) / 1e4 + 0.5);

const LEGS: Record<Structure, number> = { "put-credit-spread": 2, "call-credit-spread": 2, "iron-condor": 4, "short-put": 1 };

/** Legs of a structure as opened. */
export const legCount = (structure: Structure): number => LEGS[structure];

/** Fill fraction × 1e4 of every order in a structure. */
export const fillFraction = (structure: Structure, account: AccountSpec): number => account.fill[legCount(structure) - 1];
