// For all processors.
#define NAME(name) name##Baseline
#define TABLE ednet_quantized_baseline
#define INSTRUCTION_SET "baseline"
#define IS_FAST 0
#define SUM_LANES 4
#define ROWS_AT_ONCE 1
// The signed number in the bits from `start` on of each lane, and the unsigned byte.
#define SIGNED(w, start, bits) ((w) << (32 - (bits) - (start)) >> (32 - (bits)))
#define BYTE(x, start) ((x) >> (start) & 255)
#define DOT_BYTES(z, x, w) \
  ((z) + BYTE(x, 0) * SIGNED(w, 0, 8) + BYTE(x, 8) * SIGNED(w, 8, 8) + BYTE(x, 16) * SIGNED(w, 16, 8) + \
   BYTE(x, 24) * SIGNED(w, 24, 8))
#define DOT_WORDS(z, x, w) \
  ((z) + SIGNED(x, 0, 16) * SIGNED(w, 0, 16) + SIGNED(x, 16, 16) * SIGNED(w, 16, 16))
#include "Quantized.h"
