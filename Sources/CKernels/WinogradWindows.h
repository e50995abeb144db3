// Transformed windows of 6×6 inputs.

enum { HAS_QUADS = PART_LANES == LANES };

// The position of a quad in the output.
typedef struct Quad {
  long example, line, column;
  int exists;
} Quad;

// A tile: the offset of its first output from the first filter's map, and its numbers of rows and columns.
typedef struct Tile {
  long place;
  int lines, columns;
} Tile;

// The units of one vector, computed once for all channels: the divisions took longer than the transforms.
typedef struct Units {
  Quad quads[QUADS];
  Tile tiles[LANES];
  // Nonzero if all tiles exist and are whole.
  int areWhole;
} Units;

// `extent` is the number of rows and columns of a tile's outputs: 4, or 2 after pooling.
static inline void NAME(findUnits)(const EdnetConvolution *shape, const Tiling *t, long extent, long firstRow,
                                   long rowCount, long vector, Units *units) {
  units->areWhole = 1;
  long height = t->outputHeight * extent / TILE, width = t->outputWidth * extent / TILE;
  for (int u = 0; u < t->unitsOfVector; u++) {
    long index = vector * t->unitsOfVector + u, row = firstRow + index / t->units;
    long example = row / t->rows, line = row % t->rows, column = index % t->units;
    int exists = index < rowCount * t->units;
    if (t->takesQuads) {
      units->quads[u] = (Quad){example, line * TILE, column * LANES, exists};
      continue;
    }
    long place = (example * shape->filters * height + line * extent) * width + column * extent;
    Tile tile = {place, 0, 0};
    if (exists) {
      tile.lines = (int)greatest(0, least(extent, height - line * extent));
      tile.columns = (int)greatest(0, least(extent, width - column * extent));
    }
    units->areWhole &= tile.lines == extent && tile.columns == extent;
    units->tiles[u] = tile;
  }
}

// Clears the intermediate rows of `transformColumns`. The first scalar of a map is aligned; the zeros before and after
// the map are never overwritten.
static inline void NAME(clearRows)(const Tiling *t, float *scratch) {
  memset(scratch, 0, (t->groupRows * WINDOW + 1) * t->pitch * sizeof(float));
}

// Transforms a run of pixels of six rows along the columns.
#define TRANSFORM_RUN(Type, Unaligned, i) \
  do { \
    Type t0_, t1_, t2_, t3_, t4_, t5_; \
    TRANSFORM_INPUT((Type) * (const Unaligned *)(d[0] + (i)), (Type) * (const Unaligned *)(d[1] + (i)), \
                    (Type) * (const Unaligned *)(d[2] + (i)), (Type) * (const Unaligned *)(d[3] + (i)), \
                    (Type) * (const Unaligned *)(d[4] + (i)), (Type) * (const Unaligned *)(d[5] + (i)), t0_, t1_, t2_, \
                    t3_, t4_, t5_); \
    *(Unaligned *)(u + (i)) = t0_, *(Unaligned *)(u + pitch + (i)) = t1_; \
    *(Unaligned *)(u + 2 * pitch + (i)) = t2_, *(Unaligned *)(u + 3 * pitch + (i)) = t3_; \
    *(Unaligned *)(u + 4 * pitch + (i)) = t4_, *(Unaligned *)(u + 5 * pitch + (i)) = t5_; \
  } while (0)
// Transforms a row of at least `count` pixels, `count` at a time; the last run may overlap the previous one.
#define TRANSFORM_ROW(Type, Unaligned, count) \
  do { \
    for (long i_ = 0; i_ + (count) <= width; i_ += (count)) TRANSFORM_RUN(Type, Unaligned, i_); \
    if (width % (count) != 0) TRANSFORM_RUN(Type, Unaligned, width - (count)); \
  } while (0)

// Transforms the rows of a group along the columns, across which pixels are contiguous.
static inline void NAME(transformColumns)(const EdnetConvolution *shape, const Tiling *t, const float *x, long channel,
                                          long firstRow, long rowCount, float *scratch) {
  const float *zeros = scratch;
  long width = shape->width, padding = shape->padding, pitch = t->pitch;
  long example = firstRow / t->rows, row = firstRow % t->rows;
  for (long r = 0; r < rowCount; r++) {
    const float *plane = x + (example * shape->channels + channel) * shape->height * width;
    const float *d[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      long y = row * TILE - padding + i;
      d[i] = y >= 0 && y < shape->height ? plane + y * width : zeros;
    }
    float *u = scratch + t->pitch + r * WINDOW * pitch + LANES;
    if (width >= PART_LANES) {
      TRANSFORM_ROW(Part, UnalignedPart, PART_LANES);
    } else if (width >= LANES / 2) {
      TRANSFORM_ROW(HalfVector, UnalignedHalf, LANES / 2);
    } else if (width >= 4) {
      TRANSFORM_ROW(Quarter, UnalignedQuarter, 4);
    } else {
      TRANSFORM_ROW(float, float, 1);
    }
    if (++row == t->rows) row = 0, example++;
  }
}

// Writes the transformed windows of one channel, for the tile rows of a group: point p of vector b goes to
// `windows` + p · toPoint + b · toVector.
static inline void NAME(transformWindows)(const EdnetConvolution *shape, const Tiling *t, const float *x, long channel,
                                          long firstRow, long rowCount, long vectors, float *scratch, float *windows,
                                          long toVector, long toPoint) {
  NAME(transformColumns)(shape, t, x, channel, firstRow, rowCount, scratch);
  // Along the rows, 16 tiles at once.
  const float *first = scratch + t->pitch + LANES - shape->padding;
  long tileRow = 0, column = 0;
  for (long b = 0; b < vectors; b++) {
    // Missing units repeat the first one; their results are not read.
    const float *unit[LANES];
    for (int n = 0; n < t->unitsOfVector; n++) {
      int exists = tileRow < rowCount;
      unit[n] = first + (exists ? tileRow * WINDOW * t->pitch + column * (t->takesQuads ? LANES : TILE) : 0);
      if (++column == t->units) column = 0, tileRow++;
    }
    for (int i = 0; i < WINDOW; i++) {
      float *w = windows + (long)i * WINDOW * toPoint + b * toVector;
      long line = i * t->pitch;
#if PART_LANES == 16
      if (t->takesQuads) {
        Vector q0 = LOAD(unit[0] + line), q1 = LOAD(unit[1] + line), q2 = LOAD(unit[2] + line),
               q3 = LOAD(unit[3] + line);
        Vector n0 = LOAD(unit[0] + line + TILE), n1 = LOAD(unit[1] + line + TILE), n2 = LOAD(unit[2] + line + TILE),
               n3 = LOAD(unit[3] + line + TILE);
        Vector d0, d1, d2, d3, d4, d5, t0, t1, t2, t3, t4, t5;
        SPLIT_LOW(q0, q1, q2, q3, d0, d1);
        SPLIT_HIGH(q0, q1, q2, q3, d2, d3);
        SPLIT_LOW(n0, n1, n2, n3, d4, d5);
        TRANSFORM_INPUT(d0, d1, d2, d3, d4, d5, t0, t1, t2, t3, t4, t5);
        STORE_SIX(w, toPoint, t0, t1, t2, t3, t4, t5);
        continue;
      }
#endif
      for (int part = 0; part < LANES; part += PART_LANES) {
        Part d[WINDOW], t0, t1, t2, t3, t4, t5;
        NAME(gatherFours)(unit + part, line, d);
        NAME(gatherTwos)(unit + part, line + TILE, d + TILE);
        TRANSFORM_INPUT(d[0], d[1], d[2], d[3], d[4], d[5], t0, t1, t2, t3, t4, t5);
        STORE_SIX_PARTS(w + part, toPoint, t0, t1, t2, t3, t4, t5);
      }
    }
  }
}
