import { barX, lineY } from "@observablehq/plot";
import { describe, expect, it } from "vitest";
import { chartSvg, legend } from "../../../src/report/html/chart";
import { escapeText, html, raw, slug } from "../../../src/report/html/escape";
import { framePage } from "../../../src/report/html/frame";
import { headlessDocument } from "../../../src/report/html/headless";
import { DARK, LIGHT } from "../../../src/report/html/style";
import { htmlTable, meter } from "../../../src/report/html/table";
import { medianOf, stretches } from "../../../src/report/html/thin";

/** Relative luminance and contrast as WCAG 2.1 defines them. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe("escape", () => {
  it("escapes every interpolation but HTML", () => {
    expect(html`<p title="${'"x" & <y>'}">${"<script>"}${raw("<b>b</b>")}${3}${null}${false}${["<", raw("&amp;")]}</p>`.html)
      .toBe('<p title="&quot;x&quot; &amp; &lt;y&gt;">&lt;script&gt;<b>b</b>3&lt;&amp;amp;</p>'.replace("&amp;amp;", "&amp;"));
    expect(escapeText("a'b")).toBe("a&#39;b");
    expect(slug("SPY: 30-day IV")).toBe("spy-30-day-iv");
  });
});

describe.each([["light", LIGHT], ["dark", DARK]] as const)("the %s palette", (_, palette) => {
  it.each(["text", "muted", "link", "bad", "warn", "good"] as const)("%s is readable on both backgrounds", (name) => {
    expect(contrast(palette[name], palette.background)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette[name], palette.panel)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["series", "order", "amount"] as const)("%s: every mark stands out from the background", (name) => {
    for (const colour of palette[name]) expect(contrast(colour, palette.background), colour).toBeGreaterThanOrEqual(3);
  });

  it("amounts go one way", () => {
    const levels = palette.amount.map(luminance);
    const rising = levels[1] > levels[0];
    levels.slice(1).forEach((level, i) => expect(level > levels[i]).toBe(rising));
  });
});

describe("charts", () => {
  const options = { marks: [lineY([1, 2.123456789, 3], { stroke: "var(--series-1)" })] };
  const svg = chartSvg(headlessDocument(), { title: "A <chart>", summary: "rises & falls", options }).html;

  it("carry a name and a description, no style and no script", () => {
    expect(svg).toMatch(/^<svg role="img" aria-labelledby="chart-a-chart-t chart-a-chart-d" class="chart"/);
    expect(svg).toContain('<title id="chart-a-chart-t">A &lt;chart&gt;</title><desc id="chart-a-chart-d">rises &amp; falls</desc>');
    expect(svg).not.toMatch(/<style|<script|on\w+=|url\(http/);
  });

  it("take their colours from the page and their digits from the eye", () => {
    expect(svg).toContain('stroke="var(--series-1)"');
    expect(svg).not.toMatch(/\d\.\d{3,}/);
  });

  it("are the same every time", () => {
    expect(chartSvg(headlessDocument(), { title: "A <chart>", summary: "rises & falls", options }).html).toBe(svg);
    const bars = { marks: [barX([{ x1: 0, x2: 1, y: "a", fill: "none" }], { x1: "x1", x2: "x2", y: "y", fill: "fill" })] };
    expect(chartSvg(headlessDocument(), { title: "b", summary: "", options: bars }).html).toContain("<rect");
  });

  it("legends name their marks in words", () => {
    expect(legend([{ label: "30 d", colour: "var(--order-1)" }, { label: "none", colour: "red", mark: "hollow" }]).html.match(/<li>/g)).toHaveLength(2);
  });
});

describe("frame and tables", () => {
  it("a page forbids itself network and script", () => {
    const page = framePage({ title: "T & U", subtitle: html`s`, sections: [{ id: "one", title: "One", body: html`<p>x</p>` }], footer: html`f` });
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
    expect(page).toContain("<title>T &amp; U</title>");
    expect(page).toContain('<a href="#one">One</a>');
    expect(page).toContain('<section aria-labelledby="one">');
  });

  it("a table has a caption, header cells and can be scrolled by keyboard", () => {
    const table = htmlTable("What <is>", [{ title: "a" }, { title: "b", align: "left" }], [["x", 1], ["y", meter(0.5)]]).html;
    expect(table).toContain('tabindex="0" role="region" aria-label="What &lt;is&gt;"');
    expect(table.match(/<th scope="row">/g)).toHaveLength(2);
    expect(table).toContain('style="width:5.50rem"');
  });

  it("thins series to medians", () => {
    expect(stretches(3)).toEqual([{ begin: 0, end: 1 }, { begin: 1, end: 2 }, { begin: 2, end: 3 }]);
    expect(stretches(1001).length).toBeLessThanOrEqual(500);
    expect([medianOf([3, null, 1]), medianOf([5, 1, 2]), medianOf([null])]).toEqual([2, 2, null]);
  });
});
