// Convolution by Winograd's F(4×4, 3×3): y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A.

// The largest number of tiles that `multiplyFew` multiplies, and its panels at once: as many as the registers hold, and
// for a single tile as many as hide the latency of the additions.
enum { FEW = 4, PANELS = ROWS == 8 ? 4 : 2, PANELS_OF_ONE = ROWS == 8 ? 4 : 8 };

// Fetches the weights of the next point. The processor's prefetcher stops at the end of a page, which is soon reached.
#define PREFETCH(place) __builtin_prefetch((place) + weightStep, 0, 2)

// Multiplies ROWS filters by a vector `v`, or by its first half, which is twice as fast and suffices for a few small
// maps. Units fill a vector from its first lane; the second half is then not read.
#define MULTIPLY_PANEL(Type, Unaligned) \
  do { \
    Type sums[ROWS]; \
    for (int r = 0; r < ROWS; r++) sums[r] = (Type){0}; \
    for (long c = 0; c < channels; c++) { \
      Type value = *(const Unaligned *)(v + c * LANES); \
      PREFETCH(panel + c * ROWS); \
      _Pragma("clang loop unroll(full)") for (int r = 0; r < ROWS; r++) sums[r] += value * panel[c * ROWS + r]; \
    } \
    for (int r = 0; r < ROWS; r++) *(Unaligned *)(out + r * LANES) = sums[r]; \
  } while (0)

// Adds the products of some panels and `count` tiles, with the filters of a panel as lanes.
#define ADD_FEW(panels, count) \
  do { \
    Filters sums[panels][count]; \
    for (int p = 0; p < (panels); p++) \
      for (int n = 0; n < (count); n++) sums[p][n] = (Filters){0}; \
    for (long c = 0; c < channels; c++) { \
      _Pragma("clang loop unroll(full)") for (int p = 0; p < (panels); p++) { \
        const float *place = panel + (p * channels + c) * ROWS; \
        Filters weights = *(const UnalignedFilters *)place; \
        PREFETCH(place); \
        _Pragma("clang loop unroll(full)") for (int n = 0; n < (count); n++) sums[p][n] += weights * v[c * LANES + n]; \
      } \
    } \
    for (int p = 0; p < (panels); p++) \
      for (int n = 0; n < tiles && n < (count); n++) \
        for (int r = 0; r < ROWS; r++) out[(p * ROWS + r) * LANES + n] = sums[p][n][r]; \
    k += (panels) * ROWS; \
  } while (0)

// The same sums for a few tiles of a group of filters: for a single pattern, reading the weights dominates.
static inline void NAME(multiplyFew)(const float *weights, long weightStep, const float *v, long filters,
                                     long channels, int tiles, float *products) {
  typedef float Filters __attribute__((vector_size(4 * ROWS)));
  typedef float UnalignedFilters __attribute__((vector_size(4 * ROWS), aligned(4)));
  for (long k = 0; k < filters;) {
    const float *panel = weights + k * channels;
    float *out = products + k * LANES;
    if (tiles == 1 && filters - k >= PANELS_OF_ONE * ROWS) ADD_FEW(PANELS_OF_ONE, 1);
    else if (filters - k >= PANELS * ROWS) ADD_FEW(PANELS, FEW);
    else ADD_FEW(1, FEW);
  }
}

// products[point][vector][filter][16 tiles] = weights[point][filter panel][channel][ROWS] ·
// windows[point][vector][channel][16 tiles], for some filters; `weightStep` floats lie between the points of the
// weights.
static void NAME(multiply)(const float *weights, long weightStep, const float *windows, long filters, long channels,
                           long vectors, long tilesOfLast, float *products) {
  long windowStep = pointStep(vectors, channels), productStep = pointStep(vectors, filters);
  for (long point = 0; point < POINTS; point++) {
    // The last vector may have few tiles.
    long whole = tilesOfLast <= FEW ? vectors - 1 : vectors;
    if (whole < vectors) {
      NAME(multiplyFew)(weights + point * weightStep, weightStep,
                        windows + point * windowStep + whole * channels * LANES, filters, channels, (int)tilesOfLast,
                        products + point * productStep + whole * filters * LANES);
    }
    for (long k = 0; k < filters; k += ROWS) {
      const float *panel = weights + point * weightStep + k * channels;
      for (long b = 0; b < whole; b++) {
        const float *v = windows + point * windowStep + b * channels * LANES;
        float *out = products + point * productStep + (b * filters + k) * LANES;
        if (b == vectors - 1 && tilesOfLast <= LANES / 2) {
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
                                    const Quad quads[QUADS], float *y) {
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
                                          Mask chosen[2][2], long filter, const Quad quads[QUADS], float *y,
                                          uint8_t *argmax) {
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
      const uint8_t *indices = (const uint8_t *)&bytes[q / 2] + q % 2 * 8;
      if (count == 8) {
        *(UnalignedHalf *)(y + place) = *(const UnalignedHalf *)source;
        if (argmax) *(UnalignedBytes *)(argmax + place) = *(const UnalignedBytes *)indices;
      } else {
        memcpy(y + place, source, count * sizeof(float));
        if (argmax) memcpy(argmax + place, indices, count);
      }
    }
  }
}

// Writes 16 tiles of 4×4 outputs of one filter, tile by tile.
static inline void NAME(storeTiles)(const Tiling *t, Vector o[4][4], long filter, const Units *units, float *y) {
  float *plane = y + filter * t->outputHeight * t->outputWidth;
  for (int i = 0; i < TILE; i++) {
    float pixels[LANES][TILE];
    for (int part = 0; part < LANES; part += PART_LANES) {
      Part a[TILE], d[TILE];
      for (int j = 0; j < TILE; j++) a[j] = LOAD_PART((float *)&o[i][j] + part);
      TRANSPOSE_FOURS(a[0], a[1], a[2], a[3], d[0], d[1], d[2], d[3]);
      for (int run = 0; run < PART_LANES; run += 4) {
        for (int n = 0; n < 4; n++) {
          Quarter quarter = *((const Quarter *)&d[n] + run / 4);
          if (units->areWhole) {
            *(UnalignedQuarter *)(plane + units->tiles[part + run + n].place + i * t->outputWidth) = quarter;
          } else {
            *(UnalignedQuarter *)pixels[part + run + n] = quarter;
          }
        }
      }
    }
    if (units->areWhole) continue;
    for (int n = 0; n < LANES; n++) {
      const Tile *tile = &units->tiles[n];
      if (i >= tile->lines) continue;
      float *place = plane + tile->place + i * t->outputWidth;
      for (int j = 0; j < tile->columns; j++) place[j] = pixels[n][j];
    }
  }
}

// Writes 16 tiles of 2×2 pooled outputs of one filter, tile by tile.
static inline void NAME(storePooledTiles)(const Tiling *t, Vector best[2][2], Mask chosen[2][2], long filter,
                                          const Units *units, float *y, uint8_t *argmax) {
  long height = t->outputHeight / 2, width = t->outputWidth / 2;
  float *plane = y + filter * height * width;
  uint8_t *argmaxPlane = argmax ? argmax + filter * height * width : NULL;
  for (int i = 0; i < 2; i++) {
    // Interleaved, so that the two outputs of a tile are neighbours.
    Vector pixels[2] = {ZIP_LOW(best[i][0], best[i][1]), ZIP_HIGH(best[i][0], best[i][1])};
    Bytes left = __builtin_convertvector(chosen[i][0], Bytes), right = __builtin_convertvector(chosen[i][1], Bytes);
    Bytes bytes[2] = {ZIP_LOW(left, right), ZIP_HIGH(left, right)};
    for (int n = 0; n < LANES; n++) {
      const Tile *tile = &units->tiles[n];
      long place = tile->place + i * width;
      const float *source = (const float *)pixels + 2 * n;
      const uint8_t *indices = (const uint8_t *)bytes + 2 * n;
      if (units->areWhole) {
        memcpy(plane + place, source, 2 * sizeof(float));
        if (argmax) memcpy(argmaxPlane + place, indices, 2);
        continue;
      }
      if (i >= tile->lines) continue;
      for (int j = 0; j < tile->columns; j++) {
        plane[place + j] = source[j];
        if (argmax) argmaxPlane[place + j] = indices[j];
      }
    }
  }
}

// Transforms the products of one vector of tiles and one filter to outputs.
static inline void NAME(transformProducts)(const EdnetConvolution *shape, const Tiling *t, const float *products,
                                           long step, long filter, const Units *units, const EdnetEpilogue *epilogue,
                                           float *y) {
  Vector o[4][4];
  for (int part = 0; part < LANES; part += PART_LANES) {
    Part h[4 * WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      const float *m = products + i * WINDOW * step + part;
      TRANSFORM_OUTPUT(LOAD_PART(m), LOAD_PART(m + step), LOAD_PART(m + 2 * step), LOAD_PART(m + 3 * step),
                       LOAD_PART(m + 4 * step), LOAD_PART(m + 5 * step), h[4 * i], h[4 * i + 1], h[4 * i + 2],
                       h[4 * i + 3]);
    }
    for (int j = 0; j < 4; j++) {
      Part y0, y1, y2, y3;
      TRANSFORM_OUTPUT(h[j], h[4 + j], h[8 + j], h[12 + j], h[16 + j], h[20 + j], y0, y1, y2, y3);
      STORE_PART((float *)&o[0][j] + part, y0), STORE_PART((float *)&o[1][j] + part, y1);
      STORE_PART((float *)&o[2][j] + part, y2), STORE_PART((float *)&o[3][j] + part, y3);
    }
  }
  float bias = epilogue->bias ? epilogue->bias[filter] : 0;
  if (epilogue->pools) {
    Vector best[2][2];
    Mask chosen[2][2];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        Vector four[4] = {o[2 * i][2 * j], o[2 * i][2 * j + 1], o[2 * i + 1][2 * j], o[2 * i + 1][2 * j + 1]};
        NAME(pool)(four, bias, epilogue->appliesReLU, &best[i][j], &chosen[i][j]);
      }
    }
    if (t->takesQuads) {
      NAME(storePooledQuads)(shape, t, best, chosen, filter, units->quads, y, epilogue->argmax);
    } else {
      NAME(storePooledTiles)(t, best, chosen, filter, units, y, epilogue->argmax);
    }
    return;
  }
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < 4; j++) {
      o[i][j] += bias;
      if (epilogue->appliesReLU) o[i][j] = RECTIFIED(o[i][j]);
    }
  }
  if (t->takesQuads) {
    NAME(storeQuads)(shape, t, o, filter, units->quads, y);
  } else {
    NAME(storeTiles)(t, o, filter, units, y);
  }
}

static void NAME(winogradForward)(const EdnetConvolution *shape, const float *x, const float *weights,
                                  const EdnetEpilogue *epilogue, float *y, float *scratch) {
  Tiling t = forwardTiling(shape, HAS_QUADS);
  long filters = paddedFilters(shape->filters), channels = shape->channels;
  float *windows = scratch;
  float *products = windows + POINTS * pointStep(t.groupVectors, channels);
  float *rest = products + POINTS * pointStep(t.groupVectors, least(FILTERS, filters));
  NAME(clearRows)(&t, rest);
  long rowCount = shape->examples * t.rows;
  for (long row = 0; row < rowCount; row += t.groupRows) {
    long rows = least(t.groupRows, rowCount - row), vectors = ceilingDivide(rows * t.units, t.unitsOfVector);
    long windowStep = pointStep(vectors, channels);
    for (long c = 0; c < channels; c++) {
      NAME(transformWindows)(shape, &t, x, c, row, rows, vectors, rest, windows + c * LANES, channels * LANES,
                             windowStep);
    }
    long tilesOfLast = (rows * t.units - (vectors - 1) * t.unitsOfVector) * (LANES / t.unitsOfVector);
    for (long first = 0; first < filters; first += FILTERS) {
      long count = least(FILTERS, filters - first), step = pointStep(vectors, count);
      NAME(multiply)(weights + first * channels, filters * channels, windows, count, channels, vectors, tilesOfLast,
                     products);
      for (long b = 0; b < vectors; b++) {
        Units units;
        NAME(findUnits)(shape, &t, epilogue->pools ? 2 : TILE, row, rows, b, &units);
        for (long k = 0; k < least(count, shape->filters - first); k++) {
          NAME(transformProducts)(shape, &t, products + (b * count + k) * LANES, step, first + k, &units, epilogue,
                                  y);
        }
      }
    }
  }
}

static void NAME(winogradWeights)(const float *w, long filters, long channels, int rotates, float *weights) {
  long outputs = rotates ? channels : filters, inputs = rotates ? filters : channels;
  long padded = paddedFilters(outputs);
  // The strides of the weights of an output and an input.
  long outputStep = rotates ? 9 : channels * 9, inputStep = rotates ? channels * 9 : 9;
  for (long first = 0; first < padded; first += ROWS) {
    for (long c = 0; c < inputs; c += LANES) {
      long count = least(LANES, inputs - c);
      // A panel of ROWS outputs and 16 inputs at a time: the points lie so far apart that they share places in the
      // cache, so that each is written in one go.
      Vector u[POINTS][ROWS];
      for (int r = 0; r < ROWS; r++) {
        Vector g[9], h[3 * WINDOW];
        for (int i = 0; i < 9; i++) g[i] = (Vector){0};
        if (first + r < outputs) {
          // Gathers of AVX-512 take longer than single floats.
#pragma clang loop vectorize(disable)
          for (long n = 0; n < count; n++) {
            const float *source = w + (first + r) * outputStep + (c + n) * inputStep;
            for (int i = 0; i < 9; i++) ((float *)&g[i])[n] = source[rotates ? 8 - i : i];
          }
        }
        for (int j = 0; j < 3; j++) {
          TRANSFORM_WEIGHTS(g[j], g[3 + j], g[6 + j], h[j], h[3 + j], h[6 + j], h[9 + j], h[12 + j], h[15 + j]);
        }
        for (int i = 0; i < WINDOW; i++) {
          const Vector *s = h + 3 * i;
          Vector *v = &u[i * WINDOW][r];
          TRANSFORM_WEIGHTS(s[0], s[1], s[2], v[0], v[ROWS], v[2 * ROWS], v[3 * ROWS], v[4 * ROWS], v[5 * ROWS]);
        }
      }
      for (long p = 0; p < POINTS; p++) {
        NAME(interleave)(u[p]);
        float *place = weights + (p * padded + first) * inputs + c * ROWS;
        if (count == LANES) {
          for (int r = 0; r < ROWS; r++) STORE(place + r * LANES, u[p][r]);
        } else {
          memcpy(place, u[p], count * ROWS * sizeof(float));
        }
      }
    }
  }
}
