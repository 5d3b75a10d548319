// Colours of cells from worse to better. Blue and orange are told apart by the colour-blind; steps are even in lightness (Oklab), so that order is
// seen without hue. The page's text keeps a contrast of 4.5 : 1 on each of them (tested).

export interface HeatPalette {
  /** Above zero, or towards the better end: little to much. */
  up: readonly string[];
  /** Below zero. */
  down: readonly string[];
}

export const HEAT_LIGHT: HeatPalette = { up: ["#e4f0fa", "#c2ddf4", "#a1c9ed", "#7eb6e5", "#5aa2dd"], down: ["#fcebdd", "#f9d3b9", "#f5bb95", "#f0a36f", "#ea8a45"] };
export const HEAT_DARK: HeatPalette = { up: ["#182634", "#1b344c", "#1d4364", "#1e527e", "#1d6299"], down: ["#2a1d14", "#432816", "#5d3216", "#783d13", "#94480c"] };

/** Steps on either side. */
export const STEPS = HEAT_LIGHT.up.length;

const variables = ({ up, down }: HeatPalette): string => [...up.map((colour, i) => `--u${i + 1}: ${colour};`), ...down.map((colour, i) => `--d${i + 1}: ${colour};`)].join(" ");

export const HEAT_VARIABLES = `:root { ${variables(HEAT_LIGHT)} }
@media (prefers-color-scheme: dark) { :root { ${variables(HEAT_DARK)} } }
@media print { :root { ${variables(HEAT_LIGHT)} } }`;

/** Rules for the classes u1 … u5 and d1 … d5. */
export const HEAT_RULES = [..."ud"].flatMap((side) => HEAT_LIGHT.up.map((_, i) => `.${side}${i + 1} { background: var(--${side}${i + 1}); }`)).join(" ");
