#include "ImageData.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "Chunk.h"

// libpng decodes larger images itself, row by row, to save memory.
enum { GREATEST = 64 << 20 };
// The largest chunk other than image data that libpng reads here.
enum { GREATEST_OTHER = 1 << 20, GREATEST_FILTER = 4 };
enum { GRAY = 0 };

// Reads the extents from the header. Returns 0 if it is interlaced or invalid.
static int read_header(const uint8_t *header, ImageData *data) {
  static const uint8_t samples[] = {1, 0, 3, 1, 2, 0, 4};
  const uint8_t *fields = header + SIGNATURE + 8;
  size_t width = big_endian(fields), height = big_endian(fields + 4);
  uint8_t depth = fields[8], color = fields[9], interlace = fields[12];
  if (interlace != 0 || color > 6 || samples[color] == 0 || depth == 0 || depth > 16) return 0;
  // Larger images have been rejected before.
  if (width == 0 || height == 0 || width > 1 << 16 || height > 1 << 16) return 0;
  data->row_size = (width * samples[color] * depth + 7) / 8;
  data->height = height;
  data->gray_size = color == GRAY && depth >= 8 ? depth / 8 : 0;
  return 1;
}

// Returns whether a chunk that is no image data has no effect on grey samples, for certain.
static int is_harmless(const uint8_t *type, size_t size, size_t place) {
  for (int i = 0; i < 4; i++)
    if ((type[i] | 32) < 'a' || (type[i] | 32) > 'z') return 0;
  if (memcmp(type, "IHDR", 4) == 0) return place == SIGNATURE;
  if (memcmp(type, "IEND", 4) == 0) return size == 0;
  // The others are optional if their first letter is small.
  return (type[0] & 32) != 0 && size <= GREATEST_OTHER && memcmp(type, "tRNS", 4) != 0;
}

// Checks all chunks and joins the consecutive chunks of image data into `stream`. Returns its length, 0 on an error.
static size_t join_image_data(const uint8_t *bytes, size_t count, uint8_t *stream, ImageData *data) {
  size_t place = SIGNATURE, length = 0;
  int has_end = 0;
  while (!has_end && place + CHUNK_OVERHEAD <= count) {
    size_t size = big_endian(bytes + place);
    if (size > count - place - CHUNK_OVERHEAD) return 0;
    const uint8_t *type = bytes + place + 4;
    if (libdeflate_crc32(0, type, size + 4) != big_endian(type + 4 + size)) return 0;
    if (memcmp(type, "IDAT", 4) == 0) {
      if (data->behind != 0) return 0;
      if (data->first == 0) data->first = place;
      memcpy(stream + length, type + 4, size);
      length += size;
    } else {
      if (data->first != 0 && data->behind == 0) data->behind = place;
      if (!is_harmless(type, size, place)) data->gray_size = 0;
      has_end = memcmp(type, "IEND", 4) == 0;
    }
    place += CHUNK_OVERHEAD + size;
  }
  if (!has_end) data->gray_size = 0;
  return data->behind == 0 ? 0 : length;
}

ImageData inflated_image_data(const uint8_t *bytes, size_t count) {
  ImageData data = {0};
  if (count < HEADER_END || !read_header(bytes, &data)) return data;
  size_t size = data.height * (1 + data.row_size);
  if (size > GREATEST) return data;
  uint8_t *stream = malloc(count), *rows = malloc(size);
  struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
  size_t length;
  if (stream != NULL && rows != NULL && decompressor != NULL &&
      (length = join_image_data(bytes, count, stream, &data)) != 0 &&
      libdeflate_zlib_decompress(decompressor, stream, length, rows, size, NULL) == LIBDEFLATE_SUCCESS) {
    data.rows = rows;
    for (size_t place = 0; place < size; place += 1 + data.row_size)
      if (rows[place] > GREATEST_FILTER) data.gray_size = 0;
  } else {
    free(rows);
  }
  if (decompressor != NULL) libdeflate_free_decompressor(decompressor);
  free(stream);
  return data;
}
