// The inner loops of the network library, for the widest vectors of the processor.
//
// A package's Swift code is compiled for the oldest processor of an architecture (SSE2 on x86-64). These loops are
// compiled for several instruction sets; the program selects the best one that the processor has, always the same on
// the same machine. Tensors are stored example by example, map by map, row by row.
#pragma once

#include <stdint.h>

#include "CQuantizedKernels.h"

#ifdef __cplusplus
extern "C" {
#endif

// A 3×3 convolution of stride 1 over zero-padded maps.
typedef struct EdnetConvolution {
  long examples;
  long channels;
  long filters;
  // Extents of the input.
  long height, width;
  // Rows and columns of zeros on each side: 0, 1 or 2.
  long padding;
} EdnetConvolution;

// The operations on sums while they are in registers.
typedef struct EdnetEpilogue {
  // One number for each filter, or null.
  const float *bias;
  // Nonzero to apply ReLU.
  int appliesReLU;
  // Nonzero to apply 2×2 maximum pooling; incomplete squares are dropped.
  int pools;
  // One byte for each output of the pooling, or null: the index of the maximum (0 to 3, row by row; the first of equal
  // ones), or 4 if ReLU set the output to 0.
  uint8_t *argmax;
} EdnetEpilogue;

// One step of a recurrent layer over the sequences of a batch that have it.
//
// A matrix has one row for each of them and `units` floats for each gate, in PyTorch's order. The first `known` rows
// have a previous step; what comes from it is 0 for the others, and is not read.
typedef struct EdnetRecurrentStep {
  long rows, known, units;
} EdnetRecurrentStep;

// The kernels for one instruction set.
typedef struct EdnetKernels {
  const char *instructionSet;

  // Winograd's F(4×4, 3×3) (Lavin and Gray, CVPR 2016): each 4×4 square of the output from a 6×6 square of the input,
  // with 36 multiplications per filter and channel instead of 144.

  // Transforms the weights to ednet_winograd_weight_count floats. w: [filters][channels][3][3]. `rotates` selects the
  // transposed convolution, which computes the input's gradient, of `filters` channels and `channels` filters.
  void (*winogradWeights)(const float *w, long filters, long channels, int rotates, float *weights);
  // y = epilogue(w * x). x: [examples][channels][height][width]. An output does not depend on other examples.
  void (*winogradForward)(const EdnetConvolution *shape, const float *x, const float *weights,
                          const EdnetEpilogue *epilogue, float *y, float *scratch);
  // Adds to the gradient of w. Several calls may share the examples: all but the first add to `gradient`
  // (ednet_winograd_gradient_count floats, in the transformed domain) if `adds`, and only the last has `dw`, else null.
  void (*winogradGradient)(const EdnetConvolution *shape, const float *x, const float *dz, int adds, float *gradient,
                           float *dw, float *scratch);

  // The direct sum, for one channel, which has too few products for a transform.
  void (*directForward)(const EdnetConvolution *shape, const float *x, const float *w, const EdnetEpilogue *epilogue,
                        float *y, float *scratch);
  // Adds to the gradient of w.
  void (*directGradient)(const EdnetConvolution *shape, const float *x, const float *dz, float *dw, float *scratch);

  // Reverses the pooling of one map: the gradient of each output moves to the position of its maximum; all others are
  // 0. height and width are those before pooling. Returns the sum of the moved gradients.
  float (*unpool)(const float *dy, const uint8_t *argmax, long height, long width, float *dz);

  // One map: y = epilogue(slope x + bias). The epilogue's bias is one number.
  void (*scale)(const float *x, long height, long width, float slope, const EdnetEpilogue *epilogue, float *y);
  // Σ x, and Σ (x - mean)².
  float (*sum)(const float *x, long count);
  float (*squaredDeviations)(const float *x, long count, float mean);
  // Σ a b.
  float (*dot)(const float *a, const float *b, long count);

  // Batch normalisation of one channel: `maps` maps of `count` floats, with `step` floats from one to the next.

  // Mean and biased variance.
  void (*moments)(const float *x, long maps, long step, long count, float *mean, float *variance);
  // Σ g and Σ g (x - mean), with g = dy where the output y is positive, else 0; g = dy if y is null. dy has its own
  // step.
  void (*normalizationSums)(const float *dy, long dyStep, const float *y, const float *x, long maps, long step,
                            long count, float mean, float *sum, float *product);
  // dx = p g + q x + r, with the same g.
  void (*normalizationGradient)(const float *dy, long dyStep, const float *y, const float *x, long maps, long step,
                                long count, float p, float q, float r, float *dx);

  // y = p a + q b + r, followed by ReLU if `appliesReLU`.
  void (*combine)(const float *a, float p, const float *b, float q, float r, int appliesReLU, long count, float *y);
  // The derivative of ReLU: sets each gradient to 0 whose output is not positive.
  void (*reluGradient)(float *gradient, const float *y, long count);
  // y[i] = x[2 i].
  void (*copyStride2)(const float *x, long count, float *y);

  // y[e][r] = Σ w[r][c] x[e][c], summed in an order that does not depend on the number of examples.
  void (*matrixVector)(const float *w, long rows, long columns, const float *x, long examples, float *y);

  // A step of a gated recurrent unit. gates: W x, replaced by r, z and n; recurrent: W h of the previous step;
  // candidate: the third part of `recurrent` with its bias.
  void (*gruForward)(const EdnetRecurrentStep *step, float *gates, const float *recurrent, const float *inputBias,
                     const float *recurrentBias, const float *previous, float *candidate, float *h);
  // gates: replaced by the gradient of W x; recurrentGradient: that of W h. Adds to the previous h's gradient, without
  // the part through W h, and to those of the biases.
  void (*gruBackward)(const EdnetRecurrentStep *step, const float *dh, float *gates, float *recurrentGradient,
                      const float *candidate, const float *previous, float *previousGradient,
                      float *inputBiasGradient, float *recurrentBiasGradient);
  // A step of a long short-term memory. gates: W x, replaced by i, f, g and o.
  void (*lstmForward)(const EdnetRecurrentStep *step, float *gates, const float *recurrent, const float *inputBias,
                      const float *recurrentBias, const float *previousCell, float *cell, float *h);
  // gates: replaced by their gradient before the activation; cellGradient: that of the cell, replaced by that of the
  // previous cell. Adds to the gradients of the biases.
  void (*lstmBackward)(const EdnetRecurrentStep *step, const float *dh, float *gates, const float *cell,
                       const float *previousCell, float *cellGradient, float *inputBiasGradient,
                       float *recurrentBiasGradient);
} EdnetKernels;

// The kernels for this processor.
const EdnetKernels *ednet_kernels(void);
// The kernels for the n-th instruction set of this processor, best first; null after the last.
const EdnetKernels *ednet_kernels_at(int n);

long ednet_winograd_weight_count(long filters, long channels);
long ednet_winograd_gradient_count(long filters, long channels);
long ednet_winograd_scratch_count(const EdnetConvolution *shape);
long ednet_direct_scratch_count(const EdnetConvolution *shape);

#ifdef __cplusplus
}
#endif
