// Loops over maps and vectors.

// The last vector of at least 16 floats overlaps the previous one; the mask selects its new lanes.
static inline void NAME(findNew)(long count, Mask *isNew) {
  Mask lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  *isNew = lanes >= LANES - (int32_t)count;
}

static void NAME(scale)(const float *x, long height, long width, float slope, const EdnetEpilogue *epilogue,
                        float *y) {
  enum { CHUNK = 64 * LANES };
  if (!epilogue->pools) {
    long count = height * width;
    float bias = *epilogue->bias;
    long i = 0;
    for (; i + LANES <= count; i += LANES) {
      Vector z = LOAD(x + i) * slope + bias;
      STORE(y + i, epilogue->appliesReLU ? RECTIFIED(z) : z);
    }
    for (; i < count; i++) {
      float z = x[i] * slope + bias;
      y[i] = epilogue->appliesReLU && z < 0 ? 0 : z;
    }
    return;
  }
  // `finishRows` may read two vectors beyond the piece.
  float rows[2][CHUNK + 2 * LANES];
  for (long line = 0; line + 1 < height; line += 2) {
    for (long first = 0; first < width; first += CHUNK) {
      long count = least(CHUNK, width - first), place = line / 2 * (width / 2) + first / 2;
      for (int i = 0; i < 2; i++) {
        const float *source = x + (line + i) * width + first;
        for (long n = 0; n < count; n++) rows[i][n] = source[n] * slope;
      }
      NAME(finishRows)(2, count, rows[0], rows[1], 0, *epilogue->bias, epilogue, y + place,
                       epilogue->argmax ? epilogue->argmax + place : NULL);
    }
  }
}

static float NAME(total)(const Vector sums[4], float rest) {
  Vector sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  for (int lane = 0; lane < LANES; lane++) rest += sum[lane];
  return rest;
}

// Adds `term` of the vector or scalar at i to four independent sums, or to the rest.
#define ADD_UP(count, term) \
  do { \
    long i = 0; \
    for (; i + 4 * LANES <= (count); i += 4 * LANES) { \
      for (int n_ = 0; n_ < 4; n_++) sums_[n_] += term(LOAD, n_ * LANES); \
    } \
    for (; i + LANES <= (count); i += LANES) sums_[0] += term(LOAD, 0); \
    if (i < (count) && i > 0) { \
      Mask isNew_; \
      NAME(findNew)((count) - i, &isNew_); \
      i = (count) - LANES; \
      sums_[1] += SELECT(isNew_, term(LOAD, 0), (Vector){0}); \
      i = (count); \
    } \
    for (; i < (count); i++) rest_ += term(SCALAR, 0); \
  } while (0)
#define REDUCE(count, term) \
  do { \
    Vector sums_[4] = {{0}, {0}, {0}, {0}}; \
    float rest_ = 0; \
    ADD_UP(count, term); \
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

static void NAME(combine)(const float *a, float p, const float *b, float q, float r, int appliesReLU, long count,
                          float *y) {
  long i = 0;
  for (; i + LANES <= count; i += LANES) {
    Vector sum = LOAD(a + i) * p + (LOAD(b + i) * q + r);
    STORE(y + i, appliesReLU ? RECTIFIED(sum) : sum);
  }
  for (; i < count; i++) {
    float sum = a[i] * p + (b[i] * q + r);
    y[i] = appliesReLU && sum < 0 ? 0 : sum;
  }
}

static void NAME(reluGradient)(float *gradient, const float *y, long count) {
  long i = 0;
  for (; i + LANES <= count; i += LANES) {
    STORE(gradient + i, SELECT(LOAD(y + i) > (Vector){0}, LOAD(gradient + i), (Vector){0}));
  }
  for (; i < count; i++) gradient[i] = y[i] > 0 ? gradient[i] : 0;
}

static void NAME(copyStride2)(const float *x, long count, float *y) {
  long i = 0;
  // The last vector would read one scalar beyond the end.
  for (; i + LANES < count; i += LANES) STORE(y + i, EVEN_LANES(LOAD(x + 2 * i), LOAD(x + 2 * i + LANES)));
  for (; i < count; i++) y[i] = x[2 * i];
}

static void NAME(matrixVector)(const float *w, long rows, long columns, const float *x, long examples, float *y) {
  enum { UNITS = 2, EXAMPLES = 4 };
  for (long r = 0; r < rows; r += UNITS) {
    long units = least(UNITS, rows - r);
    for (long e = 0; e < examples; e += EXAMPLES) {
      long count = least(EXAMPLES, examples - e);
      // The last row or example fills up the block, which does not change the other sums.
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
