import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectFiles, read, ROOT } from "./project";

/** Markdown files of the project that exist. */
export const markdownFiles = (): string[] => projectFiles().filter((file) => file.endsWith(".md") && existsSync(join(ROOT, file)));

/** Commands of a file's ```sh blocks, one per line or `&&`, without comments, prompts and environment settings. */
export function shellCommands(file: string): string[] {
  const blocks = [...read(file).matchAll(/^```sh\n([\s\S]*?)^```/gm)].map((match) => match[1]);
  return blocks
    .flatMap((block) => block.replace(/\\\n/g, " ").split("\n"))
    .flatMap((line) => line.replace(/(^|\s)#.*$/, "").split("&&"))
    .map((command) => command.trim().replace(/^\$ /, "").replace(/^(\w+=\S+ )+/, ""))
    .filter((command) => command !== "");
}

const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");

/** Targets of a file's links that are not on the web. */
export function localLinks(file: string): string[] {
  return [...withoutCode(read(file)).matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)].map((match) => match[1]).filter((target) => !/^[a-z]+:/.test(target));
}

/** Anchors of a file's headings, as GitHub makes them. */
export function anchors(file: string): string[] {
  const headings = [...read(file).replace(/^```[\s\S]*?^```/gm, "").matchAll(/^#+ (.*)$/gm)].map((match) => match[1]);
  return headings.map((heading) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").trim().replace(/ /g, "-"));
}
