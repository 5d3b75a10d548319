// What windows of one range share beyond the market: screens compiled over the whole range, once windows have compiled them in pieces for long enough.
//
//   whole range   ├── entries, spreads, marks: compiled once ──────────────┤
//   windows            ├─ replay ─┤  ├─ replay ─┤  ├─ replay ─┤                a run begins flat, and spreads that live longer are cut at its end
import { isMemoryFull } from "../core/memory";
import type { PackedSpecs } from "../core/packed";
import { codesKey, replayOrder } from "./compiled";
import { compileBlock, openCompilation, placeSessions, type SessionTable } from "./compile";
import { LIMITS } from "./limits";
import type { Prepared } from "./prepare";
import { screening, type Family, type Screen, type Screening } from "./screens";
import { beginBlock, measureOne, openStage, replayOne, type Batch, type Tables } from "./stage";

/** Bytes of the core's memory for it. */
const LIBRARY_BYTES = 256 * 2 ** 20;
/** Windows compile a screen in pieces up to so much of the range before it is compiled whole: what is wasted when no window follows. */
const SHARE = 0.5;

/** A screen of a family. */
interface Shelf {
  /** Sessions that windows have compiled in pieces; −∞ when it cannot be compiled whole. */
  sessions: number;
  /** Per underlying, where the entry of session 0 lies; null = not compiled whole. */
  entries: number[] | null;
}

/** Compiled screens of a prepared market. They stay in the core's memory with it. */
export interface Library {
  shelves: Map<string, Shelf>;
  table: SessionTable | null;
  bytes: number;
}

export const emptyLibrary = (): Library => ({ shelves: new Map(), table: null, bytes: 0 });

/** The screens of a batch and where they stand. */
export interface Request {
  plan: Screening;
  shelfOf: Map<Screen, Shelf>;
}

export function requestOf(library: Library, packed: PackedSpecs): Request {
  const plan = screening(packed, 0, packed.count);
  const shelfOf = new Map<Screen, Shelf>();
  for (const family of plan.families) {
    for (const [key, screen] of family.screens) {
      const name = nameOf(family, key);
      const shelf = library.shelves.get(name) ?? { sessions: 0, entries: null };
      library.shelves.set(name, shelf);
      shelfOf.set(screen, shelf);
    }
  }
  return { plan, shelfOf };
}

const nameOf = (family: Family, screen: string): string => `${family.key} ${screen}`;

/** Says that a window of so many sessions compiles what the library lacks. */
export function noteWindow({ shelfOf }: Request, sessions: number): void {
  for (const shelf of shelfOf.values()) if (!shelf.entries) shelf.sessions += sessions;
}

/** True when the library holds all screens asked for. */
export const holds = ({ shelfOf }: Request): boolean => [...shelfOf.values()].every(({ entries }) => entries !== null);

/** Compiles what is missing over the whole range, if that pays by now and there is room. Yields now and then; whoever stops it leaves memory as it was. */
export function* stock(library: Library, prepared: Prepared, request: Request): Generator<void, void> {
  const sessions = prepared.timeline.day.length;
  const missing = [...request.shelfOf].filter(([, { entries }]) => !entries);
  if (missing.length === 0 || missing.some(([, shelf]) => shelf.sessions < SHARE * sessions)) return;
  const { arena } = prepared.core;
  const mark = arena.mark();
  let kept = false;
  try {
    const table = library.table ?? placeSessions(prepared);
    kept = yield* compileWhole(library, prepared, missingOf(request), table);
    if (kept) library.table = table;
    library.bytes += kept ? arena.mark() - mark : 0;
  } catch (error) {
    if (!isMemoryFull(error)) throw error;
  } finally {
    if (!kept) arena.release(mark);
  }
  if (!kept) for (const [, shelf] of missing) shelf.sessions = -Infinity;
}

/** The screens that the library lacks. */
function missingOf({ plan, shelfOf }: Request): Screening {
  const families = plan.families
    .map((family): Family => ({ ...family, screens: new Map([...family.screens].filter(([, screen]) => !shelfOf.get(screen)!.entries).map(([key, { sleeve }], index) => [key, { sleeve, index }])) }))
    .filter(({ screens }) => screens.size > 0);
  return { families, familyOf: [], screenOf: [], count: families.reduce((sum, { screens }) => sum + screens.size, 0) };
}

/** Compiles screens onto their shelves; false when the tables have no room or the market does not fit the compiled form. */
function* compileWhole({ shelves, bytes }: Library, prepared: Prepared, plan: Screening, table: SessionTable): Generator<void, boolean> {
  const sessions = prepared.timeline.day.length;
  const tableBytes = Math.min(LIBRARY_BYTES - bytes, prepared.core.arena.available / 4); // the rest is for batches
  const compilation = tableBytes > 0 ? openCompilation(prepared, plan, table, { ...LIMITS, tableBytes }) : null;
  if (!compilation || compilation.stride < sessions || (yield* compileBlock(compilation, 0)) !== sessions) return false;
  for (const family of plan.families) {
    const compilers = compilation.compilers.get(family.key)!;
    for (const [key, { index }] of family.screens) shelves.get(nameOf(family, key))!.entries = compilers.map(({ entries }) => entries + index * sessions * 4);
  }
  return true;
}

/** Replays and measures every config of the batch over its part of the range. The library holds all screens asked for. Yields now and then. */
export function* replayPart(batch: Batch & { part: { first: number; end: number } }, { table }: Library, { plan, shelfOf }: Request): Generator<void, void> {
  const { prepared, packed, part } = batch;
  const { arena } = prepared.core;
  const mark = arena.mark();
  try {
    const stage = openStage(batch, table!, 0, packed.count);
    beginBlock(prepared, stage, part.first, part.end, false);
    const keys = Array.from({ length: packed.count }, (_, i) => codesKey(plan, packed, i, 0));
    const placeOf: Tables["placeOf"] = (member, sleeve, u) => ({ entries: shelfOf.get(plan.screenOf[member * packed.sleeveCount + sleeve])!.entries![u], carried: 0 });
    for (const i of replayOrder(keys, 0)) {
      replayOne(batch, stage, { placeOf, keys, from: 0 }, i);
      measureOne(batch, stage, i);
      yield;
    }
  } finally {
    arena.release(mark);
  }
}
