#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avxvnni,avx2"))), apply_to = function)
#define NAME(name) name##AVXVNNI
#define TABLE ednet_quantized_avxvnni
#define INSTRUCTION_SET "avxvnni"
#define IS_FAST 1
#define SUM_LANES 8
#define ROWS_AT_ONCE 1
#define DOT_BYTES(z, x, w) ((Sums)_mm256_dpbusd_avx_epi32((__m256i)(z), (__m256i)(x), (__m256i)(w)))
#define DOT_WORDS(z, x, w) ((Sums)_mm256_dpwssd_avx_epi32((__m256i)(z), (__m256i)(x), (__m256i)(w)))
#include "Quantized.h"
#pragma clang attribute pop
#endif
