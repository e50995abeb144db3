#include "CKernels.h"

#include <stddef.h>

#include "Layout.h"

extern const EdnetKernels ednet_kernels_baseline;
#if defined(__x86_64__)
extern const EdnetKernels ednet_kernels_avx2;
extern const EdnetKernels ednet_kernels_avx512;
#endif

const EdnetKernels *ednet_kernels_at(int n) {
#if defined(__x86_64__)
  // All server and desktop processors with AVX-512 since 2017 have avx512vl and avx512dq.
  int hasAVX512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                  __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  int hasAVX2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (hasAVX512 && n-- == 0) return &ednet_kernels_avx512;
  if (hasAVX2 && n-- == 0) return &ednet_kernels_avx2;
#endif
  return n == 0 ? &ednet_kernels_baseline : NULL;
}

const EdnetKernels *ednet_kernels(void) { return ednet_kernels_at(0); }

long ednet_winograd_weight_count(long filters, long channels) { return POINTS * paddedFilters(filters) * channels; }

long ednet_winograd_gradient_count(long filters, long channels) {
  return POINTS * pointStep(paddedChannels(channels) / LANES, paddedFilters(filters));
}

static long winogradScratchCount(const EdnetConvolution *shape, int hasQuads) {
  Tiling t = forwardTiling(shape, hasQuads), u = gradientTiling(shape, hasQuads);
  long filters = paddedFilters(shape->filters);
  // Transformed maps, transformed rows, and a row of zeros.
  long forward = POINTS * (pointStep(t.groupVectors, shape->channels) +
                           pointStep(t.groupVectors, least(FILTERS, filters))) +
                 (t.groupRows * WINDOW + 1) * t.pitch;
  long gradient = POINTS * (2 * pointStep(u.groupVectors, LANES) + pointStep(u.groupVectors, filters)) +
                  (u.groupRows * WINDOW + 1) * u.pitch;
  return greatest(forward, gradient);
}

long ednet_winograd_scratch_count(const EdnetConvolution *shape) {
  return greatest(winogradScratchCount(shape, 0), winogradScratchCount(shape, 1));
}

long ednet_direct_scratch_count(const EdnetConvolution *shape) {
  // The padded map and two rows of each filter.
  return (paddedRows(shape) + 2 * DIRECT_FILTERS) * paddedPitch(shape) + LANES;
}
