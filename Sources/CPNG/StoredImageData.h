// Converts a PNG file to one with uncompressed image data.
//
// libpng inflates row by row with zlib, which takes most of the time of reading a pattern. libdeflate inflates everything
// at once, two to three times as fast. Its output is packed again as a deflate stream of stored blocks, which zlib only
// copies; libpng handles the rest of the format. The checksums of the file have then been checked, and the new stream has
// none. (libdeflate accepts a few streams that zlib rejects, such as one that looks back farther than it announced. Their
// checksums match too, so the pixels are those that were written.)
#pragma once

#include <stddef.h>
#include <stdint.h>

// The bytes of the new file, to be freed; NULL if the file is interlaced or damaged, or memory ran out. libpng then gets
// the original file and reports its errors.
uint8_t *stored_image_data(const uint8_t *bytes, size_t count, size_t *stored_count);
