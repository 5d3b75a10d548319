/** Vite: the address of a file, of a worker's bundle; a style sheet for its effect. */
declare module "*?worker&url" {
  const url: string;
  export default url;
}
declare module "*.css";
declare module "*?raw" {
  const text: string;
  export default text;
}
declare module "mahler/core.wasm?url" {
  const url: string;
  export default url;
}
