// Convolution by Winograd's F(4×4, 3×3).

// One-dimensional transforms of Winograd's F(4, 3).
//
// With the points 0, ±1, ±2 and ∞. In the terms of Lavin and Gray, table of F(4×4, 3×3): y = Aᵀ [(G g) ⊙ (Bᵀ d)].

// Bᵀ d: a window of six inputs.
#define TRANSFORM_INPUT(d0, d1, d2, d3, d4, d5, t0, t1, t2, t3, t4, t5) \
  do { \
    __typeof__((d0) + (d0)) p_ = (d4)-4 * (d2), q_ = (d3)-4 * (d1), r_ = (d4) - (d2), s_ = 2 * ((d3) - (d1)); \
    __typeof__((d0) + (d0)) first_ = 4 * (d0)-5 * (d2) + (d4), last_ = 4 * (d1)-5 * (d3) + (d5); \
    (t0) = first_, (t1) = p_ + q_, (t2) = p_ - q_, (t3) = r_ + s_, (t4) = r_ - s_, (t5) = last_; \
  } while (0)

// Aᵀ m: six products to four outputs.
#define TRANSFORM_OUTPUT(m0, m1, m2, m3, m4, m5, y0, y1, y2, y3) \
  do { \
    Vector p_ = (m1) + (m2), q_ = (m1) - (m2), r_ = (m3) + (m4), s_ = (m3) - (m4); \
    (y0) = (m0) + p_ + r_, (y1) = q_ + 2 * s_, (y2) = p_ + 4 * r_, (y3) = q_ + 8 * s_ + (m5); \
  } while (0)

// A d: the gradient of four outputs, taken back to the six products.
#define TRANSFORM_GRADIENT(d0, d1, d2, d3, t0, t1, t2, t3, t4, t5) \
  do { \
    Vector p_ = (d0) + (d2), q_ = (d1) + (d3), r_ = (d0) + 4 * (d2), s_ = 2 * (d1) + 8 * (d3); \
    (t0) = (d0), (t1) = p_ + q_, (t2) = p_ - q_, (t3) = r_ + s_, (t4) = r_ - s_, (t5) = (d3); \
  } while (0)

// G g: three weights to six factors.
#define TRANSFORM_WEIGHTS(g0, g1, g2, t0, t1, t2, t3, t4, t5) \
  do { \
    Vector p_ = ((g0) + (g2)) * (-1.0f / 6), q_ = (g1) * (1.0f / 6); \
    Vector r_ = (g0) * (1.0f / 24) + (g2) * (1.0f / 6), s_ = (g1) * (1.0f / 12); \
    (t0) = (g0) * 0.25f, (t1) = p_ - q_, (t2) = p_ + q_, (t3) = r_ + s_, (t4) = r_ - s_, (t5) = (g2); \
  } while (0)

// Gᵀ t: the gradient of six factors, taken back to the three weights.
#define TRANSFORM_FACTORS(t0, t1, t2, t3, t4, t5, g0, g1, g2) \
  do { \
    Vector p_ = (t1) + (t2), q_ = (t2) - (t1), r_ = (t3) + (t4), s_ = (t3) - (t4); \
    (g0) = (t0) * 0.25f - p_ * (1.0f / 6) + r_ * (1.0f / 24); \
    (g1) = q_ * (1.0f / 6) + s_ * (1.0f / 12); \
    (g2) = (r_ - p_) * (1.0f / 6) + (t5); \
  } while (0)

// Where a quad, or a tile of a narrow map, begins in the output.
typedef struct Unit {
  long example, line, column;
  int exists;
} Unit;

// The units of one vector. Worked out once for all channels: these divisions took longer than the transforms.
static inline void NAME(place)(const Tiling *t, long firstRow, long rowCount, long vector, Unit units[LANES]) {
  long width = t->isNarrow ? TILE : LANES;
  for (int u = 0; u < t->unitsOfVector; u++) {
    long index = vector * t->unitsOfVector + u, row = firstRow + index / t->units;
    units[u] = (Unit){row / t->rows, row % t->rows * TILE, index % t->units * width, index < rowCount * t->units};
  }
}

// The rows that `transformWindows` writes in between. The first scalar of a map is aligned; before and behind it are
// zeros, which nobody overwrites.
static inline void NAME(clearRows)(const Tiling *t, float *scratch) {
  memset(scratch, 0, (t->groupRows * WINDOW + 1) * t->pitch * sizeof(float));
}

// Writes the transformed windows of one channel, for the tile rows of a group: point p of vector b goes to
// `windows` + p · toPoint + b · toVector.
static inline void NAME(transformWindows)(const EdnetConvolution *shape, const Tiling *t, const float *x, long channel,
                                          long firstRow, long rowCount, long vectors, float *scratch, float *windows,
                                          long toVector, long toPoint) {
  const float *zeros = scratch;
  float *rows = scratch + t->pitch;
  long width = shape->width, padding = shape->padding, pitch = t->pitch;
  // Down the columns, where pixels lie side by side anyway.
  long example = firstRow / t->rows, row = firstRow % t->rows;
  for (long r = 0; r < rowCount; r++) {
    const float *plane = x + (example * shape->channels + channel) * shape->height * width;
    const float *d[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      long y = row * TILE - padding + i;
      d[i] = y >= 0 && y < shape->height ? plane + y * width : zeros;
    }
    float *u = rows + r * WINDOW * pitch + LANES;
    long i = 0;
    for (; i + LANES <= width; i += LANES) {
      Vector t0, t1, t2, t3, t4, t5;
      TRANSFORM_INPUT(LOAD(d[0] + i), LOAD(d[1] + i), LOAD(d[2] + i), LOAD(d[3] + i), LOAD(d[4] + i), LOAD(d[5] + i),
                      t0, t1, t2, t3, t4, t5);
      STORE_SIX(u + i, pitch, t0, t1, t2, t3, t4, t5);
    }
    for (; i < width; i++) {
      TRANSFORM_INPUT(d[0][i], d[1][i], d[2][i], d[3][i], d[4][i], d[5][i], u[i], u[pitch + i], u[2 * pitch + i],
                      u[3 * pitch + i], u[4 * pitch + i], u[5 * pitch + i]);
    }
    if (++row == t->rows) row = 0, example++;
  }
  // Along the rows, 16 tiles at once.
  long tileRow = 0, column = 0;
  for (long b = 0; b < vectors; b++) {
    const float *quad[QUADS];
    long advance[QUADS];
    for (int q = 0; q < QUADS; q++) {
      int exists = tileRow < rowCount;
      quad[q] = exists ? rows + tileRow * WINDOW * pitch + LANES - padding + column * LANES : zeros;
      advance[q] = exists ? pitch : 0;
      if (++column == t->units) column = 0, tileRow++;
    }
    for (int i = 0; i < WINDOW; i++) {
      Vector q0 = LOAD(quad[0]), q1 = LOAD(quad[1]), q2 = LOAD(quad[2]), q3 = LOAD(quad[3]);
      Vector n0 = LOAD(quad[0] + TILE), n1 = LOAD(quad[1] + TILE), n2 = LOAD(quad[2] + TILE),
             n3 = LOAD(quad[3] + TILE);
      Vector d0, d1, d2, d3, d4, d5;
      SPLIT_LOW(q0, q1, q2, q3, d0, d1);
      SPLIT_HIGH(q0, q1, q2, q3, d2, d3);
      SPLIT_LOW(n0, n1, n2, n3, d4, d5);
      Vector t0, t1, t2, t3, t4, t5;
      TRANSFORM_INPUT(d0, d1, d2, d3, d4, d5, t0, t1, t2, t3, t4, t5);
      float *w = windows + (long)i * WINDOW * toPoint + b * toVector;
      STORE_SIX(w, toPoint, t0, t1, t2, t3, t4, t5);
      for (int q = 0; q < QUADS; q++) quad[q] += advance[q];
    }
  }
}

// The same for narrow maps, tile by tile.
static inline void NAME(transformNarrowWindows)(const EdnetConvolution *shape, const Tiling *t, const float *x,
                                                long firstRow, long rowCount, long vectors, float *windows,
                                                long toVector, long toPoint) {
  for (long b = 0; b < vectors; b++) {
    Unit tiles[LANES];
    NAME(place)(t, firstRow, rowCount, b, tiles);
    // What lies outside of the map is the same for all channels, and stays 0.
    Vector d[POINTS];
    memset(d, 0, sizeof d);
    for (long c = 0; c < shape->channels; c++) {
      for (int lane = 0; lane < LANES && tiles[lane].exists; lane++) {
        long top = tiles[lane].line - shape->padding, left = tiles[lane].column - shape->padding;
        const float *plane = x + (tiles[lane].example * shape->channels + c) * shape->height * shape->width;
        long firstLine = top < 0 ? -top : 0, endLine = least(WINDOW, shape->height - top);
        long firstColumn = left < 0 ? -left : 0, endColumn = least(WINDOW, shape->width - left);
        for (long i = firstLine; i < endLine; i++) {
          const float *source = plane + (top + i) * shape->width;
          for (long j = firstColumn; j < endColumn; j++) ((float *)&d[i * WINDOW + j])[lane] = source[left + j];
        }
      }
      Vector h[POINTS];
      for (int j = 0; j < WINDOW; j++) {
        TRANSFORM_INPUT(d[j], d[6 + j], d[12 + j], d[18 + j], d[24 + j], d[30 + j], h[j], h[6 + j], h[12 + j],
                        h[18 + j], h[24 + j], h[30 + j]);
      }
      float *w = windows + b * toVector + c * LANES;
      for (int i = 0; i < WINDOW; i++, w += WINDOW * toPoint) {
        const Vector *s = h + i * WINDOW;
        Vector t0, t1, t2, t3, t4, t5;
        TRANSFORM_INPUT(s[0], s[1], s[2], s[3], s[4], s[5], t0, t1, t2, t3, t4, t5);
        STORE_SIX(w, toPoint, t0, t1, t2, t3, t4, t5);
      }
    }
  }
}

// The windows of the channels of a group.
static inline void NAME(transformChannels)(const EdnetConvolution *shape, const Tiling *t, const float *x,
                                           long firstRow, long rowCount, long vectors, float *scratch, float *windows,
                                           long toVector, long toPoint) {
  if (t->isNarrow) {
    NAME(transformNarrowWindows)(shape, t, x, firstRow, rowCount, vectors, windows, toVector, toPoint);
    return;
  }
  for (long c = 0; c < shape->channels; c++) {
    NAME(transformWindows)(shape, t, x, c, firstRow, rowCount, vectors, scratch, windows + c * LANES, toVector,
                           toPoint);
  }
}

// ROWS filters of a vector `v`, or of its first half, to `out`. A few small maps fill no more than that half, and it is
// done twice as fast; units fill a vector from its first lane, so that nobody reads what the other half is left with.
#define MULTIPLY_PANEL(Type, Unaligned) \
  do { \
    Type sums[ROWS]; \
    for (int r = 0; r < ROWS; r++) sums[r] = (Type){0}; \
    for (long c = 0; c < channels; c++) { \
      Type value = *(const Unaligned *)(v + c * LANES); \
      _Pragma("clang loop unroll(full)") for (int r = 0; r < ROWS; r++) sums[r] += value * panel[c * ROWS + r]; \
    } \
    for (int r = 0; r < ROWS; r++) *(Unaligned *)(out + r * LANES) = sums[r]; \
  } while (0)

// products[point][vector][filter][16 tiles] = weights[point][filter panel][channel][ROWS] ·
// windows[point][vector][channel][16 tiles].
static void NAME(multiply)(const float *weights, const float *windows, long filters, long channels, long vectors,
                           int isLastFull, float *products) {
  long windowStep = pointStep(vectors, channels), productStep = pointStep(vectors, filters);
  for (long point = 0; point < POINTS; point++) {
    for (long k = 0; k < filters; k += ROWS) {
      const float *panel = weights + (point * filters + k) * channels;
      for (long b = 0; b < vectors; b++) {
        const float *v = windows + point * windowStep + b * channels * LANES;
        float *out = products + point * productStep + (b * filters + k) * LANES;
        if (b == vectors - 1 && !isLastFull) {
          MULTIPLY_PANEL(HalfVector, UnalignedHalf);
        } else {
          MULTIPLY_PANEL(Vector, UnalignedVector);
        }
      }
    }
  }
}

// Writes 16 tiles of 4×4 outputs of one filter, quad by quad.
static inline void NAME(storeQuads)(const EdnetConvolution *shape, const Tiling *t, Vector o[4][4], long filter,
                                    const Unit quads[LANES], float *y) {
  for (int i = 0; i < 4; i++) {
    Vector low01 = ZIP_LOW(o[i][0], o[i][1]), low23 = ZIP_LOW(o[i][2], o[i][3]);
    Vector high01 = ZIP_HIGH(o[i][0], o[i][1]), high23 = ZIP_HIGH(o[i][2], o[i][3]);
    Vector pixels[QUADS] = {QUAD(low01, low23, 0), QUAD(low01, low23, 8), QUAD(high01, high23, 0),
                            QUAD(high01, high23, 8)};
    for (int q = 0; q < QUADS; q++) {
      long line = quads[q].line + i;
      if (!quads[q].exists || line >= t->outputHeight) continue;
      float *plane = y + (quads[q].example * shape->filters + filter) * t->outputHeight * t->outputWidth;
      NAME(storePart)(plane + line * t->outputWidth + quads[q].column, &pixels[q], t->outputWidth - quads[q].column);
    }
  }
}

// Writes 16 tiles of 2×2 pooled outputs of one filter, quad by quad.
static inline void NAME(storePooledQuads)(const EdnetConvolution *shape, const Tiling *t, Vector best[2][2],
                                          Mask chosen[2][2], long filter, const Unit quads[LANES], float *y,
                                          uint8_t *choices) {
  long height = t->outputHeight / 2, width = t->outputWidth / 2;
  for (int i = 0; i < 2; i++) {
    Vector pixels[2] = {ZIP_LOW(best[i][0], best[i][1]), ZIP_HIGH(best[i][0], best[i][1])};
    Bytes left = __builtin_convertvector(chosen[i][0], Bytes), right = __builtin_convertvector(chosen[i][1], Bytes);
    Bytes bytes[2] = {ZIP_LOW(left, right), ZIP_HIGH(left, right)};
    for (int q = 0; q < QUADS; q++) {
      long line = quads[q].line / 2 + i, column = quads[q].column / 2;
      long count = least(8, width - column);
      if (!quads[q].exists || line >= height || count <= 0) continue;
      long place = ((quads[q].example * shape->filters + filter) * height + line) * width + column;
      const float *source = (const float *)&pixels[q / 2] + q % 2 * 8;
      const uint8_t *choice = (const uint8_t *)&bytes[q / 2] + q % 2 * 8;
      if (count == 8) {
        *(UnalignedHalf *)(y + place) = *(const UnalignedHalf *)source;
        if (choices) *(UnalignedBytes *)(choices + place) = *(const UnalignedBytes *)choice;
      } else {
        memcpy(y + place, source, count * sizeof(float));
        if (choices) memcpy(choices + place, choice, count);
      }
    }
  }
}

// Writes the tiles of narrow maps: `extent` rows and columns of each, 4 of the output or 2 of what is pooled.
static inline void NAME(storeTiles)(const EdnetConvolution *shape, const Tiling *t, const Vector *values,
                                    const Mask *chosen, int extent, long filter, const Unit tiles[LANES], float *y,
                                    uint8_t *choices) {
  long height = t->outputHeight * extent / TILE, width = t->outputWidth * extent / TILE;
  for (int lane = 0; lane < LANES && tiles[lane].exists; lane++) {
    long line = tiles[lane].line * extent / TILE, column = tiles[lane].column * extent / TILE;
    long place = ((tiles[lane].example * shape->filters + filter) * height + line) * width + column;
    for (int i = 0; i < extent && line + i < height; i++) {
      for (int j = 0; j < extent && column + j < width; j++) {
        y[place + i * width + j] = values[i * extent + j][lane];
        if (choices) choices[place + i * width + j] = chosen[i * extent + j][lane];
      }
    }
  }
}

// Takes the products of one vector of tiles and one filter to outputs.
static inline void NAME(transformProducts)(const EdnetConvolution *shape, const Tiling *t, const float *products,
                                           long step, long filter, const Unit units[LANES],
                                           const EdnetEpilogue *epilogue, float *y) {
  Vector h[4 * WINDOW], o[4][4];
  for (int i = 0; i < WINDOW; i++) {
    const float *m = products + i * WINDOW * step;
    Vector m0 = LOAD(m), m1 = LOAD(m + step), m2 = LOAD(m + 2 * step), m3 = LOAD(m + 3 * step),
           m4 = LOAD(m + 4 * step), m5 = LOAD(m + 5 * step);
    TRANSFORM_OUTPUT(m0, m1, m2, m3, m4, m5, h[4 * i], h[4 * i + 1], h[4 * i + 2], h[4 * i + 3]);
  }
  for (int j = 0; j < 4; j++) {
    TRANSFORM_OUTPUT(h[j], h[4 + j], h[8 + j], h[12 + j], h[16 + j], h[20 + j], o[0][j], o[1][j], o[2][j], o[3][j]);
  }
  float bias = epilogue->bias ? epilogue->bias[filter] : 0;
  if (epilogue->pools) {
    Vector best[2][2];
    Mask chosen[2][2];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        Vector four[4] = {o[2 * i][2 * j], o[2 * i][2 * j + 1], o[2 * i + 1][2 * j], o[2 * i + 1][2 * j + 1]};
        NAME(pool)(four, bias, epilogue->rectifies, &best[i][j], &chosen[i][j]);
      }
    }
    if (t->isNarrow) {
      NAME(storeTiles)(shape, t, best[0], chosen[0], 2, filter, units, y, epilogue->choice);
    } else {
      NAME(storePooledQuads)(shape, t, best, chosen, filter, units, y, epilogue->choice);
    }
    return;
  }
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < 4; j++) {
      o[i][j] += bias;
      if (epilogue->rectifies) o[i][j] = RECTIFIED(o[i][j]);
    }
  }
  if (t->isNarrow) {
    NAME(storeTiles)(shape, t, o[0], NULL, 4, filter, units, y, NULL);
  } else {
    NAME(storeQuads)(shape, t, o, filter, units, y);
  }
}

static void NAME(winogradForward)(const EdnetConvolution *shape, const float *x, const float *weights,
                                  const EdnetEpilogue *epilogue, float *y, float *scratch) {
  Tiling t = tilingOf(shape);
  long filters = paddedFilters(shape->filters), channels = shape->channels;
  float *windows = scratch;
  float *products = windows + POINTS * pointStep(t.groupVectors, channels);
  float *rest = products + POINTS * pointStep(t.groupVectors, filters);
  NAME(clearRows)(&t, rest);
  long rowCount = shape->examples * t.rows;
  for (long row = 0; row < rowCount; row += t.groupRows) {
    long rows = least(t.groupRows, rowCount - row), vectors = ceilingDivide(rows * t.units, t.unitsOfVector);
    NAME(transformChannels)(shape, &t, x, row, rows, vectors, rest, windows, channels * LANES,
                            pointStep(vectors, channels));
    int isLastFull = rows * t.units > (vectors - 1) * t.unitsOfVector + t.unitsOfVector / 2;
    NAME(multiply)(weights, windows, filters, channels, vectors, isLastFull, products);
    for (long b = 0; b < vectors; b++) {
      Unit units[LANES];
      NAME(place)(&t, row, rows, b, units);
      for (long k = 0; k < shape->filters; k++) {
        NAME(transformProducts)(shape, &t, products + (b * filters + k) * LANES, pointStep(vectors, filters), k, units,
                                epilogue, y);
      }
    }
  }
}

static void NAME(winogradWeights)(const float *w, long filters, long channels, int rotates, float *weights) {
  long outputs = rotates ? channels : filters, inputs = rotates ? filters : channels;
  long padded = paddedFilters(outputs);
  // Where the weights of an output and an input begin.
  long outputStep = rotates ? 9 : channels * 9, inputStep = rotates ? channels * 9 : 9;
  for (long first = 0; first < padded; first += ROWS) {
    for (long c = 0; c < inputs; c += LANES) {
      long count = least(LANES, inputs - c);
      // A panel of ROWS outputs and 16 inputs at a time: the points lie so far apart that they share places in the
      // cache, so that each is written in one go.
      float panel[POINTS][LANES][ROWS];
      for (int r = 0; r < ROWS; r++) {
        Vector g[9], h[3 * WINDOW];
        for (int i = 0; i < 9; i++) g[i] = (Vector){0};
        if (first + r < outputs) {
          for (long n = 0; n < count; n++) {
            const float *source = w + (first + r) * outputStep + (c + n) * inputStep;
            for (int i = 0; i < 9; i++) g[i][n] = source[rotates ? 8 - i : i];
          }
        }
        for (int j = 0; j < 3; j++) {
          TRANSFORM_WEIGHTS(g[j], g[3 + j], g[6 + j], h[j], h[3 + j], h[6 + j], h[9 + j], h[12 + j], h[15 + j]);
        }
        for (int i = 0; i < WINDOW; i++) {
          const Vector *s = h + 3 * i;
          Vector u[WINDOW];
          TRANSFORM_WEIGHTS(s[0], s[1], s[2], u[0], u[1], u[2], u[3], u[4], u[5]);
          for (int j = 0; j < WINDOW; j++)
            for (int n = 0; n < LANES; n++) panel[i * WINDOW + j][n][r] = u[j][n];
        }
      }
      for (long p = 0; p < POINTS; p++) {
        memcpy(weights + (p * padded + first) * inputs + c * ROWS, panel[p], count * ROWS * sizeof(float));
      }
    }
  }
}

// Reads 16 tiles of 4×4 gradients of one filter, quad by quad: lane by lane those of row i and column j.
static inline void NAME(loadQuads)(const EdnetConvolution *shape, const Tiling *t, const float *dz, long filter,
                                   const Unit quads[LANES], Vector d[4][4]) {
  for (int i = 0; i < TILE; i++) {
    Vector pixels[QUADS];
    for (int q = 0; q < QUADS; q++) {
      pixels[q] = (Vector){0};
      if (!quads[q].exists || quads[q].line + i >= t->outputHeight) continue;
      const float *plane = dz + (quads[q].example * shape->filters + filter) * t->outputHeight * t->outputWidth;
      const float *source = plane + (quads[q].line + i) * t->outputWidth + quads[q].column;
      if (t->outputWidth - quads[q].column >= LANES) {
        pixels[q] = LOAD(source);
      } else {
        memcpy(&pixels[q], source, (t->outputWidth - quads[q].column) * sizeof(float));
      }
    }
    SPLIT_LOW(pixels[0], pixels[1], pixels[2], pixels[3], d[i][0], d[i][1]);
    SPLIT_HIGH(pixels[0], pixels[1], pixels[2], pixels[3], d[i][2], d[i][3]);
  }
}

// The same for narrow maps.
static inline void NAME(loadTiles)(const EdnetConvolution *shape, const Tiling *t, const float *dz, long filter,
                                   const Unit tiles[LANES], Vector d[4][4]) {
  memset(d, 0, 16 * sizeof(Vector));
  for (int lane = 0; lane < LANES && tiles[lane].exists; lane++) {
    const float *plane = dz + (tiles[lane].example * shape->filters + filter) * t->outputHeight * t->outputWidth;
    long lines = least(TILE, t->outputHeight - tiles[lane].line);
    long columns = least(TILE, t->outputWidth - tiles[lane].column);
    for (int i = 0; i < lines; i++) {
      const float *source = plane + (tiles[lane].line + i) * t->outputWidth + tiles[lane].column;
      for (int j = 0; j < columns; j++) ((float *)&d[i][j])[lane] = source[j];
    }
  }
}

// Writes the transformed gradients of one filter and one vector of tiles: point p goes to `place` + p · step.
static inline void NAME(transformGradients)(const EdnetConvolution *shape, const Tiling *t, const float *dz,
                                            long filter, const Unit units[LANES], float *place, long step) {
  Vector d[4][4], h[4 * WINDOW];
  if (t->isNarrow) {
    NAME(loadTiles)(shape, t, dz, filter, units, d);
  } else {
    NAME(loadQuads)(shape, t, dz, filter, units, d);
  }
  for (int i = 0; i < TILE; i++) {
    Vector *r = h + i * WINDOW;
    TRANSFORM_GRADIENT(d[i][0], d[i][1], d[i][2], d[i][3], r[0], r[1], r[2], r[3], r[4], r[5]);
  }
  for (int j = 0; j < WINDOW; j++) {
    Vector t0, t1, t2, t3, t4, t5;
    TRANSFORM_GRADIENT(h[j], h[WINDOW + j], h[2 * WINDOW + j], h[3 * WINDOW + j], t0, t1, t2, t3, t4, t5);
    STORE_SIX(place + j * step, WINDOW * step, t0, t1, t2, t3, t4, t5);
  }
}

// gradient[point][16 channels][filter][16] += windows[point][vector][16 channels][tile][16] ·
// products[point][vector][filter][tile].
static void NAME(multiplyGradient)(const float *windows, const float *products, long filters, long channelBlocks,
                                   long vectors, long tilesOfLast, float *gradient) {
  long windowStep = pointStep(vectors, channelBlocks * LANES), productStep = pointStep(vectors, filters);
  for (long point = 0; point < POINTS; point++) {
    for (long block = 0; block < channelBlocks; block++) {
      for (long k = 0; k < filters; k += ROWS) {
        float *out = gradient + ((point * channelBlocks + block) * filters + k) * LANES;
        Vector sums[ROWS];
        for (int r = 0; r < ROWS; r++) sums[r] = LOAD(out + r * LANES);
        for (long b = 0; b < vectors; b++) {
          const float *v = windows + point * windowStep + (b * channelBlocks + block) * LANES * LANES;
          const float *m = products + point * productStep + (b * filters + k) * LANES;
          long tiles = b < vectors - 1 ? LANES : tilesOfLast;
          for (long tile = 0; tile < tiles; tile++) {
            Vector value = LOAD(v + tile * LANES);
#pragma clang loop unroll(full)
            for (int r = 0; r < ROWS; r++) sums[r] += value * m[r * LANES + tile];
          }
        }
        for (int r = 0; r < ROWS; r++) STORE(out + r * LANES, sums[r]);
      }
    }
  }
}

static void NAME(winogradGradient)(const EdnetConvolution *shape, const float *x, const float *dz, float *gradient,
                                   float *scratch) {
  Tiling t = tilingOf(shape);
  long filters = paddedFilters(shape->filters), blocks = paddedChannels(shape->channels) / LANES;
  float *windows = scratch;
  float *products = windows + POINTS * pointStep(t.groupVectors, blocks * LANES);
  float *rest = products + POINTS * pointStep(t.groupVectors, filters);
  NAME(clearRows)(&t, rest);
  long rowCount = shape->examples * t.rows;
  for (long row = 0; row < rowCount; row += t.groupRows) {
    long rows = least(t.groupRows, rowCount - row), vectors = ceilingDivide(rows * t.units, t.unitsOfVector);
    long step = blocks * LANES * LANES;
    long windowStep = pointStep(vectors, blocks * LANES), productStep = pointStep(vectors, filters);
    NAME(transformChannels)(shape, &t, x, row, rows, vectors, rest, windows, step, windowStep);
    // Channels that do not exist are multiplied too.
    for (long p = 0; p < POINTS; p++) {
      for (long b = 0; b < vectors; b++) {
        memset(windows + p * windowStep + b * step + shape->channels * LANES, 0,
               (blocks * LANES - shape->channels) * LANES * sizeof(float));
      }
    }
    for (long block = 0; block < blocks; block++) {
      for (long p = 0; p < POINTS; p++) {
        for (long b = 0; b < vectors; b++) {
          NAME(transpose)(windows + p * windowStep + b * step + block * LANES * LANES);
        }
      }
    }
    for (long b = 0; b < vectors; b++) {
      Unit units[LANES];
      NAME(place)(&t, row, rows, b, units);
      float *place = products + b * filters * LANES;
      for (long k = 0; k < shape->filters; k++) {
        NAME(transformGradients)(shape, &t, dz, k, units, place + k * LANES, productStep);
      }
      // Filters that do not exist are multiplied too.
      for (long p = 0; p < POINTS; p++) {
        memset(place + p * productStep + shape->filters * LANES, 0,
               (filters - shape->filters) * LANES * sizeof(float));
      }
    }
    long tilesOfLast = t.isNarrow ? rows * t.units - (vectors - 1) * LANES : LANES;
    NAME(multiplyGradient)(windows, products, filters, blocks, vectors, tilesOfLast, gradient);
  }
}

static void NAME(winogradWeightGradient)(const float *gradient, long filters, long channels, float *dw) {
  long padded = paddedFilters(filters), blocks = paddedChannels(channels) / LANES;
  for (long block = 0; block < blocks; block++) {
    for (long k = 0; k < filters; k++) {
      const float *source = gradient + (block * padded + k) * LANES;
      long step = blocks * padded * LANES;
      Vector h[3 * WINDOW], g[9];
      for (int j = 0; j < WINDOW; j++) {
        const float *u = source + j * step;
        long row = WINDOW * step;
        TRANSFORM_FACTORS(LOAD(u), LOAD(u + row), LOAD(u + 2 * row), LOAD(u + 3 * row), LOAD(u + 4 * row),
                          LOAD(u + 5 * row), h[j], h[WINDOW + j], h[2 * WINDOW + j]);
      }
      for (int i = 0; i < 3; i++) {
        Vector *s = h + i * WINDOW;
        TRANSFORM_FACTORS(s[0], s[1], s[2], s[3], s[4], s[5], g[3 * i], g[3 * i + 1], g[3 * i + 2]);
      }
      long count = least(LANES, channels - block * LANES);
      for (long c = 0; c < count; c++) {
        float *target = dw + (k * channels + block * LANES + c) * 9;
        for (int i = 0; i < 9; i++) target[i] += g[i][c];
      }
    }
  }
}
