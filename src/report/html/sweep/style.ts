import { HEAT_RULES, HEAT_VARIABLES } from "./palette";

/** What the page of a sweep adds to the style of every page. */
export const SWEEP_STYLE = `
${HEAT_VARIABLES}
.maps fieldset { border: 0; padding: 0; margin: .6rem 0; display: flex; flex-wrap: wrap; gap: .3rem; align-items: baseline; } .maps .single { display: none; }
.maps legend { float: left; width: 100%; font-size: .82rem; color: var(--muted); margin-bottom: .25rem; }
.maps label { display: inline-flex; align-items: center; gap: .35rem; border: 1px solid var(--line); border-radius: .35rem; padding: .12rem .55rem .12rem .4rem; font-size: .85rem; cursor: pointer; }
.maps label:has(:checked) { border-color: var(--link); box-shadow: inset 0 0 0 1px var(--link); font-weight: 600; } .maps label:has(:focus-visible) { outline: 3px solid var(--link); outline-offset: 2px; }
.maps input { accent-color: var(--link); margin: 0; }
.map { margin-top: 1rem; } .map > p { font-size: .87rem; color: var(--muted); } .map > p strong { color: var(--text); }
.cells td { min-width: 2.9rem; padding: .32rem .4rem; border: 1px solid var(--background); } .cells th { padding: .32rem .4rem; border: 0; } .cells thead th { white-space: nowrap; vertical-align: bottom; }
.cells tbody th { position: sticky; left: 0; background: var(--background); } .cells .peak { outline: 2px solid var(--text); outline-offset: -2px; font-weight: 600; } .cells .none { color: var(--muted); }
${HEAT_RULES}
.ramp { font-size: .82rem; color: var(--muted); display: flex; flex-wrap: wrap; gap: .2rem .6rem; align-items: center; } .ramp .bar { display: inline-flex; gap: .5rem; align-items: center; white-space: nowrap; } .ramp b { display: inline-flex; } .ramp i { width: 1.1rem; height: .7rem; }
.dense th, .dense td { padding: .22rem .5rem; } .dense thead th { white-space: normal; vertical-align: bottom; min-width: 3.4rem; }
.dense tbody th { position: sticky; left: 0; background: var(--background); }
.small { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); gap: 0 1.5rem; } .small figure { margin: .6rem 0; min-width: 0; }
@media print { .maps fieldset { display: none; } .map { break-inside: avoid; } .cells tbody th, .dense tbody th { position: static; } table.cells { font-size: .66em; } .dense table { font-size: .62em; } .cells th, .cells td, .cells thead th, .dense th, .dense td, .dense thead th { white-space: normal; overflow-wrap: anywhere; min-width: 0; padding: .1rem .2rem; } .small { grid-template-columns: repeat(3, 1fr); gap: 0 1rem; } figcaption, .legend, .ramp, .map > p { font-size: .9em; } figcaption strong { font-size: 1em; } }
`;
