// Vectors of 16 floats, how they are read and written, and how their lanes are moved about.

typedef float Vector __attribute__((vector_size(64)));
typedef float UnalignedVector __attribute__((vector_size(64), aligned(4)));
typedef int32_t Mask __attribute__((vector_size(64)));
typedef uint8_t Bytes __attribute__((vector_size(16)));
typedef uint8_t UnalignedBytes __attribute__((vector_size(8), aligned(1)));
typedef float HalfVector __attribute__((vector_size(32)));
typedef float UnalignedHalf __attribute__((vector_size(32), aligned(4)));

#define LOAD(place) ((Vector) * (const UnalignedVector *)(place))
#define STORE(place, value) (*(UnalignedVector *)(place) = (value))
#define STORE_SIX(place, step, v0, v1, v2, v3, v4, v5) \
  do { \
    float *place_ = (place); \
    long step_ = (step); \
    STORE(place_, v0), STORE(place_ + step_, v1), STORE(place_ + 2 * step_, v2); \
    STORE(place_ + 3 * step_, v3), STORE(place_ + 4 * step_, v4), STORE(place_ + 5 * step_, v5); \
  } while (0)
// Lane by lane: a where the mask is set, else b.
#define SELECT(mask, a, b) ((Vector)(((Mask)(a) & (mask)) | ((Mask)(b) & ~(mask))))
// Unlike a maximum it keeps a NaN, which the check of the loss finds.
#define RECTIFIED(z) SELECT((z) < (Vector){0}, (Vector){0}, (z))

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
