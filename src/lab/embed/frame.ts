// Runs the example and says how long it took, or why it could not.
const result = document.querySelector<HTMLElement>("#result")!;
const took = document.querySelector<HTMLElement>("#took")!;
import("./example").then(
  () => (took.textContent = `${(performance.now() / 1000).toFixed(1)} s from the frame's first byte, market included`),
  (error: unknown) => (result.textContent = String(error)),
);

export {};
