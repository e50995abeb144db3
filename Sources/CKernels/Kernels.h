// The loops themselves; included once for each instruction set, with NAME, TABLE, INSTRUCTION_SET and ROWS, the number
// of sums that fit into the registers beside what they are made of.

#include <string.h>

#include "CKernels.h"
#include "Layout.h"

typedef float Vector __attribute__((vector_size(64)));
typedef float UnalignedVector __attribute__((vector_size(64), aligned(4)));
typedef int32_t Mask __attribute__((vector_size(64)));
typedef uint8_t Bytes __attribute__((vector_size(16)));
typedef uint8_t UnalignedBytes __attribute__((vector_size(8), aligned(1)));
typedef float HalfVector __attribute__((vector_size(32)));
typedef float UnalignedHalf __attribute__((vector_size(32), aligned(4)));

#define LOAD(place) ((Vector) * (const UnalignedVector *)(place))
#define STORE(place, value) (*(UnalignedVector *)(place) = (value))
// Lane by lane: a where the mask is set, else b.
#define SELECT(mask, a, b) ((Vector)(((Mask)(a) & (mask)) | ((Mask)(b) & ~(mask))))
// Unlike a maximum it keeps a NaN, which the check of the loss finds.
#define RECTIFIED(z) SELECT((z) < (Vector){0}, (Vector){0}, (z))

// MARK: One-dimensional transforms of Winograd's F(4, 3)
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

// MARK: Shuffles

// Lane 4 q + t of part j is scalar 4 t + j of quad q: from runs of pixels to one vector for each column of the tiles.
#define SPLIT_PAIR_LOW(a, b) \
  __builtin_shufflevector(a, b, 0, 4, 8, 12, 16, 20, 24, 28, 1, 5, 9, 13, 17, 21, 25, 29)
#define SPLIT_PAIR_HIGH(a, b) \
  __builtin_shufflevector(a, b, 2, 6, 10, 14, 18, 22, 26, 30, 3, 7, 11, 15, 19, 23, 27, 31)
#define LOW_HALVES(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23)
#define HIGH_HALVES(a, b) \
  __builtin_shufflevector(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31)
#define SPLIT_LOW(q0, q1, q2, q3, part0, part1) \
  do { \
    Vector left_ = SPLIT_PAIR_LOW(q0, q1), right_ = SPLIT_PAIR_LOW(q2, q3); \
    (part0) = LOW_HALVES(left_, right_), (part1) = HIGH_HALVES(left_, right_); \
  } while (0)
#define SPLIT_HIGH(q0, q1, q2, q3, part2, part3) \
  do { \
    Vector left_ = SPLIT_PAIR_HIGH(q0, q1), right_ = SPLIT_PAIR_HIGH(q2, q3); \
    (part2) = LOW_HALVES(left_, right_), (part3) = HIGH_HALVES(left_, right_); \
  } while (0)
// a and b by turns: the first 16, and the last 16.
#define ZIP_LOW(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define ZIP_HIGH(a, b) \
  __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#define EVEN_LANES(a, b) \
  __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define ODD_LANES(a, b) \
  __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)
// The inverse of SPLIT for one quad: the pixels of its four tiles from pairs zipped before.
#define QUAD(pairs01, pairs23, first) \
  __builtin_shufflevector(pairs01, pairs23, first, first + 1, first + 16, first + 17, first + 2, first + 3, \
                          first + 18, first + 19, first + 4, first + 5, first + 20, first + 21, first + 6, first + 7, \
                          first + 22, first + 23)

// Transposes a matrix of 16 × 16 in place, in four rounds that each interleave its halves.
static inline void NAME(transpose)(float *matrix) {
  Vector v[LANES], w[LANES];
  for (int i = 0; i < LANES; i++) v[i] = LOAD(matrix + i * LANES);
  for (int round = 0; round < 2; round++) {
    for (int i = 0; i < LANES / 2; i++) {
      w[2 * i] = ZIP_LOW(v[i], v[i + LANES / 2]);
      w[2 * i + 1] = ZIP_HIGH(v[i], v[i + LANES / 2]);
    }
    for (int i = 0; i < LANES / 2; i++) {
      v[2 * i] = ZIP_LOW(w[i], w[i + LANES / 2]);
      v[2 * i + 1] = ZIP_HIGH(w[i], w[i + LANES / 2]);
    }
  }
  for (int i = 0; i < LANES; i++) STORE(matrix + i * LANES, v[i]);
}

// MARK: Winograd

// Where a quad, or a tile of a narrow map, begins in the output.
typedef struct Unit {
  long example, line, column;
  int exists;
} Unit;

// The units of one vector. Worked out once for all channels: these divisions took longer than the transforms.
static inline void NAME(place)(const Tiling *t, long firstRow, long rowCount, long vector, Unit units[LANES]) {
  long width = t->unitsOfVector == QUADS ? LANES : TILE;
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
      STORE(u + i, t0);
      STORE(u + pitch + i, t1);
      STORE(u + 2 * pitch + i, t2);
      STORE(u + 3 * pitch + i, t3);
      STORE(u + 4 * pitch + i, t4);
      STORE(u + 5 * pitch + i, t5);
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
      STORE(w, t0);
      STORE(w + toPoint, t1);
      STORE(w + 2 * toPoint, t2);
      STORE(w + 3 * toPoint, t3);
      STORE(w + 4 * toPoint, t4);
      STORE(w + 5 * toPoint, t5);
      for (int q = 0; q < QUADS; q++) quad[q] += advance[q];
    }
  }
}

// The same for narrow maps, tile by tile.
static inline void NAME(transformNarrowWindows)(const EdnetConvolution *shape, const Tiling *t, const float *x,
                                                long channels, long firstRow, long rowCount, long vectors,
                                                float *windows, long toVector, long toPoint) {
  for (long b = 0; b < vectors; b++) {
    Unit tiles[LANES];
    NAME(place)(t, firstRow, rowCount, b, tiles);
    // What lies outside of the map is the same for all channels, and stays 0.
    Vector d[POINTS];
    memset(d, 0, sizeof d);
    for (long c = 0; c < channels; c++) {
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
        STORE(w, t0);
        STORE(w + toPoint, t1);
        STORE(w + 2 * toPoint, t2);
        STORE(w + 3 * toPoint, t3);
        STORE(w + 4 * toPoint, t4);
        STORE(w + 5 * toPoint, t5);
      }
    }
  }
}

// The windows of the channels of a group.
static inline void NAME(transformChannels)(const EdnetConvolution *shape, const Tiling *t, const float *x,
                                           long firstRow, long rowCount, long vectors, float *scratch, float *windows,
                                           long toVector, long toPoint) {
  if (t->unitsOfVector == LANES) {
    NAME(transformNarrowWindows)(shape, t, x, shape->channels, firstRow, rowCount, vectors, windows, toVector, toPoint);
    return;
  }
  for (long c = 0; c < shape->channels; c++) {
    NAME(transformWindows)(shape, t, x, c, firstRow, rowCount, vectors, scratch, windows + c * LANES, toVector, toPoint);
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

// Writes up to 16 (or 8) scalars of a vector.
static inline void NAME(storePart)(float *place, const Vector *value, long count) {
  if (count >= LANES) {
    STORE(place, *value);
  } else if (count > 0) {
    memcpy(place, value, count * sizeof(float));
  }
}

// Pooling of a 2×2 square in registers: the greatest, and which one it was.
static inline void NAME(pool)(const Vector candidates[4], float bias, int rectifies, Vector *greatest, Mask *choice) {
  Vector best = candidates[0];
  Mask chosen = {0};
  for (int n = 1; n < 4; n++) {
    // A NaN wins, which the check of the loss finds.
    Mask greater = (candidates[n] > best) | (candidates[n] != candidates[n]);
    best = SELECT(greater, candidates[n], best);
    chosen = (greater & n) | (~greater & chosen);
  }
  best += bias;
  if (rectifies) {
    Mask positive = best > (Vector){0};
    chosen = (positive & chosen) | (~positive & 4);
    best = RECTIFIED(best);
  }
  *greatest = best;
  *choice = chosen;
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
  int isNarrow = t->unitsOfVector == LANES;
  if (epilogue->pools) {
    Vector best[2][2];
    Mask chosen[2][2];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        Vector four[4] = {o[2 * i][2 * j], o[2 * i][2 * j + 1], o[2 * i + 1][2 * j], o[2 * i + 1][2 * j + 1]};
        NAME(pool)(four, bias, epilogue->rectifies, &best[i][j], &chosen[i][j]);
      }
    }
    if (isNarrow) {
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
  if (isNarrow) {
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
  if (t->unitsOfVector == LANES) {
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
    float *p = place + j * step;
    STORE(p, t0);
    STORE(p + 1 * WINDOW * step, t1);
    STORE(p + 2 * WINDOW * step, t2);
    STORE(p + 3 * WINDOW * step, t3);
    STORE(p + 4 * WINDOW * step, t4);
    STORE(p + 5 * WINDOW * step, t5);
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
    long tilesOfLast = t.unitsOfVector == LANES ? rows * t.units - (vectors - 1) * LANES : LANES;
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

// MARK: The plain sum for one channel

// Copies a map with its padding; returns the length of a row.
static long NAME(pad)(const EdnetConvolution *shape, const float *x, float *padded) {
  long pitch = ceilingDivide(shape->width + 2 * shape->padding, LANES) * LANES + 2 * LANES;
  long rows = shape->height + 2 * shape->padding + 1;
  memset(padded, 0, rows * pitch * sizeof(float));
  for (long y = 0; y < shape->height; y++) {
    memcpy(padded + (y + shape->padding) * pitch + shape->padding, x + y * shape->width,
           shape->width * sizeof(float));
  }
  return pitch;
}

// Takes two rows of sums of one filter to one or two rows of outputs.
static inline void NAME(finishRows)(long outputHeight, long outputWidth, const float *upper, const float *lower, long line, float bias,
                                    const EdnetEpilogue *epilogue, float *plane, uint8_t *choice) {
  if (!epilogue->pools) {
    for (int i = 0; i < 2 && line + i < outputHeight; i++) {
      const float *sums = i == 0 ? upper : lower;
      for (long x = 0; x < outputWidth; x += LANES) {
        Vector z = LOAD(sums + x) + bias;
        if (epilogue->rectifies) z = RECTIFIED(z);
        NAME(storePart)(plane + (line + i) * outputWidth + x, &z, outputWidth - x);
      }
    }
    return;
  }
  long height = outputHeight / 2, width = outputWidth / 2;
  if (line / 2 >= height) return;
  for (long x = 0; x < width; x += LANES) {
    Vector u0 = LOAD(upper + 2 * x), u1 = LOAD(upper + 2 * x + LANES);
    Vector l0 = LOAD(lower + 2 * x), l1 = LOAD(lower + 2 * x + LANES);
    Vector candidates[4] = {EVEN_LANES(u0, u1), ODD_LANES(u0, u1), EVEN_LANES(l0, l1), ODD_LANES(l0, l1)};
    Vector best;
    Mask chosen;
    NAME(pool)(candidates, bias, epilogue->rectifies, &best, &chosen);
    long place = line / 2 * width + x;
    NAME(storePart)(plane + place, &best, width - x);
    if (choice) {
      Bytes bytes = __builtin_convertvector(chosen, Bytes);
      memcpy(choice + place, &bytes, least(LANES, width - x));
    }
  }
}

static void NAME(directForward)(const EdnetConvolution *shape, const float *x, const float *w,
                                const EdnetEpilogue *epilogue, float *y, float *scratch) {
  enum { FILTERS = 4 };
  Tiling t = tilingOf(shape);
  float *sums = scratch;
  long outputCount = epilogue->pools ? (t.outputHeight / 2) * (t.outputWidth / 2) : t.outputHeight * t.outputWidth;
  for (long example = 0; example < shape->examples; example++) {
    long pitch = ceilingDivide(shape->width + 2 * shape->padding, LANES) * LANES + 2 * LANES;
    float *padded = sums + 2 * FILTERS * pitch;
    NAME(pad)(shape, x + example * shape->height * shape->width, padded);
    for (long line = 0; line < t.outputHeight; line += 2) {
      const float *source = padded + line * pitch;
      for (long first = 0; first < shape->filters; first += FILTERS) {
        long count = least(FILTERS, shape->filters - first);
        float g[FILTERS][9] = {{0}};
        memcpy(g, w + first * 9, count * 9 * sizeof(float));
        for (long column = 0; column < t.outputWidth; column += LANES) {
          Vector z[FILTERS][2];
          for (int k = 0; k < FILTERS; k++) z[k][0] = z[k][1] = (Vector){0};
          for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 3; j++) {
              Vector value = LOAD(source + i * pitch + column + j);
              for (int k = 0; k < FILTERS; k++) {
                if (i < 3) z[k][0] += value * g[k][3 * i + j];
                if (i > 0) z[k][1] += value * g[k][3 * i - 3 + j];
              }
            }
          }
          for (int k = 0; k < FILTERS; k++) {
            STORE(sums + 2 * k * pitch + column, z[k][0]);
            STORE(sums + (2 * k + 1) * pitch + column, z[k][1]);
          }
        }
        for (int k = 0; k < count; k++) {
          long plane = (example * shape->filters + first + k) * outputCount;
          NAME(finishRows)(t.outputHeight, t.outputWidth, sums + 2 * k * pitch, sums + (2 * k + 1) * pitch, line,
                           epilogue->bias ? epilogue->bias[first + k] : 0, epilogue, y + plane,
                           epilogue->choice ? epilogue->choice + plane : NULL);
        }
      }
    }
  }
}

static void NAME(directGradient)(const EdnetConvolution *shape, const float *x, const float *dz, float *dw,
                                 float *scratch) {
  Tiling t = tilingOf(shape);
  for (long example = 0; example < shape->examples; example++) {
    long pitch = NAME(pad)(shape, x + example * shape->height * shape->width, scratch);
    for (long k = 0; k < shape->filters; k++) {
      const float *plane = dz + (example * shape->filters + k) * t.outputHeight * t.outputWidth;
      Vector sums[9];
      for (int i = 0; i < 9; i++) sums[i] = (Vector){0};
      for (long line = 0; line < t.outputHeight; line += 2) {
        for (long column = 0; column < t.outputWidth; column += LANES) {
          const float *g = plane + line * t.outputWidth + column;
          Vector upper = {0}, lower = {0};
          long count = least(LANES, t.outputWidth - column);
          if (count == LANES) {
            upper = LOAD(g);
            if (line + 1 < t.outputHeight) lower = LOAD(g + t.outputWidth);
          } else {
            memcpy(&upper, g, count * sizeof(float));
            if (line + 1 < t.outputHeight) memcpy(&lower, g + t.outputWidth, count * sizeof(float));
          }
          const float *source = scratch + line * pitch + column;
          for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 3; j++) {
              Vector value = LOAD(source + i * pitch + j);
              if (i < 3) sums[3 * i + j] += upper * value;
              if (i > 0) sums[3 * i - 3 + j] += lower * value;
            }
          }
        }
      }
      for (int i = 0; i < 9; i++) {
        float sum = 0;
        for (int lane = 0; lane < LANES; lane++) sum += sums[i][lane];
        dw[k * 9 + i] += sum;
      }
    }
  }
}

// MARK: Pooling

static float NAME(unpool)(const float *dy, const uint8_t *choice, long height, long width, float *dz) {
  long pooledHeight = height / 2, pooledWidth = width / 2;
  Vector total = {0};
  float rest = 0;
  for (long line = 0; line < pooledHeight; line++) {
    const float *g = dy + line * pooledWidth;
    const uint8_t *c = choice + line * pooledWidth;
    float *upper = dz + 2 * line * width, *lower = upper + width;
    long x = 0;
    // Half a vector at a time: the smallest maps of a network are no wider.
    for (; x + LANES / 2 <= pooledWidth; x += LANES / 2) {
      Vector value = {0};
      Bytes bytes = {0};
      memcpy(&value, g + x, sizeof value / 2);
      memcpy(&bytes, c + x, sizeof bytes / 2);
      Mask chosen = __builtin_convertvector(bytes, Mask);
      Vector part[4];
      for (int n = 0; n < 4; n++) part[n] = SELECT(chosen == n, value, (Vector){0});
      total += (part[0] + part[1]) + (part[2] + part[3]);
      STORE(upper + 2 * x, ZIP_LOW(part[0], part[1]));
      STORE(lower + 2 * x, ZIP_LOW(part[2], part[3]));
    }
    for (; x < pooledWidth; x++) {
      upper[2 * x] = c[x] == 0 ? g[x] : 0;
      upper[2 * x + 1] = c[x] == 1 ? g[x] : 0;
      lower[2 * x] = c[x] == 2 ? g[x] : 0;
      lower[2 * x + 1] = c[x] == 3 ? g[x] : 0;
      rest += c[x] < 4 ? g[x] : 0;
    }
    if (width % 2) upper[width - 1] = lower[width - 1] = 0;
  }
  if (height % 2) memset(dz + (height - 1) * width, 0, width * sizeof(float));
  for (int lane = 0; lane < LANES; lane++) rest += total[lane];
  return rest;
}

// MARK: Normalisation

static void NAME(scale)(const float *x, long height, long width, float slope, const EdnetEpilogue *epilogue,
                        float *y) {
  enum { CHUNK = 64 * LANES };
  // What `finishRows` reads in vectors may go a vector or two beyond the piece.
  float rows[2][CHUNK + 2 * LANES];
  if (!epilogue->pools) {
    // One long row is as good as many.
    for (long first = 0; first < height * width; first += CHUNK) {
      long count = least(CHUNK, height * width - first);
      for (long n = 0; n < count; n++) rows[0][n] = x[first + n] * slope;
      NAME(finishRows)(1, count, rows[0], rows[0], 0, *epilogue->bias, epilogue, y + first, NULL);
    }
    return;
  }
  for (long line = 0; line + 1 < height; line += 2) {
    for (long first = 0; first < width; first += CHUNK) {
      long count = least(CHUNK, width - first), place = line / 2 * (width / 2) + first / 2;
      for (int i = 0; i < 2; i++) {
        const float *source = x + (line + i) * width + first;
        for (long n = 0; n < count; n++) rows[i][n] = source[n] * slope;
      }
      NAME(finishRows)(2, count, rows[0], rows[1], 0, *epilogue->bias, epilogue, y + place,
                       epilogue->choice ? epilogue->choice + place : NULL);
    }
  }
}

static float NAME(total)(const Vector sums[4], float rest) {
  Vector sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  for (int lane = 0; lane < LANES; lane++) rest += sum[lane];
  return rest;
}

// Adds up `term` of the vector and of the scalar at i, in four sums that do not wait for each other.
#define REDUCE(count, term) \
  do { \
    Vector sums_[4] = {{0}, {0}, {0}, {0}}; \
    float rest_ = 0; \
    long i = 0; \
    for (; i + 4 * LANES <= (count); i += 4 * LANES) { \
      for (int n_ = 0; n_ < 4; n_++) sums_[n_] += term(LOAD, n_ * LANES); \
    } \
    for (; i < (count); i++) rest_ += term(SCALAR, 0); \
    return NAME(total)(sums_, rest_); \
  } while (0)
#define SCALAR(place) (*(place))

static float NAME(sum)(const float *x, long count) {
#define TERM(get, offset) get(x + i + offset)
  REDUCE(count, TERM);
#undef TERM
}

static float NAME(squaredDeviations)(const float *x, long count, float mean) {
#define TERM(get, offset) (get(x + i + offset) - mean) * (get(x + i + offset) - mean)
  REDUCE(count, TERM);
#undef TERM
}

static float NAME(dot)(const float *a, const float *b, long count) {
#define TERM(get, offset) get(a + i + offset) * get(b + i + offset)
  REDUCE(count, TERM);
#undef TERM
}

static void NAME(combine)(const float *a, float p, const float *b, float q, float r, int rectifies, long count,
                          float *y) {
  long i = 0;
  for (; i + LANES <= count; i += LANES) {
    Vector sum = LOAD(a + i) * p + (LOAD(b + i) * q + r);
    STORE(y + i, rectifies ? RECTIFIED(sum) : sum);
  }
  for (; i < count; i++) {
    float sum = a[i] * p + (b[i] * q + r);
    y[i] = rectifies && sum < 0 ? 0 : sum;
  }
}

static void NAME(rectifyGradient)(float *gradient, const float *y, long count) {
  long i = 0;
  for (; i + LANES <= count; i += LANES) {
    STORE(gradient + i, SELECT(LOAD(y + i) > (Vector){0}, LOAD(gradient + i), (Vector){0}));
  }
  for (; i < count; i++) gradient[i] = y[i] > 0 ? gradient[i] : 0;
}

static void NAME(everySecond)(const float *x, long count, float *y) {
  long i = 0;
  // The last vector would read one scalar beyond the last that is wanted.
  for (; i + LANES < count; i += LANES) STORE(y + i, EVEN_LANES(LOAD(x + 2 * i), LOAD(x + 2 * i + LANES)));
  for (; i < count; i++) y[i] = x[2 * i];
}

// MARK: Matrix times vectors

static void NAME(products)(const float *w, long rows, long columns, const float *x, long examples, float *y) {
  enum { UNITS = 2, EXAMPLES = 4 };
  for (long r = 0; r < rows; r += UNITS) {
    long units = least(UNITS, rows - r);
    for (long e = 0; e < examples; e += EXAMPLES) {
      long count = least(EXAMPLES, examples - e);
      // Where there are fewer, the last one stands for the others: the sums of each stay the same.
      const float *u[UNITS], *v[EXAMPLES];
      for (int i = 0; i < UNITS; i++) u[i] = w + (r + least(i, units - 1)) * columns;
      for (int j = 0; j < EXAMPLES; j++) v[j] = x + (e + least(j, count - 1)) * columns;
      Vector sums[UNITS][EXAMPLES];
      for (int i = 0; i < UNITS; i++)
        for (int j = 0; j < EXAMPLES; j++) sums[i][j] = (Vector){0};
      long c = 0;
      for (; c + LANES <= columns; c += LANES) {
        for (int j = 0; j < EXAMPLES; j++) {
          Vector value = LOAD(v[j] + c);
          for (int i = 0; i < UNITS; i++) sums[i][j] += value * LOAD(u[i] + c);
        }
      }
      for (long i = 0; i < units; i++) {
        for (long j = 0; j < count; j++) {
          float sum = 0;
          for (long n = c; n < columns; n++) sum += u[i][n] * v[j][n];
          for (int lane = 0; lane < LANES; lane++) sum += sums[i][j][lane];
          y[(e + j) * rows + r + i] = sum;
        }
      }
    }
  }
}

const EdnetKernels TABLE = {
    INSTRUCTION_SET,
    NAME(winogradWeights),
    NAME(winogradForward),
    NAME(winogradGradient),
    NAME(winogradWeightGradient),
    NAME(directForward),
    NAME(directGradient),
    NAME(unpool),
    NAME(scale),
    NAME(sum),
    NAME(squaredDeviations),
    NAME(dot),
    NAME(combine),
    NAME(rectifyGradient),
    NAME(everySecond),
    NAME(products),
};
