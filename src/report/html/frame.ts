import { html, raw } from "./escape";
import type { Html } from "./escape";
import { STYLE_SHEET } from "./style";

export interface Frame {
  title: string;
  /** Under the title: what this is, of when, from what. */
  subtitle: Html;
  /** Shown in a box of its own, e.g. that quotes are synthetic. */
  banner?: Html;
  /** Sections, reachable from the top of the page. */
  sections: readonly PageSection[];
  footer: Html;
  /** Rules of this page alone, after those of every page. */
  style?: string;
}

export interface PageSection {
  id: string;
  title: string;
  body: Html;
}

/** Nothing may be fetched or run: the page is the same offline, in an archive and under any policy. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** A whole page in one file: no script, no network, light and dark, printable. */
export function framePage({ title, subtitle, banner, sections, footer, style = "" }: Frame): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${raw(POLICY)}">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${raw(STYLE_SHEET)}${raw(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<h1>${title}</h1>
<p class="muted">${subtitle}</p>
${banner && html`<p class="banner" role="note">${banner}</p>`}
<nav aria-label="Sections"><ul>${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
</header>
<main id="main">
${sections.map(({ id, title: name, body }) => html`<section aria-labelledby="${id}">
<h2 id="${id}">${name}</h2>
${body}
</section>
`)}</main>
<footer>${footer}</footer>
</body>
</html>
`;
  return page.html;
}
