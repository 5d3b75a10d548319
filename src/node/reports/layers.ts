// layers.json and equity.csv → the page of a comparison of layers.
import { readLayersResult } from "../../layers/read";
import { EQUITY_FILE, LAYERS_FILE } from "../../layers/record";
import { layersPage } from "../../report/html/layers/page";
import { lookedOf, resultText } from "./files";

const AGAIN = "run mahler layers again";

/** The page of a folder that mahler layers wrote. */
export async function page(folder: string, document: Document): Promise<string> {
  const files = { [LAYERS_FILE]: await resultText(folder, LAYERS_FILE, AGAIN), [EQUITY_FILE]: await resultText(folder, EQUITY_FILE, AGAIN) } as const;
  return layersPage({ recorded: readLayersResult(folder, files), looked: await lookedOf(folder) }, document);
}
