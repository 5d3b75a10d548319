// Requests of the page → the lab, one after another; a sweep and a walk-forward run beside them and stop when they are asked to, or when another begins.
import { plainError } from "../../sweep/protocol";
import type { PlainError } from "../../sweep/protocol";
import type { DatasetInfo, FromEngine, Kind, LabRequests, OpenRequest, OpenStep, ToEngine } from "../protocol";
import type { Lab } from "./lab";

export interface Opened {
  lab: Lab;
  info: DatasetInfo;
}

export type Post = (message: FromEngine, transfer: ArrayBuffer[]) => void;

/** A handler of the page's messages. `open` makes the lab; before that every other request is refused. */
export function serveLab(open: (request: OpenRequest, onStep: (step: OpenStep) => void) => Promise<Opened>, post: Post): (message: ToEngine) => Promise<void> {
  let lab: Lab | null = null;
  /** Work that runs beside the rest. */
  const underWay = new Map<"sweep" | "walk", AbortController>();
  const ready = (): Lab => {
    if (!lab) throw new Error("the lab is not open yet");
    return lab;
  };
  const begin = (what: "sweep" | "walk"): AbortSignal => {
    underWay.get(what)?.abort();
    const control = new AbortController();
    underWay.set(what, control);
    return control.signal;
  };
  const answer: { [K in Kind]: (request: LabRequests[K]["request"], id: number) => Promise<LabRequests[K]["reply"]> } = {
    async open(request, id) {
      for (const control of underWay.values()) control.abort();
      await lab?.close();
      lab = null;
      const opened = await open(request, (progress) => post({ id, progress }, []));
      lab = opened.lab;
      return opened.info;
    },
    space: (request) => ready().space(request),
    detail: async ({ values }) => ready().detail(values),
    day: async ({ values, day, symbol }) => ready().day(values, day, symbol),
    path: async ({ values, id }) => ready().path(values, id),
    report: async ({ values }) => ready().report(values),
    async sweep(request, id) {
      return ready().sweep(request, (progress) => post({ id, progress }, []), begin("sweep"));
    },
    async walk(request, id) {
      return ready().walk(request, (progress) => post({ id, progress }, []), begin("walk"));
    },
    async stop(what) {
      for (const [name, control] of underWay) if (what === null || what === name) control.abort();
    },
  };
  return async ({ id, kind, request }) => {
    try {
      const reply = await (answer[kind] as (request: unknown, id: number) => Promise<unknown>)(request, id);
      post({ id, reply }, buffersIn(reply));
    } catch (error) {
      post({ id, error: plainError(error) satisfies PlainError }, []);
    }
  };
}

/** Buffers of the typed arrays directly in a reply: handed over, not copied. */
function buffersIn(reply: unknown): ArrayBuffer[] {
  if (typeof reply !== "object" || reply === null) return [];
  const buffers = new Set<ArrayBuffer>();
  for (const value of Object.values(reply)) if (ArrayBuffer.isView(value) && value.byteLength > 0) buffers.add(value.buffer as ArrayBuffer);
  return [...buffers];
}
