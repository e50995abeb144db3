// The bytes of PNG files: after the signature chunks, each of a length, a type, that many bytes and a checksum.
#pragma once

#include <stdint.h>

enum { SIGNATURE = 8, CHUNK_OVERHEAD = 12, HEADER_END = SIGNATURE + CHUNK_OVERHEAD + 13 };

static inline uint32_t big_endian(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static inline void put_big_endian(uint8_t *bytes, uint32_t value) {
  for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(value >> (24 - 8 * i));
}
