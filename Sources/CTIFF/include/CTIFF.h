// A few functions over libtiff, which read from memory.
//
// libtiff's interface has variable arguments, which Swift cannot call, and prints errors unless a handler takes them;
// here a handler of each open file keeps the first error as text. Nothing is printed.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { CTIFF_MESSAGE_CAPACITY = 208, CTIFF_PALETTE_CAPACITY = 256 };

// The outcome of a call.
typedef enum CTIFFStatus {
  CTIFF_OK = 0,
  // libtiff looked for bytes after the end of the file.
  CTIFF_TRUNCATED = 1,
  // libtiff refused the bytes; the message says why.
  CTIFF_DAMAGED = 2,
  // Memory ran out.
  CTIFF_NO_MEMORY = 3,
} CTIFFStatus;

// The first error of libtiff; empty if there is none.
typedef struct CTIFFReport {
  char message[CTIFF_MESSAGE_CAPACITY];
} CTIFFReport;

// The tags of an image, with the numbers of the TIFF specification, revision 6.0; absent tags have their default values.
typedef struct CTIFFImage {
  uint32_t width, height;
  // The bits of a sample, and the samples of a pixel.
  uint16_t bits, samples;
  // 1: unsigned integers, 2: signed integers, 3: floating-point numbers.
  uint16_t sample_format;
  uint16_t photometric, compression, orientation;
  // 1 if each plane of samples is stored by itself.
  uint16_t is_planar;
  // Bit 0: a smaller version of another image; bit 2: a mask.
  uint32_t subfile_type;
  // The size of a tile; 0 if the image is stored in strips.
  uint32_t tile_width, tile_height;
  // The bytes of a decoded strip or tile; 0 if it is invalid.
  uint64_t block_size;
} CTIFFImage;

// Lists the images of a file: the places of their directories, at most `capacity`. Returns their number. An error after
// the first of them ends the list.
size_t ctiff_list(const uint8_t *bytes, size_t count, uint64_t *places, size_t capacity, CTIFFStatus *status,
                  CTIFFReport *report);

// Reads the tags of the image at a place.
CTIFFStatus ctiff_describe(const uint8_t *bytes, size_t count, uint64_t place, CTIFFImage *image,
                           CTIFFReport *report);

// Decodes the first `channels` samples of each pixel of the image at a place into `samples`, rows from the top without
// gaps. A sample takes the fewest of 1, 2, 4 or 8 bytes that hold its bits, in the machine's byte order. The caller has
// checked the sizes of `image`, which are those that ctiff_describe gave.
CTIFFStatus ctiff_decode(const uint8_t *bytes, size_t count, uint64_t place, const CTIFFImage *image, int channels,
                         uint8_t *samples, CTIFFReport *report);

// Reads the red, green and blue of each colour of a palette of 1 to 8 bits, each 0...65535.
CTIFFStatus ctiff_palette(const uint8_t *bytes, size_t count, uint64_t place,
                          uint16_t colors[3 * CTIFF_PALETTE_CAPACITY], CTIFFReport *report);

#ifdef __cplusplus
}
#endif
