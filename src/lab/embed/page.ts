import code from "./example.ts?raw";

document.querySelector<HTMLElement>("#code")!.textContent = code;
