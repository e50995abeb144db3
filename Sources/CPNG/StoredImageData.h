// Makes of a PNG file one whose image data are not compressed.
//
// libpng inflates row by row with zlib, which takes most of the time of reading a pattern. libdeflate does all at once
// and two to three times as fast; what it gives is packed again as a deflate stream of stored blocks, which zlib only
// copies, so that everything else of the format stays libpng's. The checksums of the file have been checked then, and
// those of the new stream are not there. (libdeflate takes a few streams that zlib refuses, such as one that looks back
// farther than it announced: their checksums have matched too, so that the pixels are those that were written.)
#pragma once

#include <stddef.h>
#include <stdint.h>

// The bytes of the new file, to be freed; NULL where this file is not of the plain kind (interlaced, damaged, out of
// memory): then libpng gets the old one, and says what is wrong with it.
uint8_t *stored_image_data(const uint8_t *bytes, size_t count, size_t *stored_count);
