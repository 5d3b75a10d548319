// overfit.json and trials.json → the page of an overfitting check.
import { OVERFIT_FILE, TRIALS_FILE } from "../../overfit";
import { readOverfit } from "../../overfit/read";
import { overfitPage } from "../../report/html/overfit/page";
import { resultText } from "./files";

const AGAIN = "run mahler overfit again";

/** The page of a folder that mahler overfit wrote. */
export async function page(folder: string, document: Document): Promise<string> {
  const files = { [OVERFIT_FILE]: await resultText(folder, OVERFIT_FILE, AGAIN), [TRIALS_FILE]: await resultText(folder, TRIALS_FILE, AGAIN) } as const;
  return overfitPage(readOverfit(folder, files), document);
}
