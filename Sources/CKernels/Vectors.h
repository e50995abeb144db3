// Vectors of 16 floats: loads, stores and permutations of lanes.

typedef float Vector __attribute__((vector_size(64)));
typedef float UnalignedVector __attribute__((vector_size(64), aligned(4)));
typedef int32_t Mask __attribute__((vector_size(64)));
typedef uint8_t Bytes __attribute__((vector_size(16)));
typedef uint8_t UnalignedBytes __attribute__((vector_size(8), aligned(1)));
typedef float HalfVector __attribute__((vector_size(32)));
typedef float UnalignedHalf __attribute__((vector_size(32), aligned(4)));
typedef float Quarter __attribute__((vector_size(16)));
typedef float UnalignedQuarter __attribute__((vector_size(16), aligned(4)));
typedef float Pair __attribute__((vector_size(8)));
typedef float UnalignedPair __attribute__((vector_size(8), aligned(4)));

#define LOAD(place) ((Vector) * (const UnalignedVector *)(place))
#define STORE(place, value) (*(UnalignedVector *)(place) = (value))
#define STORE_SIX(place, step, v0, v1, v2, v3, v4, v5) \
  do { \
    float *place_ = (place); \
    long step_ = (step); \
    STORE(place_, v0), STORE(place_ + step_, v1), STORE(place_ + 2 * step_, v2); \
    STORE(place_ + 3 * step_, v3), STORE(place_ + 4 * step_, v4), STORE(place_ + 5 * step_, v5); \
  } while (0)
// For each lane: a if the mask is set, else b.
#define SELECT(mask, a, b) ((Vector)(((Mask)(a) & (mask)) | ((Mask)(b) & ~(mask))))
// ReLU. Unlike a maximum it keeps a NaN; the check of the loss finds it.
#define RECTIFIED(z) SELECT((z) < (Vector){0}, (Vector){0}, (z))

// From runs of pixels to one vector for each column of the tiles: lane 4 q + t of part j is scalar 4 t + j of quad q.
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
// The lanes of a and b, interleaved: the first 16 and the last 16.
#define ZIP_LOW(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define ZIP_HIGH(a, b) \
  __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#define EVEN_LANES(a, b) \
  __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define ODD_LANES(a, b) \
  __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)
// The inverse of SPLIT for one quad: the pixels of its four tiles from zipped pairs.
#define QUAD(pairs01, pairs23, first) \
  __builtin_shufflevector(pairs01, pairs23, first, first + 1, first + 16, first + 17, first + 2, first + 3, \
                          first + 18, first + 19, first + 4, first + 5, first + 20, first + 21, first + 6, first + 7, \
                          first + 22, first + 23)

// A register. Transforms, which hold many numbers at once, process a vector part by part.
#if PART_LANES == 16
typedef Vector Part;
typedef UnalignedVector UnalignedPart;
#elif PART_LANES == 8
typedef HalfVector Part;
typedef UnalignedHalf UnalignedPart;
#else
typedef Quarter Part;
typedef UnalignedQuarter UnalignedPart;
#endif
#define LOAD_PART(place) ((Part) * (const UnalignedPart *)(place))
#define STORE_PART(place, value) (*(UnalignedPart *)(place) = (value))
#define STORE_SIX_PARTS(place, step, v0, v1, v2, v3, v4, v5) \
  do { \
    float *place_ = (place); \
    long step_ = (step); \
    STORE_PART(place_, v0), STORE_PART(place_ + step_, v1), STORE_PART(place_ + 2 * step_, v2); \
    STORE_PART(place_ + 3 * step_, v3), STORE_PART(place_ + 4 * step_, v4), STORE_PART(place_ + 5 * step_, v5); \
  } while (0)

// A permutation within each run of four lanes of two parts: 0 to 3 are the lanes of a, 4 to 7 those of b.
#define LANE_IN_FOURS(x, run) ((x) < 4 ? (x) + 4 * (run) : (x) - 4 + PART_LANES + 4 * (run))
#define RUN_(i, j, k, l, run) \
  LANE_IN_FOURS(i, run), LANE_IN_FOURS(j, run), LANE_IN_FOURS(k, run), LANE_IN_FOURS(l, run)
#if PART_LANES == 16
#define IN_FOURS(a, b, i, j, k, l) \
  __builtin_shufflevector(a, b, RUN_(i, j, k, l, 0), RUN_(i, j, k, l, 1), RUN_(i, j, k, l, 2), RUN_(i, j, k, l, 3))
#define JOINED(get, n) \
  __builtin_shufflevector(__builtin_shufflevector(get(n), get(4 + (n)), 0, 1, 2, 3, 4, 5, 6, 7), \
                          __builtin_shufflevector(get(8 + (n)), get(12 + (n)), 0, 1, 2, 3, 4, 5, 6, 7), 0, 1, 2, 3, 4, \
                          5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
#elif PART_LANES == 8
#define IN_FOURS(a, b, i, j, k, l) __builtin_shufflevector(a, b, RUN_(i, j, k, l, 0), RUN_(i, j, k, l, 1))
#define JOINED(get, n) __builtin_shufflevector(get(n), get(4 + (n)), 0, 1, 2, 3, 4, 5, 6, 7)
#else
#define IN_FOURS(a, b, i, j, k, l) __builtin_shufflevector(a, b, RUN_(i, j, k, l, 0))
#define JOINED(get, n) get(n)
#endif
// Transposes the 4×4 matrices in the runs of four lanes.
#define TRANSPOSE_FOURS(a0, a1, a2, a3, d0, d1, d2, d3) \
  do { \
    Part low01_ = IN_FOURS(a0, a1, 0, 4, 1, 5), low23_ = IN_FOURS(a2, a3, 0, 4, 1, 5); \
    Part high01_ = IN_FOURS(a0, a1, 2, 6, 3, 7), high23_ = IN_FOURS(a2, a3, 2, 6, 3, 7); \
    (d0) = IN_FOURS(low01_, low23_, 0, 1, 4, 5), (d1) = IN_FOURS(low01_, low23_, 2, 3, 6, 7); \
    (d2) = IN_FOURS(high01_, high23_, 0, 1, 4, 5), (d3) = IN_FOURS(high01_, high23_, 2, 3, 6, 7); \
  } while (0)

// Gathers runs of four floats by column: lane n of column j is p[n][j].
static inline void NAME(gatherFours)(const float *const *p, long offset, Part d[4]) {
#define GET(n) ((Quarter) * (const UnalignedQuarter *)(p[n] + offset))
  Part a0 = JOINED(GET, 0), a1 = JOINED(GET, 1), a2 = JOINED(GET, 2), a3 = JOINED(GET, 3);
#undef GET
  TRANSPOSE_FOURS(a0, a1, a2, a3, d[0], d[1], d[2], d[3]);
}

// Gathers runs of two floats.
static inline void NAME(gatherTwos)(const float *const *p, long offset, Part d[2]) {
#define PAIR(n) ((Pair) * (const UnalignedPair *)(p[n] + offset))
#define GET(n) __builtin_shufflevector(PAIR(n), PAIR((n) + 1), 0, 1, 2, 3)
  Part a0 = JOINED(GET, 0), a1 = JOINED(GET, 2);
#undef GET
#undef PAIR
  d[0] = IN_FOURS(a0, a1, 0, 2, 4, 6), d[1] = IN_FOURS(a0, a1, 1, 3, 5, 7);
}

// Transposes a matrix of 16 × 16.
static inline void NAME(transpose)(const float *matrix, float *transposed) {
  const float *rows[LANES];
  for (int i = 0; i < LANES; i++) rows[i] = matrix + i * LANES;
  for (int column = 0; column < LANES; column += 4) {
    for (int part = 0; part < LANES; part += PART_LANES) {
      Part d[4];
      NAME(gatherFours)(rows + part, column, d);
      for (int j = 0; j < 4; j++) STORE_PART(transposed + (column + j) * LANES + part, d[j]);
    }
  }
}

// Interleaves ROWS vectors: the first lane of each, then the second of each, and so on.
static inline void NAME(interleave)(Vector v[ROWS]) {
  for (int done = 1; done < ROWS; done *= 2) {
    Vector w[ROWS];
    for (int i = 0; i < ROWS / 2; i++) {
      w[2 * i] = ZIP_LOW(v[i], v[i + ROWS / 2]);
      w[2 * i + 1] = ZIP_HIGH(v[i], v[i + ROWS / 2]);
    }
    for (int i = 0; i < ROWS; i++) v[i] = w[i];
  }
}
