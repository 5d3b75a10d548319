// Everything drawn beside the form, and when: curves and figures with every movement, trades and comparisons once it stops.
import type { Engine } from "./client";
import { fingerprintAt, keyOf } from "./cache";
import type { Result } from "./cache";
import { whenNear } from "./lazy";
import { luckOf, pboOf } from "./luck";
import { METRICS } from "../metrics/list";
import type { DatasetInfo, SpaceReply, Values } from "./protocol";
import { dataName } from "./share";
import { openTrials } from "./trials";
import type { Trials } from "./trials";
import { createCurvesView } from "./views/curves";
import type { Curve } from "./views/curves";
import { createDifferenceView } from "./views/difference";
import { byId } from "./views/dom";
import { createExitsView, createFunnelView } from "./views/exits";
import { createExportView } from "./views/export";
import { createInsideView } from "./views/inside";
import { createLookingView } from "./views/looking";
import { createMetricsView } from "./views/metrics";
import { createMonthsView } from "./views/months";
import { createSweepView } from "./views/sweep";
import { createTradesView } from "./views/trades";

export interface Shown {
  config: Values;
  result: Result;
}

export interface PanelEvents {
  config(): Values;
  /** Loads a config. */
  onPick(config: Values): void;
  onProblem(error: unknown): void;
  onSwept(reply: SpaceReply, configOf: (i: number) => Values): void;
}

export interface Panels {
  open(dataset: DatasetInfo): void;
  clear(): void;
  live(config: Values, result: Result, pinned: Shown | null): void;
  settled(config: Values, dataset: DatasetInfo, shown: Shown | null, pinned: Shown | null): Promise<void>;
  looked(trials: readonly { key: string; result: Result }[]): void;
  speed(backtestsPerSecond: number, framesPerSecond: number | null): void;
}

export const initialOf = (config: Values): number => Number(config.equity ?? 100_000);
export const curveOf = ({ config, result }: Shown): Curve => ({ days: result.days, equity: result.equity, initial: initialOf(config) });

export function createPanels(engine: Engine, { config: current, onPick, onProblem, onSwept }: PanelEvents): Panels {
  const metrics = createMetricsView(byId("metrics"));
  const curves = createCurvesView(byId("equity"));
  const months = createMonthsView(byId("months"));
  const exits = createExitsView(byId("exits"));
  const funnel = createFunnelView(byId("funnel"));
  const difference = createDifferenceView(byId("difference"));
  const inside = createInsideView(byId("inside"), engine, current, onProblem);
  const trades = createTradesView(byId("trades"), (trade) => {
    inside.trade(trade);
    byId("inside-title").scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  });
  const looking = createLookingView(byId("looking"));
  const exporting = createExportView(byId("export"), engine, onProblem);
  let opened: DatasetInfo | null = null;
  let trials: Trials | null = null;
  let lastPbo: number | null = null;
  let last: Shown | null = null;
  const sweep = createSweepView(byId("sweep"), engine, {
    config: current, onPick, onProblem, onSpace: () => walk.use((view) => view.refresh()),
    onDone(reply, configOf) {
      lastPbo = pboOf(reply, initialOf(current()));
      onSwept(reply, configOf);
    },
  });
  const walk = whenNear(byId("walk").closest("section")!, async () => {
    const { createWalkForwardView } = await import("./views/walkForward");
    return createWalkForwardView(byId("walk"), engine, {
      plane: sweep.plane, metric: sweep.metric, data: () => (opened ? dataName(opened) : ""), onPick,
      onLooked({ metrics: figures, fingerprints }, configOf) {
        for (let i = 0; i < fingerprints.length / 2; i++) trials?.add(keyOf(configOf(i)), { metrics: figures.subarray(i * METRICS.length, (i + 1) * METRICS.length), fingerprint: fingerprintAt(fingerprints, i) });
        look();
      },
    });
  }, onProblem);
  const look = (): void => {
    if (!trials || !last) return;
    looking.show({ trials: trials.count(), pbo: lastPbo, ...luckOf(last.result, initialOf(last.config), trials) });
  };
  return {
    open(dataset) {
      opened = dataset;
      trials = openTrials(storage(), dataset.hash);
    },
    clear() {
      [lastPbo, last] = [null, null];
      sweep.clear();
      walk.use((view) => view.clear());
    },
    live(config, result, pinned) {
      last = { config, result };
      trials?.add(keyOf(config), result); // what was seen, if only in passing
      metrics.show(result.metrics, pinned?.result.metrics ?? null);
      curves.show(curveOf(last), pinned && curveOf(pinned));
      months.show(result.days, result.equity, initialOf(config));
      exits(result.exits);
      funnel(result.reasons);
    },
    async settled(config, dataset, shown, pinned) {
      exporting.show(config, dataset, shown?.result.fingerprint ?? "");
      walk.use((view) => view.refresh());
      difference.show(shown && curveOf(shown), pinned && curveOf(pinned));
      try {
        const detail = await engine.ask("detail", { values: config });
        trades.show(detail);
        inside.show(detail);
      } catch (error) {
        onProblem(error);
      }
    },
    looked(list) {
      for (const { key, result } of list) trials?.add(key, result);
      look();
    },
    speed: looking.speed,
  };
}

/** The browser's store of the page, where it allows one. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
