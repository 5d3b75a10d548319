import type { JudgedLayers } from "../../../layers";
import { metricDefinitions } from "../validation/cards";
import type { Definition } from "../validation/cards";
import { TRIALS_DEFINITIONS } from "../validation/trials";

/** Figures of the page that are neither metrics nor of the trials. */
const OWN: readonly Definition[] = [
  { term: "Layer", text: "a part of the trading system that can be left away: keys of the config, on or off" },
  { term: "In the system", text: "the full system with the layer against the full system without it" },
  { term: "Alone", text: "the base with the layer against the base, every other layer off" },
  { term: "Sharpe difference", text: "annual Sharpe ratio with the layer − without it, on the same sessions; paired: the same resampled days for both" },
  { term: "Interval", text: "studentised stationary block bootstrap of whole days" },
  { term: "Adjusted p", text: "two-sided p-value of the difference, corrected for all tests of the comparison; a dash: it rests on too few days to be judged" },
  { term: "Adds value, harms", text: "the Sharpe ratio is significantly higher (lower) with the layer after the correction, alone or in the system, and not the other way round in the other; both ways: it depends" },
  { term: "No evidence", text: "no significant difference in either context: it may still be there, below what this sample can show" },
  { term: "Inert", text: "every trade and every day's equity are the same with the layer and without it" },
  { term: "Winners missed, losers avoided", text: "trades that the layer prevented or shrank, matched by contract and day; dollars that they would have brought or lost more" },
  { term: "Replaced, exits changed, grown, new", text: "another contract on the same day; the same contract with another end; more contracts; trades only with the layer" },
  { term: "Lost, gained", text: "chances that open a position without the layer and not with it, and the reverse; by the reason that stopped them" },
  { term: "Years alike", text: "calendar years in which the Sharpe difference has the sign of the whole, of those in which there is one" },
  { term: "At the same risk", text: "the run with the layer scaled to the volatility of the one without it: change of its mean return a year, and its deepest fall" },
  { term: "Detectable", text: "smallest Sharpe difference that this sample shows with a chance of 80 %, in a test of its own and as one of the family" },
  { term: "Opened", text: "share of the chances (one session, one underlying, one sleeve) that opened a position" },
];

export const layersDefinitions = ({ runs }: JudgedLayers): Definition[] => [...OWN, ...metricDefinitions(runs[0].metrics), ...TRIALS_DEFINITIONS];
