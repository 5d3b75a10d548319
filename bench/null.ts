// False discoveries and power of the validation pipeline on the embedded generator, over many worlds.
import type { Core } from "../src/core/core";
import { loadCore } from "../test/helpers/core";
import { planted, powerOfZ, share, shareError, verdicts } from "../test/pipeline/verdicts";
import type { Verdicts } from "../test/pipeline/verdicts";
import { world } from "../test/pipeline/world";

/** A put credit spread without stop, named before any data are seen. */
export const NAMED = 3;
const REPLICATES = 499;

/** Verdicts on worlds first … first + count − 1. */
async function lives(core: Core, count: number, riskPremium: number, delta = 0): Promise<Verdicts[]> {
  const out: Verdicts[] = [];
  for (let seed = 1; seed <= count; seed++) {
    const { returns } = await world(core, { seed, riskPremium });
    out.push(verdicts(delta === 0 ? returns : planted(returns, NAMED, delta), { seed, replicates: REPLICATES, named: NAMED }));
  }
  return out;
}
export { lives };
