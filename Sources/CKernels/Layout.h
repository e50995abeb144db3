// How the transformed maps lie in memory, whatever the instruction set.
#pragma once

#include "CKernels.h"

// A vector has 16 lanes, whatever the registers hold. The lanes of a transformed map are 16 tiles. Where registers hold
// as much and the rows of a map are cut into whole runs of 16 columns, tiles come in quads, 4 neighbours; elsewhere they
// are taken one by one. A group of whole rows of tiles, of any examples, is transformed, multiplied and transformed back while it is in the
// cache.
enum { LANES = 16, TILE = 4, WINDOW = 6, POINTS = 36, QUADS = LANES / TILE };

static inline long ceilingDivide(long a, long b) { return (a + b - 1) / b; }
static inline long least(long a, long b) { return a < b ? a : b; }
static inline long greatest(long a, long b) { return a > b ? a : b; }
static inline long greatestDivisor(long a, long b) { return b == 0 ? a : greatestDivisor(b, a % b); }
static inline long paddedFilters(long filters) { return ceilingDivide(filters, 8) * 8; }
static inline long paddedChannels(long channels) { return ceilingDivide(channels, LANES) * LANES; }

// So many filters are taken through products and back at a time: their products are in the cache when they are read.
enum { FILTERS = 32 };

// Floats from one point of a transformed map to the next. There is a cache line more than the maps need, else the 36
// points would mostly lie a power of two apart, where the cache has few places: without it all was slower by a sixth.
static inline long pointStep(long vectors, long maps) { return vectors * maps * LANES + LANES; }

typedef struct Tiling {
  long outputHeight, outputWidth;
  // Rows of tiles of one example; quads or tiles of one of them.
  long rows, units;
  // Whether tiles are taken four at a time, and how many units are a vector.
  int takesQuads;
  long unitsOfVector;
  // Rows of tiles, and vectors of 16 tiles, of one group.
  long groupRows, groupVectors;
  // Floats of one transformed row: 16 before it, of which the padding is read, the tiles, and 16 behind them.
  long pitch;
} Tiling;

// `maps` are those that are kept of each vector of tiles, transformed.
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
  // The transformed maps of a group take about 512 KiB, to stay in a second-level cache; from 128 KiB to 1 MiB all
  // measured the same within the noise, on a machine with 1 MiB of it.
  long vectors = greatest(1, 512 * 1024 / (POINTS * LANES * 4 * maps));
  // So many rows fill whole vectors; else a part of the last one is idle.
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
// That of the sums: windows of all channels, and products of some filters.
static inline Tiling forwardTiling(const EdnetConvolution *shape, int hasQuads) {
  return tilingOf(shape, shape->channels + least(FILTERS, paddedFilters(shape->filters)), hasQuads);
}
// That of the gradient: products of all filters, and windows of 16 channels, twice.
static inline Tiling gradientTiling(const EdnetConvolution *shape, int hasQuads) {
  return tilingOf(shape, paddedFilters(shape->filters) + 2 * LANES, hasQuads);
}

// The plain sum works on a map with its padding, and on so many filters and two rows at a time.
enum { DIRECT_FILTERS = 4 };
// Floats of a padded row: whole vectors, and what those read that begin at its last columns.
static inline long paddedPitch(const EdnetConvolution *shape) {
  return ceilingDivide(shape->width + 2 * shape->padding, LANES) * LANES + 2 * LANES;
}
// Rows of a padded map, with a spare one for odd heights.
static inline long paddedRows(const EdnetConvolution *shape) { return shape->height + 2 * shape->padding + 1; }
