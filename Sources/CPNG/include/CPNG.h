// A few functions over libpng's classic interface, from memory and to memory.
//
// The classic interface is used because png_image_* applies gamma and drops bits; here grey samples stay exactly as in
// the file. libpng reports errors by longjmp; each function below confines it to one frame and returns a status and a
// text, so that no jump reaches Swift.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { CPNG_MESSAGE_CAPACITY = 192 };

// The outcome of a call.
typedef enum CPNGStatus {
  CPNG_OK = 0,
  // The bytes ended before the image did.
  CPNG_TRUNCATED = 1,
  // libpng refused the bytes; the message says why.
  CPNG_DAMAGED = 2,
  // Memory ran out.
  CPNG_NO_MEMORY = 3,
  // A pixel has a number beyond the palette; the report holds both.
  CPNG_OUTSIDE_PALETTE = 4,
} CPNGStatus;

// The findings of a decoder, and its progress.
typedef struct CPNGReport {
  // 1 if the file has an alpha channel or a tRNS chunk, valid or not, which are not in the samples.
  int has_transparency;
  // The number of passes: 1, or 7 for an Adam7 interlaced image.
  int passes;
  // The pass, counted from 0, and the row in it where reading stopped.
  int pass;
  uint32_t row;
  // The greatest number of a pixel, and the colours of the palette; 0 without a palette.
  int largest_index;
  int palette_size;
  // libpng's own message; empty if there is none.
  char message[CPNG_MESSAGE_CAPACITY];
} CPNGReport;

// Decodes a PNG file into `samples`, rows from the top without gaps: one sample a pixel for grey, three
// for RGB and palette; 8-bit samples (1, 2 and 4 bits scaled to 0...255), or 16-bit samples in the
// machine's byte order. No gamma or colour profile is applied, alpha is omitted. `row_size` in bytes must
// be what the header implies; `samples` must hold `rows` such rows.
CPNGStatus cpng_decode(const uint8_t *bytes, size_t count, uint8_t *samples, size_t row_size,
                       uint32_t rows, uint32_t largest_side, CPNGReport *report);

// Encodes grey samples of 8 or 16 bits (the machine's byte order), rows from the top without gaps.
// On success `*bytes` holds `*count` bytes and the caller must pass it to cpng_free.
CPNGStatus cpng_encode_gray(const uint8_t *samples, uint32_t width, uint32_t height, int bit_depth,
                            uint8_t **bytes, size_t *count, CPNGReport *report);

// Frees what cpng_encode_gray returned.
void cpng_free(uint8_t *bytes);

#ifdef __cplusplus
}
#endif
