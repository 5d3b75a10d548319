// A table of buttons as one stop of the Tab key: arrows, Home and End move within it (the ARIA grid pattern).

/** A button that does nothing yet stays where the keyboard can pass it. */
export const setReady = (cell: HTMLButtonElement, ready: boolean): void => void cell.setAttribute("aria-disabled", String(!ready));
export const isReady = (cell: HTMLButtonElement): boolean => cell.getAttribute("aria-disabled") !== "true";

/** Makes the table of these cells a grid. The first cell takes the Tab key, then the one left last. */
export function makeGrid(table: HTMLTableElement, cells: readonly (readonly HTMLButtonElement[])[]): void {
  table.setAttribute("role", "grid");
  let [row, column] = [0, 0];
  cells.forEach((line, y) => line.forEach((cell, x) => (cell.tabIndex = x === 0 && y === 0 ? 0 : -1)));
  const go = (y: number, x: number): void => {
    cells[row][column].tabIndex = -1;
    [row, column] = [y, x];
    cells[y][x].tabIndex = 0;
    cells[y][x].focus();
  };
  const clamp = (value: number, length: number): number => Math.max(0, Math.min(length - 1, value));
  const moves: Record<string, (event: KeyboardEvent) => [row: number, column: number]> = {
    ArrowUp: () => [row - 1, column], ArrowDown: () => [row + 1, column], ArrowLeft: () => [row, column - 1], ArrowRight: () => [row, column + 1],
    Home: ({ ctrlKey }) => [ctrlKey ? 0 : row, 0], End: ({ ctrlKey }) => [ctrlKey ? Infinity : row, Infinity],
  };
  table.addEventListener("keydown", (event) => {
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const [y, x] = move(event);
    go(clamp(y, cells.length), clamp(x, cells[0].length));
  });
  table.addEventListener("focusin", ({ target }) => {
    const y = cells.findIndex((line) => line.includes(target as HTMLButtonElement));
    if (y >= 0 && target !== cells[row][column]) go(y, cells[y].indexOf(target as HTMLButtonElement));
  });
}
