// Constants that both compilers read. Change a layout or a meaning here and ABI_VERSION goes up.

/** Version of everything in this file. */
export const ABI_VERSION: i32 = 1;
