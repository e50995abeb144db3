// The image data of a PNG file, inflated at once.
//
// libpng inflates row by row with zlib, which takes most of the time of reading a pattern; libdeflate is two to three
// times as fast. (It accepts a few streams that zlib rejects, such as one that looks back farther than it announced.
// Their checksums match too, so the pixels are those that were written.)
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct ImageData {
  // The rows, each after the byte of its filter, to be freed; NULL if there are none.
  uint8_t *rows;
  // The bytes of a row without that of its filter.
  size_t row_size;
  size_t height;
  // The bytes of a grey sample, 1 or 2, if the rows are all that there is to decode; else 0: for colours, transparency and
  // chunks or filters that libpng may refuse.
  size_t gray_size;
  // The place of the first chunk of image data in the file, and that of the chunk after the last.
  size_t first, behind;
} ImageData;

// Checks all chunks and inflates the image data. `rows` is NULL if the file is interlaced, damaged or larger than 64 MiB,
// or memory ran out: libpng then gets the original file, decodes it row by row, and reports its errors.
ImageData inflated_image_data(const uint8_t *bytes, size_t count);
