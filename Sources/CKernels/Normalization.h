// Passes of batch normalisation over one channel.

static void NAME(moments)(const float *x, long maps, long step, long count, float *mean, float *variance) {
  Vector sums_[4] = {{0}, {0}, {0}, {0}};
  float rest_ = 0;
#define TERM(get, offset) get(map + i + offset)
  for (long n = 0; n < maps; n++) {
    const float *map = x + n * step;
    ADD_UP(count, TERM);
  }
#undef TERM
  float center = NAME(total)(sums_, rest_) / (float)(maps * count);
  // A second pass over the cached maps: the mean of the squares alone would suffer from cancellation.
  for (int n = 0; n < 4; n++) sums_[n] = (Vector){0};
  rest_ = 0;
#define TERM(get, offset) (get(map + i + offset) - center) * (get(map + i + offset) - center)
  for (long n = 0; n < maps; n++) {
    const float *map = x + n * step;
    ADD_UP(count, TERM);
  }
#undef TERM
  *mean = center;
  *variance = NAME(total)(sums_, rest_) / (float)(maps * count);
}

// The gradient where the output is positive.
#define POSITIVE_PART SELECT(LOAD(y + i) > (Vector){0}, LOAD(dy + i), (Vector){0})

static void NAME(normalizationSums)(const float *gradients, long gradientStep, const float *outputs,
                                    const float *inputs, long maps, long step, long count, float mean, float *sum,
                                    float *product) {
  Vector first[4] = {{0}, {0}, {0}, {0}}, second[4] = {{0}, {0}, {0}, {0}};
  float firstRest = 0, secondRest = 0;
  for (long n = 0; n < maps; n++) {
    const float *dy = gradients + n * gradientStep, *x = inputs + n * step, *y = outputs ? outputs + n * step : NULL;
    long i = 0;
    for (int turn = 0; i + LANES <= count; i += LANES, turn = (turn + 1) % 4) {
      Vector g = y ? POSITIVE_PART : LOAD(dy + i);
      first[turn] += g;
      second[turn] += g * (LOAD(x + i) - mean);
    }
    if (i < count && i > 0) {
      Mask isNew;
      NAME(findNew)(count - i, &isNew);
      i = count - LANES;
      Vector g = SELECT(isNew, y ? POSITIVE_PART : LOAD(dy + i), (Vector){0});
      first[0] += g;
      second[0] += g * (LOAD(x + i) - mean);
      continue;
    }
    for (; i < count; i++) {
      float g = y && !(y[i] > 0) ? 0 : dy[i];
      firstRest += g;
      secondRest += g * (x[i] - mean);
    }
  }
  *sum = NAME(total)(first, firstRest);
  *product = NAME(total)(second, secondRest);
}

static void NAME(normalizationGradient)(const float *gradients, long gradientStep, const float *outputs,
                                        const float *inputs, long maps, long step, long count, float p, float q,
                                        float r, float *inputGradients) {
  for (long n = 0; n < maps; n++) {
    const float *dy = gradients + n * gradientStep, *x = inputs + n * step, *y = outputs ? outputs + n * step : NULL;
    float *dx = inputGradients + n * step;
    long i = 0;
    for (; i + LANES <= count; i += LANES) {
      Vector g = y ? POSITIVE_PART : LOAD(dy + i);
      STORE(dx + i, g * p + (LOAD(x + i) * q + r));
    }
    for (; i < count; i++) {
      float g = y && !(y[i] > 0) ? 0 : dy[i];
      dx[i] = g * p + (x[i] * q + r);
    }
  }
}
#undef POSITIVE_PART
