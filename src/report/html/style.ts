// One style sheet for every page. Colours are variables, so that charts follow light, dark and print without being drawn again.
// Text colours have a contrast of at least 4.5 : 1 on their background, marks at least 3 : 1 (WCAG 2.1), tested in test/report/html.

export interface Palette {
  background: string;
  panel: string;
  text: string;
  muted: string;
  line: string;
  link: string;
  /** Missing and bad, doubtful, good. */
  bad: string;
  warn: string;
  good: string;
  /** Unordered series. Hues of Okabe and Ito, told apart by the colour-blind, adjusted for contrast. */
  series: readonly string[];
  /** Ordered series, first to last. */
  order: readonly string[];
  /** Amounts, little to much. */
  amount: readonly string[];
}

export const LIGHT: Palette = {
  background: "#ffffff", panel: "#f5f6f8", text: "#1b1f24", muted: "#57606a", line: "#d0d7de", link: "#0550ae", bad: "#b3261e", warn: "#9a4b00", good: "#1a6b2f",
  series: ["#0072b2", "#c24e00", "#00795a", "#a8437d", "#8a6d00", "#2b7fb3", "#57606a"],
  order: ["#440154", "#443983", "#31688e", "#217f7d", "#2a8a5b", "#5c8a1f", "#8a7a00"],
  amount: ["#6896ce", "#4a7fc0", "#2c63a6", "#123f78"],
};

export const DARK: Palette = {
  background: "#12161c", panel: "#1b212a", text: "#e6e9ee", muted: "#a3adba", line: "#38414d", link: "#7cb8ff", bad: "#ff8a80", warn: "#ffb15c", good: "#7ddb94",
  series: ["#56b4e9", "#f28e4b", "#2fbf96", "#e08bbb", "#e0c04a", "#9ad0f5", "#a3adba"],
  order: ["#b79cf0", "#8fa0ee", "#5fb3e6", "#3fc4bd", "#5fd08a", "#a8d84a", "#fde725"],
  amount: ["#4a6a94", "#6488bb", "#86abdc", "#b9d7fb"],
};

const variables = (p: Palette): string => {
  const lists = (["series", "order", "amount"] as const).flatMap((name) => p[name].map((colour, i) => `--${name}-${i + 1}: ${colour};`));
  const single = (["background", "panel", "text", "muted", "line", "link", "bad", "warn", "good"] as const).map((name) => `--${name}: ${p[name]};`);
  return [...single, ...lists].join(" ");
};

/** A CSS reference to a colour of the palette, usable as a fill or stroke. `n` counts from 1. */
export const colour = (name: "series" | "order" | "amount", n: number): string => `var(--${name}-${n})`;
export const role = (name: "text" | "muted" | "line" | "bad" | "warn" | "good" | "panel"): string => `var(--${name})`;

export const STYLE_SHEET = `
:root { color-scheme: light dark; ${variables(LIGHT)} }
@media (prefers-color-scheme: dark) { :root { ${variables(DARK)} } }
@media print { :root { ${variables(LIGHT)} color-scheme: light; } nav, .skip { display: none; } details { break-inside: avoid; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--background); color: var(--text); font: 15px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
header, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.5rem; } footer { padding: 2rem 1.25rem; color: var(--muted); font-size: .85rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; padding-top: .5rem; border-top: 1px solid var(--line); } h3 { font-size: 1rem; margin: 1.75rem 0 .5rem; }
p { margin: .5rem 0; max-width: 50rem; } .muted, figcaption, caption { color: var(--muted); } small { color: var(--muted); }
a { color: var(--link); } a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; } .skip:focus { left: 1rem; top: .5rem; background: var(--background); padding: .5rem; z-index: 1; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; margin: .75rem 0 0; }
.banner { border: 2px solid var(--warn); border-radius: .4rem; padding: .5rem .9rem; margin: 1rem 0 0; max-width: none; }
.banner strong { color: var(--warn); }
.scroll { overflow-x: auto; } .wide .chart { min-width: 42rem; }
table { border-collapse: collapse; font-size: .87rem; } caption { text-align: left; padding-bottom: .35rem; } caption span { display: inline-block; position: sticky; left: 0; max-width: min(50rem, calc(100vw - 2.5rem)); }
th, td { padding: .22rem .7rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; vertical-align: top; }
th { font-weight: 600; color: var(--muted); } tbody th { color: var(--text); font-weight: 500; }
.dense th, .dense td { padding: .22rem .42rem; } .dense thead th { white-space: normal; vertical-align: bottom; } .scroll + .scroll { margin-top: 1.1rem; }
.left { text-align: left; } td.wrap { white-space: normal; min-width: 16rem; text-align: left; }
.bad { color: var(--bad); } .warn { color: var(--warn); } .good { color: var(--good); }
figure { margin: 1rem 0; } figcaption { font-size: .87rem; max-width: 50rem; } figcaption strong { color: var(--text); font-size: .95rem; }
.chart { display: block; height: auto; max-width: 100%; --plot-background: var(--background); color: var(--muted); font-size: 12px; }
.chart text { white-space: pre; } .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(28rem, 100%), 1fr)); gap: 0 1.5rem; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1rem; padding: 0; margin: .35rem 0 .15rem; font-size: .82rem; color: var(--muted); }
.legend svg { width: .8rem; height: .8rem; vertical-align: -.08rem; margin-right: .35rem; }
.meter { display: inline-block; height: .65rem; background: var(--series-1); min-width: 1px; } td.bar { width: 12rem; text-align: left; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); gap: .25rem 2rem; } .cards dl { margin: .5rem 0; }
.cards.four { grid-template-columns: repeat(auto-fit, minmax(min(13.5rem, 100%), 1fr)); column-gap: 1.6rem; } .cards dt.group { font-weight: 600; border-bottom: 1px solid var(--line); margin-bottom: .2rem; } .cards dl div { display: flex; justify-content: space-between; gap: .75rem; font-size: .9rem; }
.cards dl div dt { white-space: nowrap; } .cards dd { margin: 0; text-align: right; font-weight: 600; white-space: nowrap; } .cards a { color: var(--muted); text-decoration-color: var(--line); } .why { display: block; white-space: normal; font-weight: 400; }
.heat td { min-width: 2.9rem; } .heat .up { background: color-mix(in srgb, var(--good) var(--tint), var(--background)); } .heat .down { background: color-mix(in srgb, var(--bad) var(--tint), var(--background)); } .heat .total { font-weight: 600; }
.swing { display: inline-block; position: relative; width: 8rem; height: .65rem; background: linear-gradient(var(--muted), var(--muted)) center / 1px 100% no-repeat; }
.swing i { position: absolute; top: 0; height: 100%; } .swing .up { left: 50%; background: var(--good); } .swing .down { right: 50%; background: var(--bad); }
.definitions { columns: 26rem 2; column-gap: 2.5rem; } .definitions dt { font-weight: 600; break-after: avoid; } .definitions dd { margin: 0 0 .6rem 1.2rem; break-inside: avoid; } .definitions dt:target { outline: 2px solid var(--link); outline-offset: 3px; }
.wrapped { display: inline-block; max-width: 18rem; white-space: normal; overflow-wrap: anywhere; } code { font-size: .92em; } td code, p code { overflow-wrap: anywhere; } td code { white-space: normal; } .command { background: var(--panel); padding: .7rem .9rem; border-radius: .4rem; overflow-x: auto; }
details { margin: .4rem 0; } summary { cursor: pointer; color: var(--link); } details > ul { margin: .3rem 0; padding-left: 1.2rem; }
@media print {
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } body { font-size: 12px; } figure, .cards, tr, pre { break-inside: avoid; } h2, h3, caption { break-after: avoid; }
  .scroll { overflow: visible; } .wide .chart { min-width: 0; } table { font-size: .8em; } th, td { padding: .1rem .3rem; } thead th, td.left { white-space: normal; } td.left { overflow-wrap: anywhere; } td.wrap { min-width: 8rem; } .heat td { min-width: 0; white-space: nowrap; }
  details table, .dense { font-size: .68em; } .swing { width: 4rem; } td.bar { width: 6rem; } a { color: inherit; text-decoration: none; }
}
`.trim();
