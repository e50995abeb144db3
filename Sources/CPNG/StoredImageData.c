#include "StoredImageData.h"

#include <stdlib.h>
#include <string.h>

#include "Chunk.h"

enum { BLOCK = 65535 };

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

uint8_t *stored_image_data(const uint8_t *bytes, size_t count, const ImageData *data, size_t *stored_count) {
  size_t size = data->height * (1 + data->row_size);
  uint8_t *result = malloc(count + size + (size / BLOCK + 1) * 5 + 6 + CHUNK_OVERHEAD);
  if (result == NULL) return NULL;
  memcpy(result, bytes, data->first);
  uint8_t *end = put_stored(result + data->first, data->rows, size);
  memcpy(end, bytes + data->behind, count - data->behind);
  *stored_count = (size_t)(end - result) + count - data->behind;
  return result;
}
