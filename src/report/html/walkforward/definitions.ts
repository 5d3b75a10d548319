import type { WalkForward } from "../../../walkforward";
import { metricDefinitions } from "../validation/cards";
import type { Definition } from "../validation/cards";
import { TRIALS_DEFINITIONS } from "../validation/trials";

/** Figures of the page that are neither metrics nor of the trials. */
const OWN: readonly Definition[] = [
  { term: "Stitched account", text: "the test windows one after another, each traded with what was chosen before it; where tests overlap, each day's return is the mean over the windows that hold it" },
  { term: "Training, validation, test", text: "the best configs on training are compared on validation; the one chosen trades the test, which takes no part in the choice" },
  { term: "WFE", text: "walk-forward efficiency: out-of-sample annual return / in-sample annual return, all windows together" },
  { term: "Rank correlation", text: "Spearman, training against test, over all configs; mean over windows" },
  { term: "Chosen beat", text: "share of all configs that did worse on the test than the chosen one, equals counting half; mean over windows" },
  { term: "Windows with a gain", text: "windows whose trades made a net profit, of all windows" },
  { term: "Return of a window", text: "net profit of its trades / initial equity" },
  { term: "Walk-forward ahead", text: "mean daily return of the walk-forward − that of the config held, × sessions of a year, with the 95 % interval and one-sided p-value of the stationary bootstrap" },
  { term: "First choice kept", text: "what the first window chose, held over all test windows" },
  { term: "Best in hindsight", text: "the config with the best metric over the out-of-sample span: nobody could have known it" },
  { term: "Cash", text: "no config kept the guards on training, or on validation: nothing is traded" },
  { term: "Place", text: "rank of the chosen config on training, 1 = best" },
  { term: "Entropy", text: "of the shares of the values chosen / its largest possible value: 0 = one value always, 1 = all equally often" },
  { term: "Consensus", text: "the config that most windows chose; no test result takes part" },
];

export const walkForwardDefinitions = ({ values, metric }: WalkForward): Definition[] => [...OWN, { term: metric.label, text: metric.definition }, ...metricDefinitions(values), ...TRIALS_DEFINITIONS];
