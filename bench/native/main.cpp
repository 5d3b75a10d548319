// native DUMP RUNS CONTEXT…: runs each context record of a dumped memory RUNS times; one line of JSON per context.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>
#include <sys/mman.h>
#include "dayloop.h"

using namespace mahler;

/** FNV-1a, 64 bits, over 32-bit words; the runner computes the same over the core's outputs. */
static u64 hashWords(u64 hash, usize address, usize bytes) {
  for (usize i = 0; i < bytes / 4; i++) hash = (hash ^ ref<u32>(address)[i]) * 1099511628211ull;
  return hash;
}

/** Over trades, equity, summary and funnel, in this order; the funnel's last odd bytes are left out. */
static u64 checksum() {
  const usize sessions = ctx(CTX_SESSIONS);
  const auto trades = (usize)f64At(ctx(CTX_SUMMARY_PTR), SUM_TRADES);
  u64 hash = 14695981039346656037ull;
  hash = hashWords(hash, ctx(CTX_TRADES_PTR), trades * TRADE_STRIDE * 8);
  hash = hashWords(hash, ctx(CTX_EQUITY_PTR), sessions * EQ_STRIDE * 8);
  hash = hashWords(hash, ctx(CTX_SUMMARY_PTR), SUM_SLOTS * 8);
  return hashWords(hash, ctx(CTX_FUNNEL_PTR), sessions * underlyings * sleeves);
}

/** Reads the dump into anonymous memory on huge pages where the system gives them, as V8's memory may be. */
static bool loadDump(const char* path) {
  FILE* file = std::fopen(path, "rb");
  if (!file) return false;
  std::fseek(file, 0, SEEK_END);
  const auto bytes = (usize)std::ftell(file);
  std::rewind(file);
  if (bytes >= 1ull << 31) return false;
  void* block = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED) return false;
  memory = static_cast<u8*>(block);
  const bool whole = std::fread(memory, 1, bytes, file) == bytes;
  std::fclose(file);
  return whole;
}

int main(int argc, char** argv) {
  if (argc < 4 || !loadDump(argv[1])) {
    std::fprintf(stderr, "usage: native DUMP RUNS CONTEXT…; the dump must be readable and below 2 GiB\n");
    return 2;
  }
  const int runs = std::atoi(argv[2]);
  for (int arg = 3; arg < argc; arg++) {
    const auto address = (usize)std::atoll(argv[arg]);
    std::vector<f64> times;
    i32 status = runBacktest(address);
    for (int run = 0; run < runs; run++) {
      const auto start = std::chrono::steady_clock::now();
      status = std::max(status, runBacktest(address));
      times.push_back(std::chrono::duration<f64, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(times.begin(), times.end());
    std::printf("{\"status\":%d,\"milliseconds\":%.6f,\"checksum\":\"%016llx\"}\n", status, times[times.size() / 2], (unsigned long long)checksum());
  }
  return 0;
}
