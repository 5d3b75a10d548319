// Columns are addresses in linear memory: element `index` of the column at `address`, little endian, naturally aligned, unchecked.

// @ts-ignore: decorator
@inline
export function f64At(address: usize, index: i32): f64 {
  return load<f64>(address + (<usize>index << 3));
}

// @ts-ignore: decorator
@inline
export function setF64(address: usize, index: i32, value: f64): void {
  store<f64>(address + (<usize>index << 3), value);
}

// @ts-ignore: decorator
@inline
export function u8At(address: usize, index: i32): i32 {
  return load<u8>(address + <usize>index);
}

// @ts-ignore: decorator
@inline
export function setU8(address: usize, index: i32, value: i32): void {
  store<u8>(address + <usize>index, <u8>value);
}

// @ts-ignore: decorator
@inline
export function i16At(address: usize, index: i32): i32 {
  return load<i16>(address + (<usize>index << 1));
}

// @ts-ignore: decorator
@inline
export function setI16(address: usize, index: i32, value: i32): void {
  store<i16>(address + (<usize>index << 1), <i16>value);
}

// @ts-ignore: decorator
@inline
export function u16At(address: usize, index: i32): i32 {
  return load<u16>(address + (<usize>index << 1));
}

// @ts-ignore: decorator
@inline
export function setU16(address: usize, index: i32, value: i32): void {
  store<u16>(address + (<usize>index << 1), <u16>value);
}

// @ts-ignore: decorator
@inline
export function i32At(address: usize, index: i32): i32 {
  return load<i32>(address + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
export function setI32(address: usize, index: i32, value: i32): void {
  store<i32>(address + (<usize>index << 2), value);
}

/** Unsigned element of a column stored as u16 (`shift` = 1) or u32 (`shift` = 2; values below 2^31). */
// @ts-ignore: decorator
@inline
export function uintAt(address: usize, shift: i32, index: i32): i32 {
  return shift == 1 ? u16At(address, index) : i32At(address, index);
}

/** The address stored at byte `offset` of a parameter record. */
// @ts-ignore: decorator
@inline
export function addressAt(record: usize, offset: i32): usize {
  return load<u32>(record + <usize>offset);
}
