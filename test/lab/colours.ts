// Colours as a browser computes them, and their contrast as WCAG 2.1 defines it. Runs in the page too: no imports.

/** Text on the page whose contrast against what lies behind it is too small: its words, and the ratio. */
export function paleText(least: number): string[] {
  type Colour = [red: number, green: number, blue: number, alpha: number];
  const parse = (text: string): Colour => {
    const numbers = (text.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
    const [scale, from] = text.startsWith("color(srgb") ? [1, 0] : [255, 0];
    const [r, g, b, alpha = 1] = numbers.slice(from);
    return [r / scale, g / scale, b / scale, alpha];
  };
  const over = ([r, g, b, alpha]: Colour, [R, G, B]: Colour): Colour => [r * alpha + R * (1 - alpha), g * alpha + G * (1 - alpha), b * alpha + B * (1 - alpha), 1];
  const linear = (c: number): number => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]: Colour): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const behind = (element: Element | null): Colour => {
    if (!element) return [1, 1, 1, 1];
    const own = parse(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : over(own, behind(element.parentElement));
  };
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement!;
    const words = node.textContent!.trim();
    if (!words || element.closest("[aria-disabled=true], :disabled, .hidden, option, script, title") || element.getClientRects().length === 0) continue;
    const background = behind(element);
    const [a, b] = [luminance(over(parse(getComputedStyle(element).color), background)), luminance(background)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < least) found.push(`${words.slice(0, 40)}: ${ratio.toFixed(2)}`);
  }
  return found;
}
