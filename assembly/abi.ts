// Constants that both compilers read. Change a layout or a meaning here and ABI_VERSION goes up.

/** Version of everything in this file. */
export const ABI_VERSION: i32 = 1;

// Pricing record: u32 addresses of columns, one row per option. An output whose address is 0 is not computed.
//
//   0 right  4 spot  8 strike  12 years  16 rate  20 yield  24 sigma  28 price  32 delta  36 gamma  40 vega  44 theta  48 rho
//
// right is u8 (1 = call, 0 = put); all else is f64 in dollars, years and per 1.00.
export const PRICING_RIGHT: i32 = 0;
export const PRICING_SPOT: i32 = 4;
export const PRICING_STRIKE: i32 = 8;
export const PRICING_YEARS: i32 = 12;
export const PRICING_RATE: i32 = 16;
export const PRICING_YIELD: i32 = 20;
export const PRICING_SIGMA: i32 = 24;
export const PRICING_PRICE: i32 = 28;
export const PRICING_DELTA: i32 = 32;
export const PRICING_GAMMA: i32 = 36;
export const PRICING_VEGA: i32 = 40;
export const PRICING_THETA: i32 = 44;
export const PRICING_RHO: i32 = 48;
export const PRICING_BYTES: i32 = 52;
