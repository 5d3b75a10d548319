// native dayloop DUMP RUNS CONTEXT…  each CONTEXT record of a dumped memory RUNS times; one line of JSON per context
// native replay DUMP RUNS CONFIGS    every config of a file of patches, RUNS times over all; one line of JSON
#include <cstdlib>
#include "dayloop.h"
#include "dump.h"
#include "replay.h"

using namespace mahler;

static void dayLoops(int runs, int contexts, char** addresses) {
  for (int k = 0; k < contexts; k++) {
    const auto address = (usize)std::atoll(addresses[k]);
    std::vector<f64> times;
    i32 status = runBacktest(address);
    for (int run = 0; run < runs; run++) {
      const auto start = Clock::now();
      status = std::max(status, runBacktest(address));
      times.push_back(millisecondsSince(start));
    }
    Hash hash;
    const usize sessions = ctx(CTX_SESSIONS);
    hash.words(ctx(CTX_TRADES_PTR), (usize)f64At(ctx(CTX_SUMMARY_PTR), SUM_TRADES) * TRADE_STRIDE * 8);
    hash.words(ctx(CTX_EQUITY_PTR), sessions * EQ_STRIDE * 8);
    hash.words(ctx(CTX_SUMMARY_PTR), SUM_SLOTS * 8);
    hash.words(ctx(CTX_FUNNEL_PTR), sessions * underlyings * sleeves);
    report(status, times, hash);
  }
}

static void hashReplay(Hash& hash, usize record, usize sessions, usize chances) {
  for (i32 slot : {R_EQUITY_PTR, R_HEAT_PTR, R_POSITIONS_PTR, R_MULTIPLIER_PTR}) hash.words(i32At(record, slot), sessions * 8);
  hash.words(i32At(record, R_TRADES_PTR), (usize)i32At(record, R_TRADES) * COMPACT_STRIDE * 8);
  hash.words(i32At(record, R_FUNNEL_PTR), sessions * chances);
}

/** CONFIGS, u32 words: count; per config: REPLAY record, patches; per patch: address, bytes, content. Only the replays are timed. */
static void replays(int runs, const u8* file) {
  std::vector<f64> times;
  i32 status = STATUS_OK;
  Hash hash;
  for (int run = 0; run <= runs; run++) {
    auto word = reinterpret_cast<const u32*>(file);
    f64 total = 0;
    hash = Hash();
    for (u32 left = *word++; left > 0; left--) {
      const u32 record = *word++;
      for (u32 patches = *word++; patches > 0; patches--) {
        const u32 address = *word++;
        const u32 bytes = *word++;
        std::memcpy(memory + address, word, bytes);
        word += (bytes + 3) / 4;
      }
      const auto start = Clock::now();
      status = std::max(status, replay::replay(record));
      total += millisecondsSince(start);
      hashReplay(hash, record, ctx(CTX_SESSIONS), (usize)underlyings * sleeves);
    }
    if (run > 0) times.push_back(total);
  }
  report(status, times, hash);
}

int main(int argc, char** argv) {
  usize bytes = 0;
  if (argc < 5 || !(memory = readFile(argv[2], bytes)) || bytes >= 1ull << 31) {
    std::fprintf(stderr, "usage: native dayloop DUMP RUNS CONTEXT… | native replay DUMP RUNS CONFIGS; the dump readable and below 2 GiB\n");
    return 2;
  }
  const int runs = std::atoi(argv[3]);
  if (argv[1][0] == 'd') dayLoops(runs, argc - 4, argv + 4);
  else if (const u8* configs = readFile(argv[4], bytes)) replays(runs, configs);
  else return 2;
  return 0;
}
