// Elements without strings of HTML: nothing a dataset or a config says can become markup.

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id} is not in the page`);
  return found as T;
}

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element with attributes (true = present, false and undefined = absent) and children. */
export function element<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : String(value));
  node.append(...children);
  return node;
}

/** Value of a custom property of the page's style, such as "--series-1". */
export const variable = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Runs the work given last once nothing more has been given for so many milliseconds: for what need not follow every movement, such as words that are read aloud. */
export function whenQuiet(milliseconds: number): (work: () => void) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (work) => {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds);
  };
}

/** An SVG element, as `element` makes them of HTML. */
export function vector<K extends keyof SVGElementTagNameMap>(name: K, attributes: Attributes = {}, ...children: (Node | string)[]): SVGElementTagNameMap[K] {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : String(value));
  node.append(...children);
  return node;
}
