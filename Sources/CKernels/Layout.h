// The memory layout of transformed maps, the same for all instruction sets.
#pragma once

#include "CKernels.h"

// A vector has 16 lanes, on all instruction sets. The lanes of a transformed map are 16 tiles. If the registers have 16
// lanes and the rows of a map divide into runs of 16 columns, tiles form quads of 4 neighbours; otherwise they are
// processed one by one. A group of whole rows of tiles, of any examples, is transformed, multiplied and transformed
// back while it is in the cache.
enum { LANES = 16, TILE = 4, WINDOW = 6, POINTS = 36, QUADS = LANES / TILE };

static inline long ceilingDivide(long a, long b) { return (a + b - 1) / b; }
static inline long least(long a, long b) { return a < b ? a : b; }
static inline long greatest(long a, long b) { return a > b ? a : b; }
static inline long greatestDivisor(long a, long b) { return b == 0 ? a : greatestDivisor(b, a % b); }
static inline long paddedFilters(long filters) { return ceilingDivide(filters, 8) * 8; }
static inline long paddedChannels(long channels) { return ceilingDivide(channels, LANES) * LANES; }

// The filters that are multiplied and transformed back at a time, while their products are in the cache.
enum { FILTERS = 32 };

// Floats from one point of a transformed map to the next. The extra cache line avoids strides of a power of two, which
// map the 36 points to few cache sets; without it, everything was slower by a sixth.
static inline long pointStep(long vectors, long maps) { return vectors * maps * LANES + LANES; }

typedef struct Tiling {
  long outputHeight, outputWidth;
  // Rows of tiles of one example; quads or tiles of one row.
  long rows, units;
  // Nonzero if the units are quads, and the units of a vector.
  int takesQuads;
  long unitsOfVector;
  // Rows of tiles and vectors of 16 tiles in one group.
  long groupRows, groupVectors;
  // Floats of one transformed row: 16 before it, which contain the padding, the tiles, and 16 after them.
  long pitch;
} Tiling;

// `maps` is the number of transformed maps that are kept for each vector of tiles.
static inline Tiling tilingOf(const EdnetConvolution *shape, long maps, int hasQuads) {
  Tiling t;
  t.outputHeight = shape->height + 2 * shape->padding - 2;
  t.outputWidth = shape->width + 2 * shape->padding - 2;
  t.rows = ceilingDivide(t.outputHeight, TILE);
  long columns = ceilingDivide(t.outputWidth, LANES) * LANES;
  // Up to an eighth of the lanes may be idle.
  t.takesQuads = hasQuads && 8 * columns <= 9 * t.outputWidth;
  t.units = t.takesQuads ? columns / LANES : ceilingDivide(t.outputWidth, TILE);
  t.unitsOfVector = t.takesQuads ? QUADS : LANES;
  // The transformed maps of a group have about 512 KiB, to stay in the second-level cache. Sizes from 128 KiB to 1 MiB
  // were equally fast within the noise, on a machine with a cache of 1 MiB.
  long vectors = greatest(1, 512 * 1024 / (POINTS * LANES * 4 * maps));
  // The number of rows that fill whole vectors; otherwise a part of the last one is idle.
  long wholeRows = t.unitsOfVector / greatestDivisor(t.units, t.unitsOfVector);
  long wholeVectors = wholeRows * t.units / t.unitsOfVector;
  if (wholeVectors <= 2 * vectors) {
    t.groupRows = wholeRows * greatest(1, vectors / wholeVectors);
  } else {
    t.groupRows = greatest(1, vectors * t.unitsOfVector / t.units);
  }
  t.groupRows = least(t.groupRows, shape->examples * t.rows);
  t.groupVectors = ceilingDivide(t.groupRows * t.units, t.unitsOfVector);
  t.pitch = columns + 2 * LANES;
  return t;
}
// The tiling of the forward pass: windows of all channels and products of some filters.
static inline Tiling forwardTiling(const EdnetConvolution *shape, int hasQuads) {
  return tilingOf(shape, shape->channels + least(FILTERS, paddedFilters(shape->filters)), hasQuads);
}
// The tiling of the gradient: products of all filters and windows of 16 channels, twice.
static inline Tiling gradientTiling(const EdnetConvolution *shape, int hasQuads) {
  return tilingOf(shape, paddedFilters(shape->filters) + 2 * LANES, hasQuads);
}

// The filters that the direct sum computes at a time, two rows of each.
enum { DIRECT_FILTERS = 4 };
// Floats of a padded row: whole vectors, and the floats that vectors at its last columns read.
static inline long paddedPitch(const EdnetConvolution *shape) {
  return ceilingDivide(shape->width + 2 * shape->padding, LANES) * LANES + 2 * LANES;
}
// Rows of a padded map, with an extra one for odd heights.
static inline long paddedRows(const EdnetConvolution *shape) { return shape->height + 2 * shape->padding + 1; }
