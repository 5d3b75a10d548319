import { version } from "../package.json";

/** The package's version, for run records. */
export const VERSION: string = version;
