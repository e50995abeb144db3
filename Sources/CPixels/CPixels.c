#include "CPixels.h"

#if defined(__x86_64__) && defined(__linux__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define FOR_EACH_PROCESSOR
#endif

typedef float Vector __attribute__((vector_size(64), aligned(4)));

enum { LANES = 16, VECTORS = 4 };

FOR_EACH_PROCESSOR
void ednet_weighted_sum(const float *pixels, const long *starts, const float *weights, long count, float *result,
                        long length) {
  long start = 0;
  // The sums of four vectors stay in registers.
  for (; start + VECTORS * LANES <= length; start += VECTORS * LANES) {
    Vector a = {0}, b = {0}, c = {0}, d = {0};
    for (long t = 0; t < count; t++) {
      const Vector *source = (const Vector *)(pixels + starts[t] + start);
      float weight = weights[t];
      a += weight * source[0];
      b += weight * source[1];
      c += weight * source[2];
      d += weight * source[3];
    }
    Vector *sum = (Vector *)(result + start);
    sum[0] = a, sum[1] = b, sum[2] = c, sum[3] = d;
  }
  for (; start + LANES <= length; start += LANES) {
    Vector a = {0};
    for (long t = 0; t < count; t++) a += weights[t] * *(const Vector *)(pixels + starts[t] + start);
    *(Vector *)(result + start) = a;
  }
  for (; start < length; start++) {
    float sum = 0;
    for (long t = 0; t < count; t++) sum += weights[t] * pixels[starts[t] + start];
    result[start] = sum;
  }
}
