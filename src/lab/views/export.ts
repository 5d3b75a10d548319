import type { Engine } from "../client";
import type { DatasetInfo, Values } from "../protocol";
import type { RecordedRun } from "../../results/readRun";
import { toCommands, toYaml } from "../share";
import { element } from "./dom";

export interface ExportView {
  show(config: Values, dataset: DatasetInfo, fingerprint: string): void;
}

/** The page of a run, made here: nothing is asked of a server. */
async function pageOf(run: RecordedRun): Promise<string> {
  const { backtestPage } = await import("../../report/html/backtest/page");
  // A document of its own: this page's policy forbids the styles that charts are drawn with before they become text.
  return backtestPage(run, document.implementation.createHTMLDocument(""));
}

/** The config as YAML and as a command, to copy or to keep as a file. */
export function createExportView(host: HTMLElement, engine: Engine, onProblem: (error: unknown) => void): ExportView {
  let config: Values = {};
  const [yaml, command] = [element("pre", { id: "yaml", tabindex: 0 }), element("pre", { id: "command", tabindex: 0 })];
  const copy = (id: string, of: HTMLElement): HTMLButtonElement => {
    const button = element("button", { type: "button", id }, "Copy");
    button.addEventListener("click", () => void navigator.clipboard?.writeText(of.textContent ?? ""));
    return button;
  };
  const keep = element("button", { type: "button", id: "save-yaml" }, "Save as lab.yaml");
  keep.addEventListener("click", () => save("lab.yaml", yaml.textContent ?? "", "application/yaml"));
  const report = element("button", { type: "button", id: "save-report" }, "Save the report as HTML");
  report.addEventListener("click", () => void engine.ask("report", { values: config }).then(pageOf).then((page) => save("report.html", page, "text/html"), onProblem));
  const print = element("code", { id: "fingerprint" });
  host.replaceChildren(
    element("p", {}, "Hash of the trade list: ", print, element("span", { class: "muted" }, " (the fingerprint column of mahler sweep)")),
    element("h3", {}, "As a config file"), yaml, element("div", { class: "row" }, copy("copy-yaml", yaml), keep, report),
    element("h3", {}, "The same bits in a terminal"), command, element("div", { class: "row" }, copy("copy-command", command)),
  );
  return {
    show(now, dataset, fingerprint) {
      config = now;
      print.textContent = fingerprint;
      yaml.textContent = toYaml(config, `${dataset.name} (${dataset.hash.slice(0, 12)})`);
      command.textContent = toCommands(config, dataset);
    },
  };
}

/** Hands a text to the user as a file. */
export function save(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = element("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
