// The way from sums to maps, and from floats to the 16-bit map of the first layer. Nothing is contracted to fused
// multiply-adds, which not all instruction sets have.

typedef int32_t Integers __attribute__((vector_size(64)));
typedef float Floats __attribute__((vector_size(64)));
typedef float UnalignedFloats __attribute__((vector_size(64), aligned(4)));
typedef uint8_t Bytes16 __attribute__((vector_size(16)));
typedef uint8_t UnalignedBytes16 __attribute__((vector_size(16), aligned(1)));

// Added to a number of small magnitude, it leaves the number, rounded to an integer, in the low bits.
#define ROUNDING 12582912.0f
#define AS_INTEGERS(x) __builtin_convertvector(x, Integers)
#define AS_FLOATS(x) __builtin_convertvector(x, Floats)
#define CHOICE(mask, a, b) (((a) & (mask)) | ((b) & ~(mask)))
#define GREATER(a, b) CHOICE((a) > (b), a, b)

// Sets the zeros around the maps of bytes.
static void NAME(clearBorders)(const EdnetQuantizedConvolution *shape, const EdnetQuantizedEpilogue *epilogue) {
  long height = shape->height + 2 * shape->padding - 2, width = shape->width + 2 * shape->padding - 2;
  if (epilogue->pools) height /= 2, width /= 2;
  long channels = shape->filters, pitch = mapPitch(channels, width), rows = mapRows(height);
  for (long example = 0; example < shape->examples; example++) {
    uint8_t *map = epilogue->bytes + example * rows * pitch;
    memset(map, 0, pitch);
    for (long row = 1; row <= height; row++) {
      memset(map + row * pitch, 0, channels);
      memset(map + row * pitch + (width + 1) * channels, 0, pitch - (width + 1) * channels);
    }
    memset(map + (height + 1) * pitch, 0, (rows - height - 1) * pitch);
  }
}

// Computes 16 filters of one pixel of the output from their sums; `place` is that of the pixel among maps of bytes,
// `index` among maps of floats of `area` pixels.
static inline __attribute__((always_inline)) void NAME(finishPixel)(const Integers *sums, const Floats *scale,
                                                                    const Floats *bias, long place, long index,
                                                                    long area, long used,
                                                                    const EdnetQuantizedEpilogue *epilogue) {
#pragma clang fp contract(off)
  Floats y = AS_FLOATS(*sums) * *scale;
  y = y + *bias;
  if (epilogue->addend) {
    Bytes16 addend = *(const UnalignedBytes16 *)(epilogue->addend + place);
    y = y + AS_FLOATS(AS_INTEGERS(addend)) * epilogue->addendScale;
  }
  y = (Floats)((Integers)y & (y > (Floats){0}));
  if (epilogue->bytes) {
    Integers isGreat = y > 255.0f;
    y = (Floats)CHOICE(isGreat, (Integers)((Floats){0} + 255.0f), (Integers)y);
    Integers rounded = (Integers)(y + ROUNDING);
    *(UnalignedBytes16 *)(epilogue->bytes + place) = __builtin_convertvector(rounded, Bytes16);
  } else {
    for (long n = 0; n < used; n++) epilogue->floats[index + n * area] = y[n];
  }
}

// Computes the outputs of a tile from its sums, [2][columns][filters of the panel]. `first` is the first filter of the
// panel, `height` and `width` are extents before pooling. `pools` is a constant after inlining.
static inline __attribute__((always_inline)) void NAME(finishTile)(const int pools, const int32_t *sums, long columns,
                                                                   long row, long column, long height, long width,
                                                                   long first, long panel, long filters, long example,
                                                                   float exampleScale,
                                                                   const EdnetQuantizedEpilogue *given) {
  // Stored bytes may alias the caller's epilogue, but not a copy in registers.
  const EdnetQuantizedEpilogue copy = *given, *epilogue = &copy;
  const long halving = pools ? 2 : 1, vectors = panel / CHANNELS_AT_ONCE;
  long outputHeight = height / halving, outputWidth = width / halving, area = outputHeight * outputWidth;
  long pitch = mapPitch(filters, outputWidth), y = row / halving, x = column / halving;
  long rows = lesser(pools ? 1 : 2, outputHeight - y), count = lesser(columns / halving, outputWidth - x);
  for (long part = 0; part < vectors; part++) {
    long filter = first + part * CHANNELS_AT_ONCE, used = lesser(CHANNELS_AT_ONCE, epilogue->storedFilters - filter);
    Floats scale = *(const UnalignedFloats *)(epilogue->scale + filter) * exampleScale;
    Floats bias = *(const UnalignedFloats *)(epilogue->bias + filter);
    long place = (example * mapRows(outputHeight) + y + 1) * pitch + (x + 1) * filters + filter;
    long index = (example * epilogue->storedFilters + filter) * area + y * outputWidth + x;
    for (long i = 0; i < rows; i++) {
      const Integers *upper = (const Integers *)sums + i * columns * vectors + part, *lower = upper + columns * vectors;
      for (long j = 0; j < count; j++) {
        Integers sum = *upper;
        if (pools) {
          Integers above = GREATER(*upper, upper[vectors]), below = GREATER(*lower, lower[vectors]);
          sum = GREATER(above, below);
        }
        NAME(finishPixel)(&sum, &scale, &bias, place + i * pitch + j * filters, index + i * outputWidth + j, area, used,
                          epilogue);
        upper += halving * vectors, lower += halving * vectors;
      }
    }
  }
}

// A function of its own, so that its numbers do not crowd those of the tiles out of the registers.
static __attribute__((noinline)) void NAME(finish)(const int32_t *sums, long columns, long row, long column,
                                                   long height, long width, long first, long panel, long filters,
                                                   long example, float exampleScale,
                                                   const EdnetQuantizedEpilogue *epilogue) {
#define FINISH(pools) \
  NAME(finishTile)(pools, sums, columns, row, column, height, width, first, panel, filters, example, exampleScale, \
                   epilogue)
  if (epilogue->pools) FINISH(1);
  else FINISH(0);
#undef FINISH
}

// Rounds a map to 16 bits, with zeros around it.
//
// Returns the number that a unit stands for; 0 for an even map of zeros.
static float NAME(roundMap)(const EdnetQuantizedConvolution *shape, const float *x, int16_t *rounded) {
#pragma clang fp contract(off)
  long height = shape->height, width = shape->width, pitch = firstPitch(width);
  // Magnitudes have the order of their bits, and a maximum of integers is vectorised.
  int32_t greatestBits = 0;
  for (long n = 0; n < height * width; n++) {
    int32_t bits;
    memcpy(&bits, x + n, sizeof bits);
    bits &= 0x7fffffff;
    greatestBits = bits > greatestBits ? bits : greatestBits;
  }
  float greatest;
  memcpy(&greatest, &greatestBits, sizeof greatest);
  memset(rounded, 0, mapRows(height) * pitch * sizeof *rounded);
  // The reciprocal of a smaller number may be infinite.
  if (greatest < 1e-30f) return 0;
  float factor = 32767 / greatest;
  for (long row = 0; row < height; row++) {
    int16_t *target = rounded + (row + 1) * pitch + 1;
    for (long column = 0; column < width; column++) {
      float value = x[row * width + column] * factor + ROUNDING;
      int32_t bits;
      memcpy(&bits, &value, sizeof bits);
      target[column] = (int16_t)bits;
    }
  }
  return greatest / 32767;
}
