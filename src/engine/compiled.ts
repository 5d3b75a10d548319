// Many configs over one prepared market: what they share is compiled once, then each is replayed and measured. Same bits as the day loop.
// History is compiled in blocks that fit the memory, most often in one; through several, configs are carried from block to block.
import * as abi from "../../assembly/abi";
import { isMemoryFull } from "../core/memory";
import type { PackedSpecs } from "../core/packed";
import { carriedBytes, openCarrier, type Carrier } from "./carry";
import { compileBlock, openCompilation, placeSessions, type Compilation } from "./compile";
import { LIMITS, type Limits } from "./limits";
import { screening, type Screening } from "./screens";
import { beginBlock, measureOne, openStage, replayOne, type Batch, type Stage, type Tables } from "./stage";

/** Fewer configs than this are not worth a compilation. */
const FEWEST = 3;
/** Smaller tables are not worth a try. */
const LEAST_TABLES = 2 ** 16;
/** Too much for the limits at once. */
const DIVIDE = -1;

/**
 * Evaluates configs [from, to) into the same rows. Returns the number of blocks that the history was compiled in, the most of any part of the configs; 0, having written
 * nothing of use, when the market does not fit the compiled form. Yields now and then, for callers that want to breathe or to stop.
 */
export function* evaluateCompiled(batch: Batch, limits: Limits = LIMITS, from = 0, to = batch.packed.count): Generator<void, number> {
  if (to - from < FEWEST) return 0;
  const { arena } = batch.prepared.core;
  for (let { tableBytes } = limits; tableBytes >= LEAST_TABLES; ) {
    const mark = arena.mark();
    try {
      const blocks = yield* inBlocks(batch, { ...limits, tableBytes }, from, to);
      if (blocks !== DIVIDE) return blocks;
      break;
    } catch (error) {
      if (!isMemoryFull(error)) throw error;
      tableBytes = Math.min(tableBytes, arena.mark() - mark) / 2; // the host gives less than was hoped for
    } finally {
      arena.release(mark);
    }
  }
  if (to - from < 2 * FEWEST) return 0;
  const middle = (from + to) >> 1;
  const first = yield* evaluateCompiled(batch, limits, from, middle);
  const second = first && (yield* evaluateCompiled(batch, limits, middle, to));
  return second && Math.max(first, second);
}

/** All configs through one block after the other, each compiled over the last. */
function* inBlocks(batch: Batch, limits: Limits, from: number, to: number): Generator<void, number> {
  const { prepared, packed } = batch;
  const sessions = prepared.timeline.day.length;
  const plan = screening(packed, from, to);
  const table = placeSessions(prepared);
  const stage = openStage(batch, table, from, to);
  const compilation = openCompilation(prepared, plan, table, limits);
  if (!compilation) return DIVIDE;
  const keys = Array.from({ length: to - from }, (_, k) => codesKey(plan, packed, from + k, from));
  const order = replayOrder(keys, from);
  const tooMuch = (bytes: number): boolean => bytes > limits.outputBytes && to - from >= 2 * FEWEST;
  let carrier: Carrier | undefined;
  for (let blocks = 1, first = 0; ; blocks++) {
    const end = yield* compileBlock(compilation, first);
    if (end === null) return 0;
    if (end === first) return DIVIDE;
    if (end < sessions && !carrier) {
      if (tooMuch((to - from) * carriedBytes(sessions, stage.chances))) return DIVIDE;
      carrier = openCarrier(prepared, stage, to - from);
    }
    beginBlock(prepared, stage, first, end, carrier !== undefined);
    const placeOf = blockPlaces(plan, compilation, packed.sleeveCount, first);
    for (const i of order) {
      if (first > 0) carrier?.resume(i - from);
      replayOne(batch, stage, { placeOf, keys, from }, i);
      if (end < sessions) carrier?.keep(i - from);
      else finishOne(batch, stage, carrier, i, from);
      yield;
    }
    if (end === sessions) return blocks;
    if (carrier && tooMuch(carrier.bytes())) return DIVIDE;
    first = end;
  }
}

/** Places in the tables of the block from session `first` on. */
function blockPlaces({ familyOf, screenOf }: Screening, { compilers, stride }: Compilation, sleeveCount: number, first: number): Tables["placeOf"] {
  return (member, sleeve, u) => {
    const at = member * sleeveCount + sleeve;
    const { entries, carried } = compilers.get(familyOf[at].key)![u];
    return { entries: entries + (screenOf[at].index * stride - first) * 4, carried };
  };
}

function finishOne(batch: Batch, stage: Stage, carrier: Carrier | undefined, i: number, from: number): void {
  carrier?.complete(i - from);
  measureOne(batch, stage, i);
}

/** Configs that share screens one after the other: their tables stay in the cache, their codes are built once. `keys` are those of configs `from` and following. */
export function replayOrder(keys: readonly string[], from: number): number[] {
  const ranks = new Map<string, number>();
  for (const key of keys) if (!ranks.has(key)) ranks.set(key, ranks.size);
  const rank = Int32Array.from(keys, (key) => ranks.get(key) as number);
  return Array.from(keys, (_, k) => k).sort((a, b) => rank[a] - rank[b] || a - b).map((k) => from + k);
}

/** What the code columns of a config depend on. */
export function codesKey(plan: Screening, packed: PackedSpecs, i: number, from: number): string {
  const account = i * abi.A_SLOTS;
  let key = String(packed.accounts[account + abi.A_LAST_ENTRY]);
  if (packed.accounts[account + abi.A_USE_REGIME] !== 0) {
    for (let label = 0; label < 8; label++) key += packed.accounts[account + abi.A_REGIME_MULTIPLIER + label] === 0 ? "0" : "1";
  }
  for (let k = 0; k < packed.sleeveCount; k++) {
    const at = (i - from) * packed.sleeveCount + k;
    const sleeve = (i * packed.sleeveCount + k) * abi.S_SLOTS;
    key += `|${plan.families.indexOf(plan.familyOf[at])}:${plan.screenOf[at].index}:${packed.sleeves[sleeve + abi.S_MIN_IV_PERCENTILE]}:${packed.sleeves[sleeve + abi.S_REQUIRE_IV]}`;
  }
  return key;
}
