// mahler data info: what a dataset holds, as text, JSON or a page.
import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { MahlerError } from "../errors";
import { ALL_CHECKS, FAULTS, dataInfo, dataInfoWithPictures } from "../node/info";
import { dataInfoText } from "../report/data/text";
import type { DataInfo } from "../report/data/info";

interface InfoFlags {
  json?: boolean;
  quiet?: boolean;
  /** True without a list. */
  check?: boolean | string;
  html?: string;
}

/** `mahler data info DIR`. */
export function infoCommand(): Command {
  return new Command("info")
    .description("show what a dataset holds: coverage by year, fates of rows, forwards, widths, what the checks find")
    .argument("<dir>", "dataset folder")
    .option("--check [ids]", "run every check, or those named (comma-separated), and name the worst cases")
    .option("--html <file>", "write a page with calendar, surfaces and findings; implies every check")
    .option("--json", "print the report as JSON")
    .option("--quiet", "print nothing but errors")
    .addHelpText("after", `
Examples:
  mahler data info data/spx2019
  mahler data info data/spx2019 --check stale_day,vertical,parity
  mahler data info data/spx2019 --html spx2019.html

Checks: ${ALL_CHECKS.join(", ")}.
Without --check only those run that name what cannot be right. What each means: docs/quality.md.`)
    .action(async (dir: string, flags: InfoFlags) => {
      const info = flags.html === undefined ? await dataInfo(dir, { checks: checksOf(flags) }) : await writePage(dir, flags.html, checksOf(flags));
      print(info, flags);
    });
}

function checksOf({ check, html }: InfoFlags): readonly string[] {
  if (typeof check === "string") return check.split(",").map((id) => id.trim());
  return check === true || html !== undefined ? ALL_CHECKS : FAULTS;
}

/** Writes the page; the chart library is loaded here and nowhere else. */
async function writePage(dir: string, file: string, checks: readonly string[]): Promise<DataInfo> {
  const { info, pictures } = await dataInfoWithPictures(dir, { checks });
  const [{ dataPage }, { headlessDocument }] = await Promise.all([import("../report/html/data/page"), import("../report/html/headless")]);
  const html = dataPage(info, pictures, headlessDocument());
  await writeFile(file, html).catch((cause: unknown) => {
    throw new MahlerError("io", `--html ${file}`, `cannot be written (${(cause as Error).message})`, "name a file in a folder that exists", { cause });
  });
  return info;
}

function print(info: DataInfo, { json, quiet, check, html }: InfoFlags): void {
  if (quiet) return;
  if (json) return void process.stdout.write(`${JSON.stringify(info, null, 2)}\n`);
  const colour = process.stdout.isTTY === true && !process.env.NO_COLOR;
  process.stdout.write(dataInfoText(info, { columns: process.stdout.columns ?? 90, colour, details: check !== undefined }));
  if (html !== undefined) process.stdout.write(`\npage: ${html}\n`);
}
