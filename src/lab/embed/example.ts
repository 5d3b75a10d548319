import { equityCurve, Mahler } from "mahler/browser";
import core from "mahler/core.wasm?url";

const mahler = await Mahler.open({ dataset: "../data", core });
const { ledger, metrics, range } = mahler.backtest({ max_delta: 0.2, profit_target: 50 });
const { equity } = equityCurve(ledger);
const [low, high] = [Math.min(...equity), Math.max(...equity)];
const points = Array.from(equity, (value, t) => `${(600 * t) / equity.length},${150 - (150 * (value - low)) / (high - low)}`);
document.querySelector("#curve")!.setAttribute("points", points.join(" "));
document.querySelector("#result")!.textContent = `${range.start} … ${range.end}: ${metrics.values.trades.value} trades, Sharpe ${metrics.values.sharpe.value?.toFixed(2)}`;
