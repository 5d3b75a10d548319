// Results of validations as their files, and the pages made of the files.
import { createTally } from "../../../src/ledger";
import type { LayersResult } from "../../../src/layers";
import { readLayersResult } from "../../../src/layers/read";
import { EQUITY_FILE, equityCsv, LAYERS_FILE, layersRecord } from "../../../src/layers/record";
import type { Market } from "../../../src/market/types";
import { lookedAccount, lookedText, OVERFIT_FILE, overfitFiles, readLooked, TRIALS_FILE } from "../../../src/overfit";
import type { AccountReturns, FinishedOverfit, Looked } from "../../../src/overfit";
import { readOverfit } from "../../../src/overfit/read";
import { headlessDocument } from "../../../src/report/html/headless";
import { layersPage } from "../../../src/report/html/layers/page";
import { overfitPage } from "../../../src/report/html/overfit/page";
import { studyPage } from "../../../src/report/html/study/page";
import { walkForwardPage } from "../../../src/report/html/walkforward/page";
import { verdictLines } from "../../../src/report/layersVerdict";
import type { SweepRecord } from "../../../src/results/sweepRecord";
import type { Manifest } from "../../../src/store/manifest";
import { readStudy } from "../../../src/study/read";
import { STUDY_FILE, studyFiles, studyRecord } from "../../../src/study/record";
import type { StudyResult } from "../../../src/study/run";
import { describeSpace } from "../../../src/sweep/space";
import type { Space } from "../../../src/sweep/types";
import { isoDate } from "../../../src/units";
import type { WalkForward } from "../../../src/walkforward";
import { STITCHED_FILE, WALK_FORWARD_FILE, walkForwardFiles } from "../../../src/walkforward/files";
import { readWalkForward } from "../../../src/walkforward/read";
import { grid } from "../../sweep/support";
import { trials } from "../../ledger/samples";

export type Files = Record<string, Uint8Array | string>;
export type Origin = Market["origin"];

const CORE = "0".repeat(64);
const MANIFEST = { symbols: [], curves: {}, parameters: { seed: 7 } } as unknown as Manifest;
const dataOf = (origin: Origin): SweepRecord["data"] => ({ path: "data/tiny", name: "tiny", origin, parameters: { seed: 7 }, files: { "SPY/bars.arrow": "1".repeat(64) } });
const recordOf = (space: Space, origin: Origin) => ({ mahler: { version: "0.0.0", abi: 1, core: CORE }, space: describeSpace(space), data: dataOf(origin) });

/** A ledger of 300 trials. */
function count() {
  const tally = createTally();
  tally.add(trials(0, 300, { sharpe: (n) => (n % 7) / 10 }));
  return tally.count();
}

export const lookedOf = (command: string, account: AccountReturns | null): Looked => ({ command, count: count(), account: account && lookedAccount(account, count()) });

const text = (files: Files, name: string): string => (typeof files[name] === "string" ? files[name] : new TextDecoder().decode(files[name]));
const bytes = (files: Files, name: string): Uint8Array => (typeof files[name] === "string" ? new TextEncoder().encode(files[name]) : files[name]);
const looked = (files: Files, folder: string): Looked | null => (TRIALS_FILE in files ? readLooked(text(files, TRIALS_FILE), `${folder}/${TRIALS_FILE}`) : null);

export function layersFiles(result: LayersResult): Files {
  const record = layersRecord(result, verdictLines(result), { path: "data/tiny", manifest: MANIFEST, core: CORE });
  return { [LAYERS_FILE]: JSON.stringify(record), [EQUITY_FILE]: equityCsv(result, isoDate), [TRIALS_FILE]: lookedText(lookedOf("mahler layers", { ...result.account, name: "the system" })) };
}

export const layersOf = (files: Files, folder = "out/layers"): string =>
  layersPage({ recorded: readLayersResult(folder, { [LAYERS_FILE]: text(files, LAYERS_FILE), [EQUITY_FILE]: text(files, EQUITY_FILE) }), looked: looked(files, folder) }, headlessDocument());

export const walkFiles = (result: WalkForward, space: Space, origin: Origin = "simulated"): Files => ({
  ...walkForwardFiles(result, recordOf(space, origin)),
  [TRIALS_FILE]: lookedText(lookedOf("mahler walk-forward grid", { name: "the stitched account", returns: result.stitched.equity.map((value, t) => value / (t === 0 ? result.initial : result.stitched.equity[t - 1]) - 1), sessionsPerYear: 252 })),
});

export const walkOf = (files: Files, folder = "out/walk"): string =>
  walkForwardPage({ recorded: readWalkForward(folder, { [WALK_FORWARD_FILE]: text(files, WALK_FORWARD_FILE), [STITCHED_FILE]: bytes(files, STITCHED_FILE) }), looked: looked(files, folder) }, headlessDocument());

/** A space of three profit targets. */
export const TARGET_SPACE = grid({ profit_target: [35, 65, 80] }, { ticker: "SPY", min_credit: 3 });

export const overfitFilesOf = (finished: FinishedOverfit, origin: Origin = "simulated"): Files => overfitFiles(finished, recordOf(TARGET_SPACE, origin), "mahler overfit grid");

export const overfitOf = (files: Files, folder = "out/overfit"): string => overfitPage(readOverfit(folder, { [OVERFIT_FILE]: text(files, OVERFIT_FILE), [TRIALS_FILE]: text(files, TRIALS_FILE) }), headlessDocument());

export const studyFilesOf = (result: StudyResult): Files => ({
  ...studyFiles(result, studyRecord(result, { path: "data/tiny", manifest: MANIFEST, core: CORE })), [TRIALS_FILE]: lookedText(lookedOf(`mahler study ${result.definition.name}`, result.leading)),
});

export async function studyOf(files: Files, folder = "out/study"): Promise<string> {
  const recorded = await readStudy(folder, text(files, STUDY_FILE), async (name) => bytes(files, name));
  return studyPage({ recorded, looked: looked(files, folder) }, headlessDocument());
}
