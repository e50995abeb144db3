#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx512vnni,avx2"))), \
                             apply_to = function)
#define NAME(name) name##AVX512VNNI
#define TABLE ednet_quantized_avx512vnni
#define INSTRUCTION_SET "avx512vnni"
#define IS_FAST 1
#define SUM_LANES 16
#define ROWS_AT_ONCE 2
#define DOT_BYTES(z, x, w) ((Sums)_mm512_dpbusd_epi32((__m512i)(z), (__m512i)(x), (__m512i)(w)))
#define DOT_WORDS(z, x, w) ((Sums)_mm512_dpwssd_epi32((__m512i)(z), (__m512i)(x), (__m512i)(w)))
#include "Quantized.h"
#pragma clang attribute pop
#endif
