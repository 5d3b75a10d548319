// causality.json → the page of a test for look-ahead.
import { CAUSALITY_FILE, readCausality } from "../../causality/read";
import { causalityPage } from "../../report/html/causality/page";
import { resultText } from "./files";

/** The page of a folder that mahler causality wrote. */
export const page = async (folder: string): Promise<string> => causalityPage(readCausality(folder, await resultText(folder, CAUSALITY_FILE, "run mahler causality again")));
