#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), \
                             apply_to = function)
#define NAME(name) name##AVX512
#define TABLE ednet_kernels_avx512
#define INSTRUCTION_SET "avx512"
#define ROWS 8
#define PART_LANES 16
#include "Kernels.h"
#pragma clang attribute pop
#endif
