export * from "../index";
export { loadCore } from "./core";
export { fileSource, urlSource } from "./sources";
