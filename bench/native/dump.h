// The dumped memory, and the hash both sides put over their outputs.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <sys/mman.h>
#include <vector>
#include "column.h"

namespace mahler {

/** Reads a whole file behind what is mapped so far; its bytes in `bytes`. Null when it cannot be read. */
static u8* readFile(const char* path, usize& bytes) {
  FILE* file = std::fopen(path, "rb");
  if (!file) return nullptr;
  std::fseek(file, 0, SEEK_END);
  bytes = (usize)std::ftell(file);
  std::rewind(file);
  void* block = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  const bool whole = block != MAP_FAILED && std::fread(block, 1, bytes, file) == bytes;
  std::fclose(file);
  return whole ? static_cast<u8*>(block) : nullptr;
}

/** Two 32-bit lanes; dump.ts computes the same over the core's outputs. */
struct Hash {
  u32 a = 0x811c9dc5;
  u32 b = 0x9e3779b9;

  void words(usize address, usize bytes) {
    for (usize i = 0; i < bytes / 4; i++) {
      const u32 word = ref<u32>(address)[i];
      a = (a ^ word) * 0x01000193u;
      b = (((b << 5) | (b >> 27)) ^ word) * 0x85ebca6bu;
    }
  }
};

using Clock = std::chrono::steady_clock;

static f64 millisecondsSince(Clock::time_point start) { return std::chrono::duration<f64, std::milli>(Clock::now() - start).count(); }

static void report(i32 status, std::vector<f64>& times, const Hash& hash) {
  std::sort(times.begin(), times.end());
  std::printf("{\"status\":%d,\"milliseconds\":%.6f,\"checksum\":\"%08x%08x\"}\n", status, times[times.size() / 2], hash.a, hash.b);
}

}  // namespace mahler
