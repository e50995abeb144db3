#include "StoredImageData.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

// libpng decodes larger images itself, row by row, to save memory.
enum { GREATEST = 64 << 20 };
enum { SIGNATURE = 8, CHUNK_OVERHEAD = 12, HEADER_END = SIGNATURE + CHUNK_OVERHEAD + 13, BLOCK = 65535 };

static uint32_t big_endian(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void put_big_endian(uint8_t *bytes, uint32_t value) {
  for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(value >> (24 - 8 * i));
}

// The bytes of all filtered rows; 0 if the header is interlaced or invalid.
static size_t filtered_size(const uint8_t *header) {
  static const uint8_t samples[] = {1, 0, 3, 1, 2, 0, 4};
  const uint8_t *fields = header + SIGNATURE + 8;
  size_t width = big_endian(fields), height = big_endian(fields + 4);
  uint8_t depth = fields[8], color = fields[9], interlace = fields[12];
  if (interlace != 0 || color > 6 || samples[color] == 0 || depth == 0 || depth > 16) return 0;
  // Larger images have been rejected before.
  if (width == 0 || height == 0 || width > 1 << 16 || height > 1 << 16) return 0;
  return height * (1 + (width * samples[color] * depth + 7) / 8);
}

// Checks all chunks and joins the consecutive chunks of image data into `stream`. Returns its length, 0 on an error.
static size_t join_image_data(const uint8_t *bytes, size_t count, uint8_t *stream, size_t *first, size_t *behind) {
  size_t place = SIGNATURE, length = 0;
  *first = *behind = 0;
  while (place + CHUNK_OVERHEAD <= count) {
    size_t size = big_endian(bytes + place);
    if (size > count - place - CHUNK_OVERHEAD) return 0;
    const uint8_t *type = bytes + place + 4;
    if (libdeflate_crc32(0, type, size + 4) != big_endian(type + 4 + size)) return 0;
    if (memcmp(type, "IDAT", 4) == 0) {
      if (*behind != 0) return 0;
      if (*first == 0) *first = place;
      memcpy(stream + length, type + 4, size);
      length += size;
    } else if (*first != 0 && *behind == 0) {
      *behind = place;
    }
    if (memcmp(type, "IEND", 4) == 0) break;
    place += CHUNK_OVERHEAD + size;
  }
  return *behind == 0 ? 0 : length;
}

// Writes `size` bytes, which lie at `data`, as a chunk of image data of stored blocks. Returns its end.
static uint8_t *put_stored(uint8_t *chunk, const uint8_t *data, size_t size) {
  uint8_t *place = chunk + 8;
  memcpy(chunk + 4, "IDAT", 4);
  *place++ = 0x78;
  *place++ = 0x01;
  for (size_t done = 0; done < size; done += BLOCK) {
    size_t length = size - done < BLOCK ? size - done : BLOCK;
    *place++ = done + length == size;
    *place++ = (uint8_t)length;
    *place++ = (uint8_t)(length >> 8);
    *place++ = (uint8_t)~length;
    *place++ = (uint8_t)(~length >> 8);
    memcpy(place, data + done, length);
    place += length;
  }
  // The two checksums stay 0 and are not read: those of the file have been checked.
  memset(place, 0, 8);
  put_big_endian(chunk, (uint32_t)(place + 4 - chunk - 8));
  return place + 8;
}

uint8_t *stored_image_data(const uint8_t *bytes, size_t count, size_t *stored_count) {
  if (count < HEADER_END) return NULL;
  size_t size = filtered_size(bytes);
  if (size == 0 || size > GREATEST) return NULL;
  // The joined stream, then the filtered rows, then the new file.
  size_t stored = size + (size / BLOCK + 1) * 5 + 6 + CHUNK_OVERHEAD;
  uint8_t *stream = malloc(count + size), *result = malloc(count + stored);
  struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
  size_t first, behind, length;
  int is_done = stream != NULL && result != NULL && decompressor != NULL &&
                (length = join_image_data(bytes, count, stream, &first, &behind)) != 0 &&
                libdeflate_zlib_decompress(decompressor, stream, length, stream + count, size, NULL) ==
                    LIBDEFLATE_SUCCESS;
  if (is_done) {
    memcpy(result, bytes, first);
    uint8_t *end = put_stored(result + first, stream + count, size);
    memcpy(end, bytes + behind, count - behind);
    *stored_count = (size_t)(end - result) + count - behind;
  } else {
    free(result);
    result = NULL;
  }
  if (decompressor != NULL) libdeflate_free_decompressor(decompressor);
  free(stream);
  return result;
}
