// Text into HTML. Everything that is interpolated is escaped, unless it is HTML already.

/** HTML that needs no escaping. */
export interface Html { readonly html: string }

export const raw = (text: string): Html => ({ html: text });

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const escapeText = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]);

type Part = string | number | Html | null | undefined | false | readonly Part[];

const render = (part: Part): string => {
  if (part === null || part === undefined || part === false) return "";
  if (typeof part === "string") return escapeText(part);
  if (typeof part === "number") return String(part);
  return "html" in part ? part.html : part.map(render).join("");
};

/** Tag for templates: html`<p>${text}</p>`. Lists are joined, null and false vanish. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Html => raw(strings.reduce((text, s, i) => text + render(parts[i - 1]) + s));

/** A name that can be an element's id. */
export const slug = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
