#include "CTIFF.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

// The largest single allocation of libtiff, in bytes. Its lists of strips may be as long as the file.
enum { LARGEST_ALLOCATION = 1 << 30 };

// An open file in memory.
typedef struct {
  const uint8_t *bytes;
  size_t count, place;
  int is_truncated;
  CTIFFReport *report;
} Session;

static int keep_error(TIFF *tiff, void *data, const char *module, const char *format, va_list arguments) {
  (void)tiff;
  (void)module;
  CTIFFReport *report = data;
  if (report->message[0] == 0) vsnprintf(report->message, CTIFF_MESSAGE_CAPACITY, format, arguments);
  // Nothing is left for the handler of the process, which would print.
  return 1;
}

static int ignore_warning(TIFF *tiff, void *data, const char *module, const char *format, va_list arguments) {
  (void)tiff;
  (void)data;
  (void)module;
  (void)format;
  (void)arguments;
  return 1;
}

static tmsize_t read_bytes(thandle_t handle, void *destination, tmsize_t count) {
  Session *session = (Session *)handle;
  size_t left = session->place < session->count ? session->count - session->place : 0;
  size_t wanted = count > 0 ? (size_t)count : 0;
  if (wanted > left) {
    session->is_truncated = 1;
    wanted = left;
  }
  memcpy(destination, session->bytes + (left == 0 ? 0 : session->place), wanted);
  session->place += wanted;
  return (tmsize_t)wanted;
}

static tmsize_t write_nothing(thandle_t handle, void *source, tmsize_t count) {
  (void)handle;
  (void)source;
  (void)count;
  return -1;
}

static toff_t seek_place(thandle_t handle, toff_t offset, int origin) {
  Session *session = (Session *)handle;
  uint64_t base = origin == SEEK_CUR ? session->place : origin == SEEK_END ? session->count : 0;
  session->place = base + offset;
  return session->place;
}

static int close_nothing(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t file_size(thandle_t handle) { return ((Session *)handle)->count; }

// Opens a file without reading its first directory.
static TIFF *open_file(Session *session, const uint8_t *bytes, size_t count, CTIFFReport *report) {
  memset(report, 0, sizeof *report);
  *session = (Session){.bytes = bytes, .count = count, .report = report};
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (options == NULL) return NULL;
  TIFFOpenOptionsSetErrorHandlerExtR(options, keep_error, report);
  TIFFOpenOptionsSetWarningHandlerExtR(options, ignore_warning, NULL);
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, LARGEST_ALLOCATION);
  // r: read, h: only the header, c: strips as they are stored.
  TIFF *tiff = TIFFClientOpenExt("memory", "rhc", session, read_bytes, write_nothing, seek_place, close_nothing,
                                 file_size, NULL, NULL, options);
  TIFFOpenOptionsFree(options);
  return tiff;
}

static CTIFFStatus failure(const Session *session) {
  return session->is_truncated ? CTIFF_TRUNCATED : CTIFF_DAMAGED;
}

size_t ctiff_list(const uint8_t *bytes, size_t count, uint64_t *places, size_t capacity, CTIFFStatus *status,
                  CTIFFReport *report) {
  Session session;
  *status = CTIFF_OK;
  TIFF *tiff = open_file(&session, bytes, count, report);
  if (tiff == NULL) {
    *status = failure(&session);
    return 0;
  }
  size_t found = 0;
  while (found < capacity && TIFFReadDirectory(tiff)) places[found++] = TIFFCurrentDirOffset(tiff);
  // A list that leads back to itself ends without an error, but not at its last directory.
  int is_complete = found > 0 && report->message[0] == 0 && !session.is_truncated && TIFFLastDirectory(tiff);
  if (found < capacity && !is_complete) *status = failure(&session);
  TIFFClose(tiff);
  return found;
}

// Opens a file at an image.
static TIFF *open_image(Session *session, const uint8_t *bytes, size_t count, uint64_t place, CTIFFReport *report) {
  TIFF *tiff = open_file(session, bytes, count, report);
  if (tiff == NULL) return NULL;
  if (!TIFFSetSubDirectory(tiff, place)) {
    TIFFClose(tiff);
    return NULL;
  }
  return tiff;
}

static void decode_color(TIFF *tiff) {
  uint16_t photometric = 0, compression = 0;
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
  if (compression == COMPRESSION_JPEG && photometric == PHOTOMETRIC_YCBCR)
    TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
}

CTIFFStatus ctiff_describe(const uint8_t *bytes, size_t count, uint64_t place, CTIFFImage *image,
                           CTIFFReport *report) {
  Session session;
  memset(image, 0, sizeof *image);
  TIFF *tiff = open_image(&session, bytes, count, place, report);
  if (tiff == NULL) return failure(&session);
  decode_color(tiff);
  uint16_t planar = PLANARCONFIG_CONTIG;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &image->width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &image->height);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &image->bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &image->samples);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &image->sample_format);
  // Some programs write 4, "undefined", for unsigned integers.
  if (image->sample_format == SAMPLEFORMAT_VOID) image->sample_format = SAMPLEFORMAT_UINT;
  // The tag is required, but simple writers leave it out.
  if (!TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &image->photometric))
    image->photometric = image->samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &image->compression);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &image->orientation);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &planar);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &image->subfile_type);
  image->is_planar = planar == PLANARCONFIG_SEPARATE && image->samples > 1;
  if (TIFFIsTiled(tiff)) {
    TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &image->tile_width);
    TIFFGetField(tiff, TIFFTAG_TILELENGTH, &image->tile_height);
  }
  tmsize_t block = TIFFIsTiled(tiff) ? TIFFTileSize(tiff) : TIFFStripSize(tiff);
  image->block_size = block > 0 ? (uint64_t)block : 0;
  TIFFClose(tiff);
  // libtiff reports an invalid size of a strip as an error, too.
  return image->block_size == 0 ? failure(&session) : CTIFF_OK;
}

static size_t sample_size(int bits) { return bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8; }

// A row of a strip or tile, and its place in the image.
typedef struct {
  const uint8_t *bytes;
  // The samples of a pixel in the row, and the bits of a sample.
  int samples, bits;
  // The pixels to take.
  size_t count;
  // The first channel of the image that the row has, and the number of channels.
  int channel, channels;
} Row;

// Copies samples to the pixels of an image with `stride` samples each.
static void copy_row(Row row, uint8_t *destination, int stride) {
  size_t size = sample_size(row.bits);
  for (size_t pixel = 0; pixel < row.count; pixel++) {
    for (int channel = 0; channel < row.channels; channel++) {
      size_t index = pixel * (size_t)row.samples + (size_t)channel;
      uint8_t *target = destination + (pixel * (size_t)stride + (size_t)(row.channel + channel)) * size;
      if (row.bits % 8 == 0) {
        memcpy(target, row.bytes + index * size, size);
        continue;
      }
      // Packed samples begin with their highest bit.
      unsigned value = 0;
      for (size_t bit = index * (size_t)row.bits; bit < (index + 1) * (size_t)row.bits; bit++)
        value = value << 1 | (row.bytes[bit / 8] >> (7 - bit % 8) & 1);
      uint8_t narrow = (uint8_t)value;
      uint16_t wide = (uint16_t)value;
      memcpy(target, size == 1 ? (const void *)&narrow : (const void *)&wide, size);
    }
  }
}

// Decodes all strips or tiles of one plane.
static int decode_plane(TIFF *tiff, const CTIFFImage *image, int plane, int channels, uint8_t *block,
                        uint8_t *samples) {
  int is_tiled = image->tile_width > 0;
  size_t size = sample_size(image->bits);
  size_t pixel_size = size * (size_t)channels;
  Row row = {.samples = image->is_planar ? 1 : image->samples,
             .bits = image->bits,
             .channel = image->is_planar ? plane : 0,
             .channels = image->is_planar ? 1 : channels};
  uint32_t rows = image->tile_height, columns = image->tile_width;
  if (!is_tiled) {
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &rows);
    columns = image->width;
    if (rows == 0) return 0;
  }
  size_t row_size = (size_t)(is_tiled ? TIFFTileRowSize(tiff) : TIFFScanlineSize(tiff));
  // The size of a row as it follows from the tags; another means that they contradict each other.
  if (row_size < ((size_t)columns * (size_t)row.samples * image->bits + 7) / 8) return 0;
  for (uint64_t y = 0; y < image->height; y += rows) {
    size_t height = image->height - y < rows ? (size_t)(image->height - y) : rows;
    for (uint64_t x = 0; x < image->width; x += columns) {
      size_t length = row_size * (is_tiled ? rows : height);
      if (length > image->block_size) return 0;
      tmsize_t decoded =
          is_tiled ? TIFFReadEncodedTile(tiff, TIFFComputeTile(tiff, (uint32_t)x, (uint32_t)y, 0, (uint16_t)plane),
                                         block, (tmsize_t)length)
                   : TIFFReadEncodedStrip(tiff, TIFFComputeStrip(tiff, (uint32_t)y, (uint16_t)plane), block,
                                          (tmsize_t)length);
      if (decoded != (tmsize_t)length) return 0;
      row.count = image->width - x < columns ? (size_t)(image->width - x) : columns;
      for (size_t line = 0; line < height; line++) {
        row.bytes = block + row_size * line;
        copy_row(row, samples + ((y + line) * image->width + x) * pixel_size, channels);
      }
    }
  }
  return 1;
}

CTIFFStatus ctiff_decode(const uint8_t *bytes, size_t count, uint64_t place, const CTIFFImage *image, int channels,
                         uint8_t *samples, CTIFFReport *report) {
  Session session;
  TIFF *tiff = open_image(&session, bytes, count, place, report);
  if (tiff == NULL) return failure(&session);
  decode_color(tiff);
  uint8_t *block = malloc(image->block_size);
  CTIFFStatus status = block == NULL ? CTIFF_NO_MEMORY : CTIFF_OK;
  int planes = image->is_planar ? channels : 1;
  for (int plane = 0; status == CTIFF_OK && plane < planes; plane++)
    if (!decode_plane(tiff, image, plane, channels, block, samples)) status = failure(&session);
  free(block);
  TIFFClose(tiff);
  return status;
}

CTIFFStatus ctiff_palette(const uint8_t *bytes, size_t count, uint64_t place,
                          uint16_t colors[3 * CTIFF_PALETTE_CAPACITY], CTIFFReport *report) {
  Session session;
  memset(colors, 0, 3 * CTIFF_PALETTE_CAPACITY * sizeof *colors);
  TIFF *tiff = open_image(&session, bytes, count, place, report);
  if (tiff == NULL) return failure(&session);
  uint16_t bits = 0, *red = NULL, *green = NULL, *blue = NULL;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
  int is_read = bits >= 1 && bits <= 8 && TIFFGetField(tiff, TIFFTAG_COLORMAP, &red, &green, &blue);
  for (int color = 0; is_read && color < 1 << bits; color++) {
    colors[3 * color] = red[color];
    colors[3 * color + 1] = green[color];
    colors[3 * color + 2] = blue[color];
  }
  TIFFClose(tiff);
  return is_read ? CTIFF_OK : CTIFF_DAMAGED;
}
