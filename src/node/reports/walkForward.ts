// walkforward.json and stitched.arrow → the page of a walk-forward.
import { walkForwardPage } from "../../report/html/walkforward/page";
import { STITCHED_FILE, WALK_FORWARD_FILE } from "../../walkforward/files";
import { readWalkForward } from "../../walkforward/read";
import { lookedOf, resultFile, resultText } from "./files";

const AGAIN = "run mahler walk-forward again";

/** The page of a folder that mahler walk-forward wrote. */
export async function page(folder: string, document: Document): Promise<string> {
  const files = { [WALK_FORWARD_FILE]: await resultText(folder, WALK_FORWARD_FILE, AGAIN), [STITCHED_FILE]: await resultFile(folder, STITCHED_FILE, AGAIN) } as const;
  return walkForwardPage({ recorded: readWalkForward(folder, files), looked: await lookedOf(folder) }, document);
}
