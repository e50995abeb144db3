// Steps of recurrent layers: gates of all rows from their sums, and back. A row is one sequence of a batch at one step.

// The functions below are inlined everywhere, so no call passes a vector and no ABI is concerned.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

// The first `count` floats, at most a vector; the other lanes are 0.
static inline __attribute__((always_inline)) Vector NAME(loadLanes)(const float *place, long count) {
  if (count >= LANES) return LOAD(place);
  Vector v = {0};
  memcpy(&v, place, (size_t)count * sizeof(float));
  return v;
}

static inline __attribute__((always_inline)) void NAME(storeLanes)(float *place, long count, Vector v) {
  if (count >= LANES) {
    STORE(place, v);
  } else {
    memcpy(place, &v, (size_t)count * sizeof(float));
  }
}

// eˣ to about 1e-7 of its value: 2ⁿ eʳ with |r| ≤ ln 2 / 2, and Taylor's polynomial of degree 7 for eʳ.
static inline __attribute__((always_inline)) Vector NAME(exponential)(Vector x) {
  const Vector most = (Vector){0} + 88.0f, least = (Vector){0} - 87.0f;
  x = SELECT(x > most, most, x);
  x = SELECT(x < least, least, x);
  // Adding 1.5 · 2²³ rounds to an integer.
  Vector n = x * 1.44269504f + 12582912.0f - 12582912.0f;
  // ln 2 in two parts, so that the product with n is exact in the first.
  Vector r = x - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  Vector p = r * (1.0f / 5040) + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  Mask exponent = (__builtin_convertvector(n, Mask) + 127) << 23;
  return p * (Vector)exponent;
}

static inline __attribute__((always_inline)) Vector NAME(logistic)(Vector x) { return 1.0f / (1.0f + NAME(exponential)(-x)); }
// To about 1e-7 of 1.
static inline __attribute__((always_inline)) Vector NAME(hyperbolicTangent)(Vector x) {
  return 2.0f / (1.0f + NAME(exponential)(-2.0f * x)) - 1.0f;
}

// A vector of the part `part` of row e, which has `parts` parts of `units` floats.
#define AT(matrix, parts, part) ((matrix) + (e * (parts) + (part)) * units + i)
#define GET(matrix, parts, part) NAME(loadLanes)(AT(matrix, parts, part), units - i)
#define SET(matrix, parts, part, value) NAME(storeLanes)(AT(matrix, parts, part), units - i, value)
// The same of a matrix that has only the rows with a previous step; 0 in the others.
#define GET_KNOWN(matrix, parts, part) (e < step->known ? GET(matrix, parts, part) : (Vector){0})
#define BIAS(vector, part) NAME(loadLanes)((vector) + (part) * units + i, units - i)
#define ADD_BIAS(vector, part, value) \
  NAME(storeLanes)((vector) + (part) * units + i, units - i, BIAS(vector, part) + (value))
#define EACH_VECTOR \
  const long units = step->units; \
  for (long e = 0; e < step->rows; e++) \
    for (long i = 0; i < units; i += LANES)

static void NAME(gruForward)(const EdnetRecurrentStep *step, float *gates, const float *recurrent,
                             const float *inputBias, const float *recurrentBias, const float *previous,
                             float *candidate, float *h) {
  EACH_VECTOR {
    Vector r = NAME(logistic)(GET(gates, 3, 0) + GET_KNOWN(recurrent, 3, 0) + BIAS(inputBias, 0) +
                              BIAS(recurrentBias, 0));
    Vector z = NAME(logistic)(GET(gates, 3, 1) + GET_KNOWN(recurrent, 3, 1) + BIAS(inputBias, 1) +
                              BIAS(recurrentBias, 1));
    Vector c = GET_KNOWN(recurrent, 3, 2) + BIAS(recurrentBias, 2);
    Vector n = NAME(hyperbolicTangent)(GET(gates, 3, 2) + BIAS(inputBias, 2) + r * c);
    SET(gates, 3, 0, r);
    SET(gates, 3, 1, z);
    SET(gates, 3, 2, n);
    SET(candidate, 1, 0, c);
    SET(h, 1, 0, n + z * (GET_KNOWN(previous, 1, 0) - n));
  }
}

static void NAME(gruBackward)(const EdnetRecurrentStep *step, const float *dh, float *gates, float *recurrentGradient,
                              const float *candidate, const float *previous, float *previousGradient,
                              float *inputBiasGradient, float *recurrentBiasGradient) {
  EACH_VECTOR {
    Vector d = GET(dh, 1, 0), r = GET(gates, 3, 0), z = GET(gates, 3, 1), n = GET(gates, 3, 2);
    Vector dn = d * (1.0f - z) * (1.0f - n * n);
    Vector dz = d * (GET_KNOWN(previous, 1, 0) - n) * z * (1.0f - z);
    Vector dr = dn * GET(candidate, 1, 0) * r * (1.0f - r);
    Vector dc = dn * r;
    SET(gates, 3, 0, dr);
    SET(gates, 3, 1, dz);
    SET(gates, 3, 2, dn);
    SET(recurrentGradient, 3, 0, dr);
    SET(recurrentGradient, 3, 1, dz);
    SET(recurrentGradient, 3, 2, dc);
    if (e < step->known) SET(previousGradient, 1, 0, GET(previousGradient, 1, 0) + d * z);
    ADD_BIAS(inputBiasGradient, 0, dr);
    ADD_BIAS(inputBiasGradient, 1, dz);
    ADD_BIAS(inputBiasGradient, 2, dn);
    ADD_BIAS(recurrentBiasGradient, 0, dr);
    ADD_BIAS(recurrentBiasGradient, 1, dz);
    ADD_BIAS(recurrentBiasGradient, 2, dc);
  }
}

static void NAME(lstmForward)(const EdnetRecurrentStep *step, float *gates, const float *recurrent,
                              const float *inputBias, const float *recurrentBias, const float *previousCell,
                              float *cell, float *h) {
#define SUM(part) \
  (GET(gates, 4, part) + GET_KNOWN(recurrent, 4, part) + BIAS(inputBias, part) + BIAS(recurrentBias, part))
  EACH_VECTOR {
    Vector input = NAME(logistic)(SUM(0)), forget = NAME(logistic)(SUM(1));
    Vector candidate = NAME(hyperbolicTangent)(SUM(2)), output = NAME(logistic)(SUM(3));
    Vector c = forget * GET_KNOWN(previousCell, 1, 0) + input * candidate;
    SET(gates, 4, 0, input);
    SET(gates, 4, 1, forget);
    SET(gates, 4, 2, candidate);
    SET(gates, 4, 3, output);
    SET(cell, 1, 0, c);
    SET(h, 1, 0, output * NAME(hyperbolicTangent)(c));
  }
#undef SUM
}

static void NAME(lstmBackward)(const EdnetRecurrentStep *step, const float *dh, float *gates, const float *cell,
                               const float *previousCell, float *cellGradient, float *inputBiasGradient,
                               float *recurrentBiasGradient) {
  EACH_VECTOR {
    Vector d = GET(dh, 1, 0), tanhCell = NAME(hyperbolicTangent)(GET(cell, 1, 0));
    Vector input = GET(gates, 4, 0), forget = GET(gates, 4, 1), candidate = GET(gates, 4, 2);
    Vector output = GET(gates, 4, 3);
    Vector dc = GET(cellGradient, 1, 0) + d * output * (1.0f - tanhCell * tanhCell);
    Vector gradients[4] = {
        dc * candidate * input * (1.0f - input),
        dc * GET_KNOWN(previousCell, 1, 0) * forget * (1.0f - forget),
        dc * input * (1.0f - candidate * candidate),
        d * tanhCell * output * (1.0f - output),
    };
    SET(cellGradient, 1, 0, dc * forget);
    for (int part = 0; part < 4; part++) {
      SET(gates, 4, part, gradients[part]);
      ADD_BIAS(inputBiasGradient, part, gradients[part]);
      ADD_BIAS(recurrentBiasGradient, part, gradients[part]);
    }
  }
}

#undef AT
#undef GET
#undef SET
#undef GET_KNOWN
#undef BIAS
#undef ADD_BIAS
#undef EACH_VECTOR

#pragma clang diagnostic pop
