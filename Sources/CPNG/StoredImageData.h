// Converts a PNG file to one with uncompressed image data: inflated rows, packed again as a deflate stream of stored
// blocks, which zlib only copies. libpng handles the rest of the format. The checksums of the file have been checked,
// and the new stream has none.
#pragma once

#include "ImageData.h"

// The bytes of the new file, to be freed; NULL if memory ran out.
uint8_t *stored_image_data(const uint8_t *bytes, size_t count, const ImageData *data, size_t *stored_count);
