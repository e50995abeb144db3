#include "GrayRows.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) && defined(__linux__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("default", "arch=x86-64-v3")))
#else
#define FOR_EACH_PROCESSOR
#endif
#define INLINED static inline __attribute__((always_inline))

// The bytes of a pixel, as numbers of 16 bits. libpng computes one byte after the other, with branches that noise makes
// unpredictable.
typedef int16_t Pixel __attribute__((vector_size(16)));
typedef uint8_t Bytes __attribute__((vector_size(16)));

#define CHOICE(mask, a, b) (((a) & (mask)) | ((b) & ~(mask)))

INLINED Pixel load(const uint8_t *bytes, size_t size) { return (Pixel){bytes[0], size == 2 ? bytes[1] : 0}; }

// Stores the sums of a pixel and its prediction, without carry into the high byte of a number, and returns them.
INLINED Pixel store(uint8_t *bytes, size_t size, Pixel prediction) {
  Pixel sum = (Pixel)((Bytes)load(bytes, size) + (Bytes)prediction);
  bytes[0] = (uint8_t)sum[0];
  if (size == 2) bytes[1] = (uint8_t)sum[1];
  return sum;
}

INLINED void add_left(uint8_t *row, size_t count, size_t size) {
  Pixel left = {0};
  for (size_t i = 0; i < count; i += size) left = store(row + i, size, left);
}

INLINED void add_mean(uint8_t *row, const uint8_t *above, size_t count, size_t size) {
  Pixel left = {0};
  for (size_t i = 0; i < count; i += size) left = store(row + i, size, (left + load(above + i, size)) >> 1);
}

// Paeth's predictor: of the neighbours to the left (a), above (b) and above to the left (c) the one that is nearest to
// a + b - c. With t = 3 c - a - b it is the greater of a and b if t is not above the lesser one; else the lesser one if t
// is not below the greater one; else c. So only few operations wait for the pixel before (F. Giesen, stb_image).
INLINED void add_paeth(uint8_t *row, const uint8_t *above, size_t count, size_t size) {
  Pixel left = {0}, corner = {0};
  for (size_t i = 0; i < count; i += size) {
    Pixel up = load(above + i, size), threshold = corner * 3 - up - left;
    Pixel lesser = CHOICE(left < up, left, up), greater = CHOICE(left < up, up, left);
    Pixel prediction = CHOICE(greater <= threshold, lesser, corner);
    left = store(row + i, size, CHOICE(threshold <= lesser, greater, prediction));
    corner = up;
  }
}

#define RESTORE(size) \
  do { \
    if (filter == 1) add_left(row, count, size); \
    else if (filter == 3) add_mean(row, above, count, size); \
    else if (filter == 4) add_paeth(row, above, count, size); \
  } while (0)

// Adds the predictions to a row; `above` is the restored row above it.
FOR_EACH_PROCESSOR
static void restore(int filter, uint8_t *row, const uint8_t *above, size_t count, size_t size) {
  if (filter == 2) {
    for (size_t i = 0; i < count; i++) row[i] = (uint8_t)(row[i] + above[i]);
  } else if (size == 2) {
    RESTORE(2);
  } else {
    RESTORE(1);
  }
}

static void copy_words(const uint8_t *row, size_t count, uint8_t *samples) {
  for (size_t i = 0; i < count; i += 2) {
    uint16_t sample = (uint16_t)(row[i] << 8 | row[i + 1]);
    memcpy(samples + i, &sample, 2);
  }
}

int restore_gray_rows(ImageData *data, uint8_t *samples) {
  size_t count = data->row_size;
  uint8_t *zeros = calloc(count, 1);
  if (zeros == NULL) return 0;
  const uint8_t *above = zeros;
  for (size_t number = 0; number < data->height; number++) {
    uint8_t *filtered = data->rows + number * (1 + count), *row = filtered + 1;
    restore(*filtered, row, above, count, data->gray_size);
    if (data->gray_size == 2) copy_words(row, count, samples + number * count);
    else memcpy(samples + number * count, row, count);
    above = row;
  }
  free(zeros);
  return 1;
}
