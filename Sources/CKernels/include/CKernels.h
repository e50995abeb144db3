// The inner loops of the network library: those that need the widest vectors of the processor.
//
// Swift code of a package is compiled for the oldest processor of its kind (SSE2 on x86-64). These loops are compiled
// for several instruction sets, and the best one that the processor has is taken when the program runs; on the same
// machine it is always the same one. Maps lie plane by plane, row by row, as everywhere in the library.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A 3×3 convolution of stride 1 over maps that are padded by zeros.
typedef struct EdnetConvolution {
  long examples;
  long channels;
  long filters;
  // Of the input.
  long height, width;
  // Rows and columns of zeros on each side of the input: 0, 1 or 2.
  long padding;
} EdnetConvolution;

// What is done to sums while they are hot.
typedef struct EdnetEpilogue {
  // One number for each filter, or null.
  const float *bias;
  // Whether negative sums become 0.
  int appliesReLU;
  // Whether the greatest of each 2×2 square is kept alone; what is left over at odd extents is dropped.
  int pools;
  // Where pooling notes which of the four (0 to 3, row by row; the first of equal ones) was kept, or 4 where
  // nothing of it reached the output since it was not positive; one byte for each output; or null.
  uint8_t *argmax;
} EdnetEpilogue;

// The loops for one instruction set.
typedef struct EdnetKernels {
  const char *instructionSet;

  // Winograd's F(4×4, 3×3) (Lavin and Gray, CVPR 2016): each 4×4 square of the output from a 6×6 square of the
  // input, with 36 multiplications for a filter and channel where the plain sum has 144.

  // The transformed weights, ednet_winograd_weight_count floats. w: [filters][channels][3][3]. `rotates` prepares the
  // convolution that takes gradients back, of `filters` channels and `channels` filters.
  void (*winogradWeights)(const float *w, long filters, long channels, int rotates, float *weights);
  // y = epilogue(w * x). x: [examples][channels][height][width]. Each answer depends on its example alone.
  void (*winogradForward)(const EdnetConvolution *shape, const float *x, const float *weights,
                          const EdnetEpilogue *epilogue, float *y, float *scratch);
  // The gradient in the transformed domain, ednet_winograd_gradient_count floats; `adds` to what is there.
  void (*winogradGradient)(const EdnetConvolution *shape, const float *x, const float *dz, int adds, float *gradient,
                           float *scratch);
  // Adds the gradient from the transformed domain to that of w.
  void (*winogradWeightGradient)(const float *gradient, long filters, long channels, float *dw);

  // The plain sum, for one channel: it has too few products for a transform to save any.
  void (*directForward)(const EdnetConvolution *shape, const float *x, const float *w, const EdnetEpilogue *epilogue,
                        float *y, float *scratch);
  // Adds to the gradient of w.
  void (*directGradient)(const EdnetConvolution *shape, const float *x, const float *dz, float *dw, float *scratch);

  // Undoes the pooling of one map: the gradient of each output goes to the place of its argmax, 0 elsewhere.
  // height and width are those before pooling. Returns the sum of what went anywhere.
  float (*unpool)(const float *dy, const uint8_t *argmax, long height, long width, float *dz);

  // One map through a line: y = epilogue(slope x + bias). The epilogue's bias is one number.
  void (*scale)(const float *x, long height, long width, float slope, const EdnetEpilogue *epilogue, float *y);
  // Σ x, and Σ (x - mean)².
  float (*sum)(const float *x, long count);
  float (*squaredDeviations)(const float *x, long count, float mean);
  // Σ a b.
  float (*dot)(const float *a, const float *b, long count);

  // Of batch normalisation, for one channel: `maps` maps of `count` floats, `step` floats from one to the next.

  // Mean and biased variance.
  void (*moments)(const float *x, long maps, long step, long count, float *mean, float *variance);
  // Σ g and Σ g (x - mean), with g = dy where the output y is positive, else 0; g = dy where y is null. dy has a step
  // of its own.
  void (*normalizationSums)(const float *dy, long dyStep, const float *y, const float *x, long maps, long step,
                            long count, float mean, float *sum, float *product);
  // dx = p g + q x + r, with the same g.
  void (*normalizationGradient)(const float *dy, long dyStep, const float *y, const float *x, long maps, long step,
                                long count, float p, float q, float r, float *dx);

  // y = p a + q b + r; where it appliesReLU, 0 instead of what is negative.
  void (*combine)(const float *a, float p, const float *b, float q, float r, int appliesReLU, long count, float *y);
  // Sets each gradient to 0 whose output is not positive.
  void (*reluGradient)(float *gradient, const float *y, long count);
  // y[i] = x[2 i].
  void (*copyStride2)(const float *x, long count, float *y);

  // y[e][r] = Σ w[r][c] x[e][c], in an order that does not depend on the number of examples.
  void (*matrixVector)(const float *w, long rows, long columns, const float *x, long examples, float *y);
} EdnetKernels;

// The loops for this processor.
const EdnetKernels *ednet_kernels(void);
// Those for the n-th instruction set that this processor has, best first; null beyond the last.
const EdnetKernels *ednet_kernels_at(int n);

long ednet_winograd_weight_count(long filters, long channels);
long ednet_winograd_gradient_count(long filters, long channels);
long ednet_winograd_scratch_count(const EdnetConvolution *shape);
long ednet_direct_scratch_count(const EdnetConvolution *shape);

#ifdef __cplusplus
}
#endif
