// Convolutions of 8-bit numbers, for inference.
//
// Sums of products of integers are exact, and the arithmetic on them in floats is written without contraction, so that
// all instruction sets give the same bits.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A 3×3 convolution of stride 1, followed by ReLU.
//
// Maps of bytes are stored as [examples][rows][columns][channels] with one row and one column of zeros on each side,
// and one more of them where an extent is odd; ednet_quantized_map_count counts their bytes. Channels are a multiple of
// 16; those that are not used are 0.
typedef struct EdnetQuantizedConvolution {
  long examples;
  // Those of the input and of the output, multiples of 16.
  long channels, filters;
  // Extents of the input, without the zeros.
  long height, width;
  // Rows and columns of zeros on each side that belong to the input: 0 or 1.
  long padding;
} EdnetQuantizedConvolution;

// y = ReLU(scale · s + bias + addendScale · addend) of a sum s of products, or of the greatest of four sums.
typedef struct EdnetQuantizedEpilogue {
  // One number for each filter.
  const float *scale, *bias;
  // Nonzero to take the greatest sum of each 2×2 square; incomplete squares are dropped.
  int pools;
  // Maps of bytes of the output's shape, or null.
  const uint8_t *addend;
  float addendScale;
  // The output: y rounded to the nearest byte (ties to even), at most 255, with the zeros around the maps; or, if it is
  // null, y as [examples][storedFilters][rows][columns].
  uint8_t *bytes;
  float *floats;
  long storedFilters;
} EdnetQuantizedEpilogue;

// The kernels for one instruction set.
typedef struct EdnetQuantizedKernels {
  const char *instructionSet;
  // Nonzero if the instruction set multiplies bytes faster than floats.
  int isFast;
  // Products of bytes; the weights as ednet_quantized_pack stores them.
  void (*convolve)(const EdnetQuantizedConvolution *shape, const uint8_t *x, const int8_t *weights,
                   const EdnetQuantizedEpilogue *epilogue);
  // The same for maps of floats of a single channel, [examples][height][width], which are rounded to 16 bits, with the
  // greatest magnitude of each example as 32,767. The epilogue's scale is multiplied by that of the example. The
  // magnitudes of an example's weights have a sum of at most 65,535 for each filter.
  void (*convolveFirst)(const EdnetQuantizedConvolution *shape, const float *x, const int16_t *weights,
                        const EdnetQuantizedEpilogue *epilogue, int16_t *scratch);
} EdnetQuantizedKernels;

// The kernels for this processor.
const EdnetQuantizedKernels *ednet_quantized_kernels(void);
// The kernels for the n-th instruction set of this processor, best first; null after the last.
const EdnetQuantizedKernels *ednet_quantized_kernels_at(int n);

// The bytes of the maps of one example.
long ednet_quantized_map_count(long channels, long height, long width);
// The numbers of the scratch memory of `convolveFirst`.
long ednet_quantized_scratch_count(const EdnetQuantizedConvolution *shape);
// The numbers of packed weights: of bytes, and of 16 bits for a single channel.
long ednet_quantized_weight_count(long filters, long channels);
long ednet_quantized_first_weight_count(long filters);
// Packs w of [filters][channels][3][3]; both counts may be any, and are rounded up to multiples of 16 with zeros.
void ednet_quantized_pack(const int8_t *w, long filters, long channels, int8_t *weights);
// Packs w of [filters][3][3].
void ednet_quantized_pack_first(const int16_t *w, long filters, int16_t *weights);

#ifdef __cplusplus
}
#endif
