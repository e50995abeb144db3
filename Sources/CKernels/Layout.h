// How the transformed maps lie in memory, whatever the instruction set.
#pragma once

#include "CKernels.h"

// A vector has 16 lanes, whatever the registers hold. The lanes of a transformed map are 16 tiles. Where a row has
// enough of them they come in quads, 4 neighbours, 16 columns and 4 rows of the output; maps of fewer columns are
// narrow, and their tiles are taken one by one. A group of whole rows of tiles, of any examples, is transformed,
// multiplied and transformed back while it is in the cache.
enum { LANES = 16, TILE = 4, WINDOW = 6, POINTS = 36, QUADS = LANES / TILE };

static inline long ceilingDivide(long a, long b) { return (a + b - 1) / b; }
static inline long least(long a, long b) { return a < b ? a : b; }
static inline long paddedFilters(long filters) { return ceilingDivide(filters, 8) * 8; }
static inline long paddedChannels(long channels) { return ceilingDivide(channels, LANES) * LANES; }

// Floats from one point of a transformed map to the next. There is a cache line more than the maps need, else the 36
// points would mostly lie a power of two apart, where the cache has few places: without it all was slower by a sixth.
static inline long pointStep(long vectors, long maps) { return vectors * maps * LANES + LANES; }

typedef struct Tiling {
  long outputHeight, outputWidth;
  // Rows of tiles of one example; quads of one row of tiles, or tiles of a narrow one.
  long rows, units;
  // Whether tiles are taken one by one, and how many units are a vector.
  int isNarrow;
  long unitsOfVector;
  // Rows of tiles, and vectors of 16 tiles, of one group.
  long groupRows, groupVectors;
  // Floats of one transformed row: 16 before it, of which the padding is read, the quads, and 16 behind them;
  // 0 for narrow maps.
  long pitch;
} Tiling;

static inline Tiling tilingOf(const EdnetConvolution *shape) {
  Tiling t;
  t.outputHeight = shape->height + 2 * shape->padding - 2;
  t.outputWidth = shape->width + 2 * shape->padding - 2;
  t.rows = ceilingDivide(t.outputHeight, TILE);
  t.isNarrow = t.outputWidth < LANES;
  t.units = ceilingDivide(t.outputWidth, t.isNarrow ? TILE : LANES);
  t.unitsOfVector = t.isNarrow ? LANES : QUADS;
  // Both transformed maps of a group take about 512 KiB, to stay in a second-level cache; from 128 KiB to 1 MiB all
  // measured the same within the noise, on a machine with 1 MiB of it.
  long vectorBytes = POINTS * LANES * 4 * (paddedChannels(shape->channels) + paddedFilters(shape->filters));
  long vectors = (512 * 1024) / vectorBytes;
  vectors = vectors < 1 ? 1 : vectors;
  t.groupRows = least(ceilingDivide(vectors * t.unitsOfVector, t.units), shape->examples * t.rows);
  t.groupVectors = ceilingDivide(t.groupRows * t.units, t.unitsOfVector);
  t.pitch = t.isNarrow ? 0 : (t.units + 2) * LANES;
  return t;
}

// The plain sum works on a map with its padding, and on so many filters and two rows at a time.
enum { DIRECT_FILTERS = 4 };
// Floats of a padded row: whole vectors, and what those read that begin at its last columns.
static inline long paddedPitch(const EdnetConvolution *shape) {
  return ceilingDivide(shape->width + 2 * shape->padding, LANES) * LANES + 2 * LANES;
}
// Rows of a padded map, with a spare one for odd heights.
static inline long paddedRows(const EdnetConvolution *shape) { return shape->height + 2 * shape->padding + 1; }
