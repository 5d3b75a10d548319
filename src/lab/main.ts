// The page: one config, shown live. What is typed, dragged, dropped or in the address becomes a config; everything drawn follows from it.
import { originNotice } from "../report/origin";
import { STYLE_SHEET } from "../report/html/style";
import { keyOf, resultAt } from "./cache";
import type { Result } from "./cache";
import { droppedFiles } from "./dataset";
import { createLive } from "./live";
import { createMeter } from "./meter";
import { engine, onOpening, openMarket } from "./opening";
import { createPanels } from "./panels";
import type { DatasetInfo, Values } from "./protocol";
import { fromAddress, HASH_DIGITS, toAddress } from "./share";
import { createControls } from "./views/controls";
import type { Controls } from "./views/controls";
import { byId, whenQuiet } from "./views/dom";
import { createOpeningView } from "./views/opening";

const sheet = new CSSStyleSheet();
sheet.replaceSync(`@layer report { ${STYLE_SHEET} }`); // what lab.css says wins
document.adoptedStyleSheets = [sheet];

/** Milliseconds without a change after which the slower panels follow. */
const SETTLED = 180;

const status = byId("dataset");
const problem = byId("problem");
const opening = createOpeningView(byId("opening"));
onOpening(opening.step);
const meter = createMeter((backtests, frames) => panels.speed(backtests, frames));

let dataset: DatasetInfo | null = null;
let config: Values = {};
let base: Values = {};
let pinned: { config: Values; result: Result } | null = null;
let shown: { config: Values; result: Result } | null = null;
let controls: Controls | null = null;
let drawing = false;
let drawn = false;
const settled = whenQuiet(SETTLED);

const panels = createPanels(engine, { config: () => config, onPick: (picked) => change(picked, {}), onProblem: complain, onSwept: (reply, configOf) => panels.looked(Array.from({ length: reply.count }, (_, i) => ({ key: keyOf(configOf(i)), result: resultAt(reply, i) }))) });
const live = createLive(engine, { onResult: draw, onProblem: complain, onEvaluated: (configs, took) => meter.evaluated(configs, took) });

function say(state: "busy" | "ready" | "failed", text: string): void {
  status.dataset.state = state;
  status.textContent = text;
}

function complain(error: unknown): void {
  problem.hidden = error === null;
  problem.textContent = error instanceof Error ? error.message : String(error ?? "");
}

/** Takes keys into the config, or into another one that takes its place, and shows it. */
function change(patch: Values, onto: Values = config): void {
  config = { ...onto, ...patch };
  controls?.show(config, base);
  live.show(config);
}

/** However many results come within a frame, it draws the last. */
function draw(of: Values, result: Result): void {
  complain(null);
  if (!drawing) requestAnimationFrame(paint);
  drawing = true;
  shown = { config: of, result };
  settled(settle);
}

function paint(): void {
  drawing = false;
  if (!shown) return;
  meter.frame();
  panels.live(shown.config, shown.result, pinned);
  if (drawn) return;
  drawn = true;
  requestAnimationFrame(started);
}

/** The first curve is on the screen: how long it took since the page was asked for. */
function started(): void {
  const { startTime } = performance.mark("lab-first-curve");
  const rows = dataset?.symbols.reduce((sum, symbol) => sum + symbol.rows, 0) ?? 0;
  byId("started").textContent = `Opened ${(rows / 1e6).toFixed(1)} M quotes in ${((dataset?.opened ?? 0) / 1000).toFixed(1)} s; first curve ${(startTime / 1000).toFixed(1)} s after the page was asked for.`;
}

/** What need not follow every movement: the address, the trades, the comparison, the count of looks. */
function settle(): void {
  if (!dataset || !shown || keyOf(shown.config) !== keyOf(config)) return;
  history.replaceState(null, "", `#${toAddress({ values: config, data: dataset.hash.slice(0, HASH_DIGITS) })}`);
  panels.looked([{ key: keyOf(config), result: shown.result }]);
  void panels.settled(config, dataset, shown, pinned);
}

const openFiles = (files: readonly File[]): Promise<void> => open(openMarket({ files }), null);

async function open(asked: Promise<DatasetInfo>, wanted: Values | null): Promise<void> {
  say("busy", "Opening the market …");
  complain(null);
  live.clear();
  panels.clear();
  [shown, pinned] = [null, null];
  try {
    dataset = await asked;
    performance.mark("lab-opened");
  } catch (error) {
    dataset = null;
    say("failed", "No market is open.");
    return complain(error);
  } finally {
    opening.done();
  }
  const symbols = dataset.symbols.filter(({ first }) => first !== null).map(({ symbol }) => symbol);
  const rows = dataset.symbols.reduce((sum, symbol) => sum + symbol.rows, 0);
  say("ready", `${dataset.name} · ${symbols.join(", ")} · ${rows.toLocaleString("en-US")} quotes · opened in ${(dataset.opened / 1000).toFixed(1)} s${crossOriginIsolated ? "" : " · without shared memory"}`);
  const notice = originNotice(dataset.origin);
  byId("banner").hidden = notice === null && dataset.chains === null;
  byId("banner").textContent = notice ? `${notice.title}. ${notice.text}` : (dataset.chains?.remark ?? "");
  base = { ticker: symbols };
  config = { ...base, ...wanted };
  panels.open(dataset);
  controls = createControls(byId<HTMLFormElement>("controls"), symbols, { onGrab: (slider) => live.prefetch(slider, config), onChange: (patch, slider) => (slider && live.prefetch(slider, config), change(patch)) });
  change({});
}

byId("pin").addEventListener("click", ({ currentTarget }) => {
  pinned = pinned || !shown ? null : shown;
  (currentTarget as HTMLElement).setAttribute("aria-pressed", String(pinned !== null));
  (currentTarget as HTMLElement).textContent = pinned ? "Unpin" : "Pin this config";
  change({});
});
byId("reset").addEventListener("click", () => {
  config = base;
  change({});
});
byId("link").addEventListener("click", () => void navigator.clipboard?.writeText(location.href));
byId<HTMLInputElement>("files").addEventListener("change", ({ currentTarget }) => {
  const { files } = currentTarget as HTMLInputElement;
  if (files?.length) void openFiles(Array.from(files));
});
for (const type of ["dragenter", "dragover"] as const) {
  addEventListener(type, (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
  });
}
addEventListener("dragleave", (event) => event.relatedTarget === null && document.body.classList.remove("dropping"));
addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dropping");
  if (event.dataTransfer) void droppedFiles(event.dataTransfer).then(openFiles, complain);
});

/** Shows the market that is on its way, with the config in the address. */
export async function begin(first: Promise<DatasetInfo>): Promise<void> {
  const shared = fromAddress(location.hash);
  await open(first, shared?.values ?? null);
  if (dataset && shared?.data && !(dataset).hash.startsWith(shared.data)) complain(new Error("The link was made on another dataset: the same config, other numbers."));
}
