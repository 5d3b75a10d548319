import type { Chain } from "../store/partition";
import { CALL, PUT } from "../vendors/parse";
import type { SymbolStage } from "./intake";
import { STORED_FILE } from "./intake";
import { newRowStore } from "./rows";
import type { RowStore } from "./rows";

/** The rows of a stored partition as staged rows, so that new ones can join them. Their root index is the stage's. */
export function storedRows({ rows, blocks, days, tick, strikeUnit, roots }: Chain, stage: SymbolStage): RowStore {
  const length = rows.strike.length;
  const store = newRowStore(Math.max(length, 1));
  const { columns: c } = store;
  const rootIndex = roots.map((root) => {
    const known = stage.roots.indexOf(root);
    return known >= 0 ? known : stage.roots.push(root) - 1;
  });
  for (let d = 0; d < days.day.length; d++) {
    for (let b = days.blocksBegin[d]; b < days.blocksEnd[d]; b++) {
      for (let i = blocks.callsBegin[b]; i < blocks.end[b]; i++) {
        c.day[i] = days.day[d];
        c.spot[i] = days.spot[d];
        c.expiry[i] = blocks.expiry[b];
        c.vendorExpiry[i] = blocks.vendorExpiry[b];
        c.settlement[i] = blocks.settlement[b];
        c.rootIndex[i] = rootIndex[blocks.root[b]];
        c.right[i] = i < blocks.putsBegin[b] ? CALL : PUT;
      }
    }
  }
  for (let i = 0; i < length; i++) {
    c.strike[i] = rows.strike[i] * strikeUnit;
    c.bid[i] = rows.bid[i] * tick;
    c.ask[i] = rows.ask[i] * tick;
    c.openInterest[i] = rows.openInterest[i];
    c.volume[i] = rows.volume[i];
  }
  c.iv.set(rows.iv);
  c.delta.set(rows.delta);
  if (rows.flags) c.flags.set(rows.flags);
  c.minute.fill(-1);
  c.file.fill(STORED_FILE);
  store.length = length;
  return store;
}
