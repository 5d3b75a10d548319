/** A word as a shell takes it: quoted where it must be. */
export const shellWord = (text: string): string => (/^[\w.,:%=+/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
