import type { Study } from "../types";
import { deltasIv } from "./deltasIv";
import { exits } from "./exits";
import { multiTicker } from "./multiTicker";
import { portfolioLimits } from "./portfolioLimits";
import { regimeMultipliers } from "./regimeMultipliers";
import { slippage } from "./slippage";
import { stress } from "./stress";

/** Every study, in the order of lists; each has a file of its name in config/studies. */
export const STUDIES: readonly Study[] = [regimeMultipliers, portfolioLimits, multiTicker, slippage, stress, exits, deltasIv];

/** The study of that name. */
export const studyOf = (name: string): Study | undefined => STUDIES.find((study) => study.name === name);
