#include "CHDF5.h"

#include <libdeflate.h>

int chdf5_inflate(const void *bytes, size_t count, void *output, size_t size) {
  struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
  if (decompressor == NULL) return -1;
  int status =
      libdeflate_zlib_decompress(decompressor, bytes, count, output, size, NULL) == LIBDEFLATE_SUCCESS ? 0 : -1;
  libdeflate_free_decompressor(decompressor);
  return status;
}
