// The convolutions of integers for one instruction set, included once for each. NAME, TABLE, INSTRUCTION_SET and
// IS_FAST describe it; SUM_LANES is the number of sums in a register, ROWS_AT_ONCE the number of rows whose sums the
// registers hold, and DOT_BYTES and DOT_WORDS add the products of four unsigned with four signed bytes, and of two with
// two 16-bit numbers, to each lane.

#include <string.h>

#include "QuantizedLayout.h"

typedef int32_t Sums __attribute__((vector_size(4 * SUM_LANES)));
typedef int32_t UnalignedSums __attribute__((vector_size(4 * SUM_LANES), aligned(4)));
typedef int32_t UnalignedWord __attribute__((aligned(1)));

// The greatest width of a tile, in columns, and of a run of tiles, whose sums are finished together.
enum { COLUMNS = 6, RUN = 24 };
#define UNROLLED _Pragma("clang loop unroll(full)")

#include "QuantizedEpilogue.h"
#include "QuantizedTile.h"

// Calls the tile function for some columns and vectors of filters with constants.
#define TILE_OF(columns, vectors, runs, isFirst) \
  NAME(tile)(columns, vectors, x, pitch, step, runs, isFirst, weights, filters, sums, rowStep)
#define TILE(vectors, runs, isFirst) \
  do { \
    if (columns == 6) TILE_OF(6, vectors, runs, isFirst); \
    else if (columns == 4) TILE_OF(4, vectors, runs, isFirst); \
    else TILE_OF(2, vectors, runs, isFirst); \
  } while (0)

// sums[row][column][filters of the panel] of two rows. `x` is the first pixel of the window of the first sum, `pitch`
// lies between rows and `step` between columns, in bytes.
static void NAME(sumBytes)(long columns, const void *x, long pitch, long step, const void *weights, long filters,
                           int32_t *sums, long rowStep) {
  // The taps of a row of the window are neighbours in memory.
  long words = 3 * step / QUAD;
  if (filters == PANEL) TILE(PANEL_VECTORS, words, 0);
  else TILE(PANEL_VECTORS / 2, words, 0);
}

static void NAME(sumWords)(long columns, const void *x, long pitch, long step, const void *weights, long filters,
                           int32_t *sums, long rowStep) {
  if (filters == PANEL) TILE(PANEL_VECTORS, 2, 1);
  else TILE(PANEL_VECTORS / 2, 2, 1);
}

// All tiles of a panel of filters and one example.
static inline void NAME(convolvePanel)(const EdnetQuantizedConvolution *shape, int isFirst, const char *x, long pitch,
                                       long step, const void *weights, long first, long filters, long example,
                                       float exampleScale, const EdnetQuantizedEpilogue *epilogue) {
  long height = shape->height + 2 * shape->padding - 2, width = shape->width + 2 * shape->padding - 2;
  long paddedWidth = roundedUp(width, 2);
  int32_t sums[2 * RUN * PANEL] __attribute__((aligned(64)));
  for (long row = 0; row < height; row += 2) {
    for (long start = 0; start < paddedWidth; start += RUN) {
      long run = lesser(RUN, paddedWidth - start), rowStep = run * filters;
      for (long column = 0; column < run;) {
        // Tiles of four columns, or of six where two would remain.
        long rest = run - column;
        long columns = rest % 4 == 2 && rest >= 6 ? 6 : rest >= 4 ? 4 : 2;
        const char *place = x + row * pitch + (start + column) * step;
        int32_t *target = sums + column * filters;
        if (isFirst) NAME(sumWords)(columns, place, pitch, step, weights, filters, target, rowStep);
        else NAME(sumBytes)(columns, place, pitch, step, weights, filters, target, rowStep);
        column += columns;
      }
      NAME(finish)(sums, run, row, start, height, width, first, filters, shape->filters, example, exampleScale,
                   epilogue);
    }
  }
}

static void NAME(convolve)(const EdnetQuantizedConvolution *shape, const uint8_t *x, const int8_t *weights,
                           const EdnetQuantizedEpilogue *epilogue) {
  long pitch = mapPitch(shape->channels, shape->width), size = mapRows(shape->height) * pitch;
  // Without padding the window begins within the zeros around the map.
  long start = (1 - shape->padding) * (pitch + shape->channels);
  if (epilogue->bytes) NAME(clearBorders)(shape, epilogue);
  // A panel of weights stays in the cache for all examples.
  for (long first = 0; first < shape->filters; first += PANEL) {
    long filters = lesser(PANEL, shape->filters - first);
    for (long example = 0; example < shape->examples; example++) {
      NAME(convolvePanel)(shape, 0, (const char *)x + example * size + start, pitch, shape->channels,
                          weights + first * shape->channels * TAPS, first, filters, example, 1, epilogue);
    }
  }
}

static void NAME(convolveFirst)(const EdnetQuantizedConvolution *shape, const float *x, const int16_t *weights,
                                const EdnetQuantizedEpilogue *epilogue, int16_t *scratch) {
  long pitch = firstPitch(shape->width);
  if (epilogue->bytes) NAME(clearBorders)(shape, epilogue);
  for (long example = 0; example < shape->examples; example++) {
    float scale = NAME(roundMap)(shape, x + example * shape->height * shape->width, scratch);
    const int16_t *start = scratch + (1 - shape->padding) * (pitch + 1);
    for (long first = 0; first < shape->filters; first += PANEL) {
      long filters = lesser(PANEL, shape->filters - first);
      NAME(convolvePanel)(shape, 1, (const char *)start, pitch * 2, 2, weights + first * PAIRS * 2, first, filters,
                          example, scale, epilogue);
    }
  }
}

const EdnetQuantizedKernels TABLE = {INSTRUCTION_SET, IS_FAST, NAME(convolve), NAME(convolveFirst)};
