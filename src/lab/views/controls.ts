// The form: sliders, tickers, switches. It changes the config and says so; what follows is not its business.
import type { Values } from "../protocol";
import { GROUPS, DEFAULTS, positionOf, SLIDERS } from "../sliders";
import type { Group, Slider } from "../sliders";
import { element } from "./dom";

export interface ControlEvents {
  /** A slider is about to be moved. */
  onGrab(slider: Slider): void;
  /** Keys that changed, by a slider or by something else. */
  onChange(patch: Values, slider: Slider | null): void;
}

export interface Controls {
  show(config: Values, base: Values): void;
}

const SWITCHES: readonly { key: string; label: string; group: Group; options: readonly [value: string, text: string][] }[] = [
  { key: "strategy", label: "Structure", group: "Entry", options: [["put-credit-spread", "put credit spread"], ["call-credit-spread", "call credit spread"], ["iron-condor", "iron condor"], ["short-put", "short put"]] },
  { key: "use_regime_sizing", label: "Size by regime", group: "Regime", options: [["off", "off"], ["on", "on"]] },
  { key: "breakers", label: "Loss breakers", group: "Size and limits", options: [["off", "off"], ["on", "on"]] },
];

/** Fills the form. */
export function createControls(form: HTMLFormElement, symbols: readonly string[], { onGrab, onChange }: ControlEvents): Controls {
  let config: Values = {};
  form.addEventListener("submit", (event) => event.preventDefault());
  const tickers = symbols.map((symbol) => element("input", { type: "checkbox", value: symbol, id: `ticker-${symbol}` }));
  const chosen = (): string[] => tickers.filter((box) => box.checked).map((box) => box.value);
  for (const box of tickers) {
    box.addEventListener("change", () => {
      if (chosen().length === 0) box.checked = true;
      onChange({ ticker: chosen() }, null);
    });
  }
  const selects = SWITCHES.map(({ key, label, group, options }) => {
    const select = element("select", { id: `choice-${key}` }, ...options.map(([value, text]) => element("option", { value }, text)));
    select.addEventListener("change", () => onChange({ [key]: select.value }, null));
    return { key, group, select, row: element("div", { class: "choice" }, element("label", { for: select.id }, label), select) };
  });
  const sliders = SLIDERS.map((slider) => {
    const input = element("input", { type: "range", id: slider.id, min: 0, max: slider.values.length - 1, step: 1 });
    const output = element("output", { for: slider.id, "aria-live": "off" }); // the slider itself says its value
    const row = element("div", { class: "slider" }, element("label", { for: slider.id }, slider.label), output, input);
    input.addEventListener("pointerdown", () => onGrab(slider));
    input.addEventListener("focus", () => onGrab(slider));
    input.addEventListener("input", () => onChange(slider.apply(slider.values[input.valueAsNumber], config), slider));
    return { slider, input, output, row, shown: "" };
  });
  const parts = GROUPS.map((group) =>
    element("fieldset", {}, element("legend", {}, group), ...selects.filter((s) => s.group === group).map((s) => s.row), ...sliders.filter((s) => s.slider.group === group).map((s) => s.row)));
  const underlyings = element("fieldset", {}, element("legend", {}, "Underlyings"), element("div", { class: "checks" }, ...tickers.map((box) => element("label", {}, box, ` ${box.value}`))));
  form.replaceChildren(underlyings, ...parts);
  return {
    show(now, base) {
      config = now;
      const active = (now.ticker as readonly string[] | undefined) ?? symbols;
      for (const box of tickers) box.checked = active.includes(box.value);
      for (const { key, select } of selects) select.value = switchText(now[key] ?? DEFAULTS[key]);
      for (const control of sliders) {
        const { slider, input, output, row } = control;
        const value = slider.read(now);
        const key = `${String(value)} ${String(slider.read(base))}`;
        if (key === control.shown) continue; // most stay where they are while one is dragged
        control.shown = key;
        const text = slider.text(value);
        input.valueAsNumber = positionOf(slider, now);
        input.setAttribute("aria-valuetext", text);
        output.textContent = text;
        row.toggleAttribute("data-changed", String(value) !== String(slider.read(base)));
      }
    },
  };
}

/** YAML reads on and off as true and false; lists of one stand for their item. */
function switchText(value: unknown): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return String(Array.isArray(value) ? value[0] : value);
}
