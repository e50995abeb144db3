#pragma once

/// Adds up rows of pixels: result[i] = Σ weights[t] · pixels[starts[t] + i], in the order of t.
///
/// On x86-64 with Linux in the widest instructions that the processor has.
///
/// @param starts `count` places at which rows of `length` pixels begin; they may overlap.
/// @param weights a weight for each row.
/// @param result `length` pixels, apart from those that are read.
void ednet_weighted_sum(const float *pixels, const long *starts, const float *weights, long count, float *result,
                        long length);
