/** The table with some columns replaced. The others are looked up at each access, so that they survive the growth of the memory they live in. */
export function override<T extends object>(table: T, replaced: { [K in keyof T]?: T[K] | (() => T[K]) }): T {
  const result = {};
  for (const name of Object.keys(table) as (keyof T)[]) {
    const own = replaced[name];
    const get = typeof own === "function" ? (own as () => T[keyof T]) : own === undefined ? () => table[name] : () => own as T[keyof T];
    Object.defineProperty(result, name, { enumerable: true, get });
  }
  return result as T;
}
