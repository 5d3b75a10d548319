// R's rnorm after set.seed: Mersenne Twister with R's scrambling of the seed, normals by inversion (RNGkind "Inversion").
import { normInv } from "../../assembly/portable/normal";

const [N, M] = [624, 397];
const BIG = 134_217_728;

/** The first `count` values of rnorm after set.seed(seed). */
export function rNormal(seed: number, count: number): Float64Array {
  const uniform = twister(seed);
  return Float64Array.from({ length: count }, () => {
    const high = Math.floor(BIG * uniform());
    return normInv((high + uniform()) / BIG);
  });
}

function twister(seed: number): () => number {
  let s = seed >>> 0;
  const next = (): number => (s = (Math.imul(69069, s) + 1) >>> 0);
  for (let i = 0; i < 50; i++) next();
  next(); // the slot that holds the position
  const state = Uint32Array.from({ length: N }, next);
  let at = N;
  return () => {
    if (at === N) {
      for (let i = 0; i < N; i++) {
        const y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
        state[i] = state[(i + M) % N] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      at = 0;
    }
    let y = state[at++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return ((y ^ (y >>> 18)) >>> 0) * 2.3283064365386963e-10;
  };
}
