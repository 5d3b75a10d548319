// Columns are offsets into the dumped linear memory: element `index` of the column at `address`, naturally aligned, unchecked.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>
#ifdef __SSE4_1__
#include <immintrin.h>
#endif

namespace mahler {

using u8 = uint8_t;
using i16 = int16_t;
using u16 = uint16_t;
using i32 = int32_t;
using u32 = uint32_t;
using u64 = uint64_t;
using f64 = double;
/** An address of the core; dumps stay below 2 GiB, so that an i32 slot holds it. */
using usize = uint64_t;

#include "abi.h"

static u8* memory = nullptr;

template <typename T> static inline T* ref(usize address) { return reinterpret_cast<T*>(memory + address); }

static inline f64 f64At(usize address, i32 index) { return ref<f64>(address)[index]; }
static inline void setF64(usize address, i32 index, f64 value) { ref<f64>(address)[index] = value; }
static inline i32 u8At(usize address, i32 index) { return ref<u8>(address)[index]; }
static inline void setU8(usize address, i32 index, i32 value) { ref<u8>(address)[index] = (u8)value; }
static inline i32 i16At(usize address, i32 index) { return ref<i16>(address)[index]; }
static inline i32 u16At(usize address, i32 index) { return ref<u16>(address)[index]; }
static inline i32 i32At(usize address, i32 index) { return ref<i32>(address)[index]; }
static inline void setI32(usize address, i32 index, i32 value) { ref<i32>(address)[index] = value; }
static inline i32 uintAt(usize address, i32 shift, i32 index) { return shift == 1 ? u16At(address, index) : i32At(address, index); }
static inline void fillBytes(usize address, u8 value, usize bytes) { std::memset(memory + address, value, bytes); }
static inline void copyBytes(usize to, usize from, usize bytes) { std::memcpy(memory + to, memory + from, bytes); }

#ifdef __SSE4_1__
static inline __m128i eight(usize address) { return _mm_loadu_si128(ref<__m128i>(address)); }
/** Bit k = the k-th of eight 16-bit lanes is all ones. */
static inline i32 laneBits(__m128i lanes) { return _mm_movemask_epi8(_mm_packs_epi16(lanes, _mm_setzero_si128())); }
#endif

// As WebAssembly's, but for NaN and −0, which never get here.
static inline f64 max(f64 a, f64 b) { return a > b ? a : b; }
static inline f64 min(f64 a, f64 b) { return a < b ? a : b; }
static inline f64 max(int a, f64 b) { return max((f64)a, b); }
static inline f64 min(int a, f64 b) { return min((f64)a, b); }
static inline f64 max(f64 a, int b) { return max(a, (f64)b); }
static inline f64 min(f64 a, int b) { return min(a, (f64)b); }
static inline i32 max(i32 a, i32 b) { return a > b ? a : b; }
static inline i32 min(i32 a, i32 b) { return a < b ? a : b; }
static inline i32 ctz(i32 bits) { return __builtin_ctz((u32)bits); }
static inline i32 ctz(u64 bits) { return __builtin_ctzll(bits); }
using std::abs, std::ceil, std::floor, std::isfinite, std::isnan, std::sqrt;

}  // namespace mahler
