// The gradient of the weights of Winograd's convolution: Gᵀ [(Bᵀ d B) ⊙ (A dz Aᵀ)] G, summed over tiles.

// Reads 16 tiles of 4×4 gradients of one filter, quad by quad; d[i][j] holds row i and column j of all tiles.
static inline void NAME(loadQuads)(const EdnetConvolution *shape, const Tiling *t, const float *dz, long filter,
                                   const Quad quads[QUADS], Vector d[4][4]) {
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

// Reads the same, tile by tile.
static inline void NAME(loadTiles)(const Tiling *t, const float *dz, long filter, const Units *units, Vector d[4][4]) {
  static const float zeros[TILE] = {0};
  const float *plane = dz + filter * t->outputHeight * t->outputWidth;
  for (int i = 0; i < TILE; i++) {
    const float *source[LANES];
    float parts[LANES][TILE];
    for (int n = 0; n < LANES; n++) {
      const Tile *tile = &units->tiles[n];
      source[n] = plane + tile->place + i * t->outputWidth;
      if (units->areWhole) continue;
      if (i >= tile->lines) {
        source[n] = zeros;
      } else if (tile->columns < TILE) {
        for (int j = 0; j < TILE; j++) parts[n][j] = j < tile->columns ? source[n][j] : 0;
        source[n] = parts[n];
      }
    }
    for (int part = 0; part < LANES; part += PART_LANES) {
      Part p[TILE];
      NAME(gatherFours)(source + part, 0, p);
      for (int j = 0; j < TILE; j++) STORE_PART((float *)&d[i][j] + part, p[j]);
    }
  }
}

// Writes the transformed gradients of one filter and one vector of tiles: point p goes to `place` + p · step.
static inline void NAME(transformGradients)(const EdnetConvolution *shape, const Tiling *t, const float *dz,
                                            long filter, const Units *units, float *place, long step) {
  Vector d[4][4];
  if (t->takesQuads) {
    NAME(loadQuads)(shape, t, dz, filter, units->quads, d);
  } else {
    NAME(loadTiles)(t, dz, filter, units, d);
  }
  for (int part = 0; part < LANES; part += PART_LANES) {
    Part h[4 * WINDOW];
#define GET(j) LOAD_PART((float *)&d[i][j] + part)
    for (int i = 0; i < TILE; i++) {
      Part *r = h + i * WINDOW;
      TRANSFORM_GRADIENT(GET(0), GET(1), GET(2), GET(3), r[0], r[1], r[2], r[3], r[4], r[5]);
    }
#undef GET
    for (int j = 0; j < WINDOW; j++) {
      Part t0, t1, t2, t3, t4, t5;
      TRANSFORM_GRADIENT(h[j], h[WINDOW + j], h[2 * WINDOW + j], h[3 * WINDOW + j], t0, t1, t2, t3, t4, t5);
      STORE_SIX_PARTS(place + j * step + part, WINDOW * step, t0, t1, t2, t3, t4, t5);
    }
  }
}

// gradient[point][filter][16 channels] = or += windows[point][vector][tile][16 channels] ·
// products[point][vector][filter][tile]; `gradientStep` floats lie between the points of the gradient.
static void NAME(multiplyGradient)(const float *windows, const float *products, long filters, long vectors,
                                   long tilesOfLast, int adds, float *gradient, long gradientStep) {
  long windowStep = pointStep(vectors, LANES), productStep = pointStep(vectors, filters);
  for (long point = 0; point < POINTS; point++) {
    for (long k = 0; k < filters; k += ROWS) {
      float *out = gradient + point * gradientStep + k * LANES;
      Vector sums[ROWS];
      for (int r = 0; r < ROWS; r++) sums[r] = adds ? LOAD(out + r * LANES) : (Vector){0};
      for (long b = 0; b < vectors; b++) {
        const float *v = windows + point * windowStep + b * LANES * LANES;
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

// Transforms the gradient of a block of 16 channels back and adds it to that of w; `step` floats lie between its points.
static void NAME(addWeightGradient)(const float *gradient, long step, long filters, long channels, long block,
                                    float *dw) {
  long count = least(LANES, channels - block * LANES);
  for (long k = 0; k < filters; k++) {
    const float *source = gradient + k * LANES;
    // The points lie too far apart for the processor's prefetcher.
    for (int p = 0; p < POINTS; p++) __builtin_prefetch(source + p * step + 4 * LANES);
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
    // Gathers and scatters of AVX-512 take longer than single floats.
#pragma clang loop vectorize(disable)
    for (long c = 0; c < count; c++) {
      float *target = dw + (k * channels + block * LANES + c) * 9;
      for (int i = 0; i < 9; i++) target[i] += ((const float *)&g[i])[c];
    }
  }
}

static void NAME(winogradGradient)(const EdnetConvolution *shape, const float *x, const float *dz, int adds,
                                   float *gradient, float *dw, float *scratch) {
  Tiling t = gradientTiling(shape, HAS_QUADS);
  long filters = paddedFilters(shape->filters), blocks = paddedChannels(shape->channels) / LANES;
  float *windows = scratch;
  float *transposed = windows + POINTS * pointStep(t.groupVectors, LANES);
  float *products = transposed + POINTS * pointStep(t.groupVectors, LANES);
  float *rest = products + POINTS * pointStep(t.groupVectors, filters);
  NAME(clearRows)(&t, rest);
  long rowCount = shape->examples * t.rows;
  // If a single group of tiles has all products, the blocks take turns in memory that stays in the cache.
  int isWhole = !adds && dw && rowCount <= t.groupRows;
  long gradientStep = pointStep(isWhole ? 1 : blocks, filters);
  for (long row = 0; row < rowCount; row += t.groupRows) {
    long rows = least(t.groupRows, rowCount - row), vectors = ceilingDivide(rows * t.units, t.unitsOfVector);
    long windowStep = pointStep(vectors, LANES), productStep = pointStep(vectors, filters);
    for (long b = 0; b < vectors; b++) {
      Units units;
      NAME(findUnits)(shape, &t, TILE, row, rows, b, &units);
      float *place = products + b * filters * LANES;
      for (long k = 0; k < shape->filters; k++) {
        NAME(transformGradients)(shape, &t, dz, k, &units, place + k * LANES, productStep);
      }
      // The padded filters are multiplied too.
      if (filters == shape->filters) continue;
      for (long p = 0; p < POINTS; p++) {
        memset(place + p * productStep + shape->filters * LANES, 0,
               (filters - shape->filters) * LANES * sizeof(float));
      }
    }
    // Missing units of the last vector have gradients of 0 and arbitrary windows.
    long tilesOfLast = (rows * t.units - (vectors - 1) * t.unitsOfVector) * (LANES / t.unitsOfVector);
    for (long block = 0; block < blocks; block++) {
      long channels = least(LANES, shape->channels - block * LANES);
      for (long c = 0; c < channels; c++) {
        NAME(transformWindows)(shape, &t, x, block * LANES + c, row, rows, vectors, rest, windows + c * LANES,
                               LANES * LANES, windowStep);
      }
      for (long p = 0; p < POINTS; p++) {
        for (long b = 0; b < vectors; b++) {
          long place = p * windowStep + b * LANES * LANES;
          // The padded channels are multiplied too.
          memset(windows + place + channels * LANES, 0, (LANES - channels) * LANES * sizeof(float));
          NAME(transpose)(windows + place, transposed + place);
        }
      }
      float *place = isWhole ? gradient : gradient + block * filters * LANES;
      NAME(multiplyGradient)(transposed, products, filters, vectors, tilesOfLast, adds || row > 0, place,
                             gradientStep);
      if (dw && row + rows == rowCount) {
        NAME(addWeightGradient)(place, gradientStep, shape->filters, shape->channels, block, dw);
      }
    }
  }
}
