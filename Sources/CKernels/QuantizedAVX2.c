#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define NAME(name) name##AVX2
#define TABLE ednet_quantized_avx2
#define INSTRUCTION_SET "avx2"
#define IS_FAST 0
#define SUM_LANES 8
#define ROWS_AT_ONCE 1
#define DOT_WORDS(z, x, w) ((z) + (Sums)_mm256_madd_epi16((__m256i)(x), (__m256i)(w)))
// The sum of two products of bytes may not fit into 16 bits; so those of even and of odd channels are computed apart.
#define HALF_OF_BYTES(x, w) \
  (Sums)_mm256_madd_epi16(_mm256_maddubs_epi16((__m256i)(x), (__m256i)(w)), _mm256_set1_epi16(1))
#define DOT_BYTES(z, x, w) ((z) + HALF_OF_BYTES((x) & 0x00ff00ff, w) + HALF_OF_BYTES((x) & (int)0xff00ff00, w))
#include "Quantized.h"
#pragma clang attribute pop
#endif
