import coreUrl from "../../../dist/core.wasm?url";
import { Mahler } from "../../browser";

const result = document.querySelector<HTMLElement>("#result")!;
try {
  const mahler = await Mahler.open({ dataset: new URL("../data/", location.href), core: new URL(coreUrl, location.href) });
  const { metrics, range } = mahler.backtest({ max_delta: 0.2, profit_target: 50 });
  result.textContent = `${range.start} … ${range.end}: ${metrics.values.trades.value} trades, Sharpe ${metrics.values.sharpe.value?.toFixed(2)}`;
} catch (error) {
  result.textContent = String(error);
}
