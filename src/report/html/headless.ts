import domino from "@mixmark-io/domino";

/** A document without a browser, for drawing charts where there is none. */
export const headlessDocument = (): Document => domino.createDocument();
