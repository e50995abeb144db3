#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define NAME(name) name##AVX2
#define TABLE ednet_kernels_avx2
#define INSTRUCTION_SET "avx2"
#define ROWS 4
#define PART_LANES 8
#include "Kernels.h"
#pragma clang attribute pop
#endif
