#include <stddef.h>
#include <string.h>

#include "QuantizedLayout.h"

extern const EdnetQuantizedKernels ednet_quantized_baseline;
#if defined(__x86_64__)
extern const EdnetQuantizedKernels ednet_quantized_avx2;
extern const EdnetQuantizedKernels ednet_quantized_avxvnni;
extern const EdnetQuantizedKernels ednet_quantized_avx512vnni;
#endif

const EdnetQuantizedKernels *ednet_quantized_kernels_at(int n) {
#if defined(__x86_64__)
  int hasAVX2 = __builtin_cpu_supports("avx2");
  int hasAVX512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                  __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  if (hasAVX512 && __builtin_cpu_supports("avx512vnni") && n-- == 0) return &ednet_quantized_avx512vnni;
  if (hasAVX2 && __builtin_cpu_supports("avxvnni") && n-- == 0) return &ednet_quantized_avxvnni;
  if (hasAVX2 && n-- == 0) return &ednet_quantized_avx2;
#endif
  return n == 0 ? &ednet_quantized_baseline : NULL;
}

const EdnetQuantizedKernels *ednet_quantized_kernels(void) { return ednet_quantized_kernels_at(0); }

long ednet_quantized_map_count(long channels, long height, long width) {
  return mapRows(height) * mapPitch(channels, width);
}

long ednet_quantized_scratch_count(const EdnetQuantizedConvolution *shape) {
  return mapRows(shape->height) * firstPitch(shape->width);
}

long ednet_quantized_weight_count(long filters, long channels) {
  return roundedUp(filters, CHANNELS_AT_ONCE) * roundedUp(channels, CHANNELS_AT_ONCE) * TAPS;
}

long ednet_quantized_first_weight_count(long filters) { return roundedUp(filters, CHANNELS_AT_ONCE) * PAIRS * 2; }

void ednet_quantized_pack(const int8_t *w, long filters, long channels, int8_t *weights) {
  long paddedFilters = roundedUp(filters, CHANNELS_AT_ONCE), paddedChannels = roundedUp(channels, CHANNELS_AT_ONCE);
  memset(weights, 0, ednet_quantized_weight_count(filters, channels));
  for (long f = 0; f < filters; f++) {
    long first = f / PANEL * PANEL;
    long panel = lesser(PANEL, paddedFilters - first);
    for (long c = 0; c < channels; c++) {
      for (long tap = 0; tap < TAPS; tap++) {
        long group = (tap * paddedChannels + c) / QUAD;
        weights[first * paddedChannels * TAPS + (group * panel + f - first) * QUAD + c % QUAD] =
            w[(f * channels + c) * TAPS + tap];
      }
    }
  }
}

void ednet_quantized_pack_first(const int16_t *w, long filters, int16_t *weights) {
  long paddedFilters = roundedUp(filters, CHANNELS_AT_ONCE);
  memset(weights, 0, ednet_quantized_first_weight_count(filters) * sizeof *weights);
  for (long f = 0; f < filters; f++) {
    long first = f / PANEL * PANEL;
    long panel = lesser(PANEL, paddedFilters - first);
    for (long tap = 0; tap < TAPS; tap++) {
      long pair = tap / 3 * 2 + tap % 3 / 2;
      weights[first * PAIRS * 2 + (pair * panel + f - first) * 2 + tap % 3 % 2] = w[f * TAPS + tap];
    }
  }
}
