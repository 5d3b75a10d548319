/** AssemblyScript's numeric names, for the sources under assembly/ that TypeScript compiles too. */
declare type i32 = number;
declare type u32 = number;
declare type u64 = number;
declare type f64 = number;
declare type bool = boolean;
/** Exists in AssemblyScript only; bits.host.ts stands in for its one user. */
declare function reinterpret<T>(x: number): T;
