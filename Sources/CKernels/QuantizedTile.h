// The sums of a tile: two rows of a few columns, for a panel of filters.

// The registers of sums for the filters of a whole panel.
enum { PANEL_VECTORS = PANEL / SUM_LANES };
// The registers of sums for the filters that are computed at once.
enum { VECTORS_AT_ONCE = 2 };

// Adds the products of `runs` words of each of the three rows of the windows. A word has four channels of a pixel, or
// two pixels of the single channel. All counts but `runs` and `filters` are constants after inlining, so that the sums
// stay in registers.
static inline __attribute__((always_inline)) void NAME(tilePart)(const int columns, const int vectors, const char *x,
                                                                 long pitch, long step, long runs, const int isFirst,
                                                                 const char *weights, long filters, int32_t *sums,
                                                                 long rowStep) {
  Sums z[VECTORS_AT_ONCE][ROWS_AT_ONCE * COLUMNS];
  UNROLLED for (int p = 0; p < ROWS_AT_ONCE * columns; p++)
    UNROLLED for (int n = 0; n < vectors; n++) z[n][p] = (Sums){0};
  for (int row = 0; row < 3; row++) {
    const char *source = x + row * pitch;
    for (long run = 0; run < runs; run++) {
      Sums w[VECTORS_AT_ONCE];
      UNROLLED for (int n = 0; n < vectors; n++) {
        w[n] = *(const UnalignedSums *)(weights + n * sizeof(Sums));
      }
      UNROLLED for (int p = 0; p < ROWS_AT_ONCE * columns; p++) {
        Sums value = (Sums){0} + *(const UnalignedWord *)(source + p / columns * pitch + p % columns * step);
        UNROLLED for (int n = 0; n < vectors; n++) {
          z[n][p] = isFirst ? DOT_WORDS(z[n][p], value, w[n]) : DOT_BYTES(z[n][p], value, w[n]);
        }
      }
      weights += filters * sizeof(int32_t);
      source += sizeof(int32_t);
    }
  }
  UNROLLED for (int p = 0; p < ROWS_AT_ONCE * columns; p++)
    UNROLLED for (int n = 0; n < vectors; n++)
      *(UnalignedSums *)(sums + p / columns * rowStep + p % columns * filters + n * SUM_LANES) = z[n][p];
}

// sums[row][column][filter] of two rows; `rowStep` lies between them.
static inline __attribute__((always_inline)) void NAME(tile)(const int columns, const int vectors, const char *x,
                                                             long pitch, long step, long runs, const int isFirst,
                                                             const char *weights, long filters, int32_t *sums,
                                                             long rowStep) {
  for (int row = 0; row < 2; row += ROWS_AT_ONCE) {
    for (int n = 0; n < vectors; n += VECTORS_AT_ONCE) {
      const int count = vectors < VECTORS_AT_ONCE ? vectors : VECTORS_AT_ONCE;
      NAME(tilePart)(columns, count, x + row * pitch, pitch, step, runs, isFirst,
                     weights + n * sizeof(Sums), filters, sums + row * rowStep + n * SUM_LANES, rowStep);
    }
  }
}
