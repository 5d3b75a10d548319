// study.json and its tables → the page of a study.
import { studyPage } from "../../report/html/study/page";
import { readStudy } from "../../study/read";
import { STUDY_FILE } from "../../study/record";
import { lookedOf, resultFile, resultText } from "./files";

const AGAIN = "run mahler study again";

/** The page of a folder that mahler study wrote. */
export async function page(folder: string, document: Document): Promise<string> {
  const recorded = await readStudy(folder, await resultText(folder, STUDY_FILE, AGAIN), (name) => resultFile(folder, name, AGAIN));
  return studyPage({ recorded, looked: await lookedOf(folder) }, document);
}
