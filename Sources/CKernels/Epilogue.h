// Bias, ReLU and pooling of sums in registers, and the reverse of pooling.

// Writes the first `count` scalars of a vector.
static inline void NAME(storePart)(float *place, const Vector *value, long count) {
  if (count >= LANES) {
    STORE(place, *value);
  } else if (count > 0) {
    memcpy(place, value, count * sizeof(float));
  }
}

// Pooling of 2×2 squares in registers: maxima and their indices.
static inline void NAME(pool)(const Vector candidates[4], float bias, int appliesReLU, Vector *greatest, Mask *argmax) {
  Vector best = candidates[0];
  Mask chosen = {0};
  for (int n = 1; n < 4; n++) {
    // A NaN wins; the check of the loss finds it.
    Mask greater = (candidates[n] > best) | (candidates[n] != candidates[n]);
    best = SELECT(greater, candidates[n], best);
    chosen = (greater & n) | (~greater & chosen);
  }
  best += bias;
  if (appliesReLU) {
    Mask positive = best > (Vector){0};
    chosen = (positive & chosen) | (~positive & 4);
    best = RECTIFIED(best);
  }
  *greatest = best;
  *argmax = chosen;
}

// Computes one or two rows of outputs from two rows of sums of one filter.
static inline void NAME(finishRows)(long outputHeight, long outputWidth, const float *upper, const float *lower,
                                    long line, float bias, const EdnetEpilogue *epilogue, float *plane,
                                    uint8_t *argmax) {
  if (!epilogue->pools) {
    for (int i = 0; i < 2 && line + i < outputHeight; i++) {
      const float *sums = i == 0 ? upper : lower;
      for (long x = 0; x < outputWidth; x += LANES) {
        Vector z = LOAD(sums + x) + bias;
        if (epilogue->appliesReLU) z = RECTIFIED(z);
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
    NAME(pool)(candidates, bias, epilogue->appliesReLU, &best, &chosen);
    long place = line / 2 * width + x;
    NAME(storePart)(plane + place, &best, width - x);
    if (argmax) {
      Bytes bytes = __builtin_convertvector(chosen, Bytes);
      memcpy(argmax + place, &bytes, least(LANES, width - x));
    }
  }
}

static float NAME(unpool)(const float *dy, const uint8_t *argmax, long height, long width, float *dz) {
  long pooledHeight = height / 2, pooledWidth = width / 2;
  Vector total = {0};
  float rest = 0;
  for (long line = 0; line < pooledHeight; line++) {
    const float *g = dy + line * pooledWidth;
    const uint8_t *c = argmax + line * pooledWidth;
    float *upper = dz + 2 * line * width, *lower = upper + width;
    long x = 0;
    // Half a vector at a time, the width of a network's smallest maps.
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
