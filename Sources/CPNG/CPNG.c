#include "CPNG.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "GrayRows.h"
#include "StoredImageData.h"

// Everything a call owns, outside the frame that setjmp returns to, so that no local variable of that frame
// needs to be volatile.
typedef struct {
  png_structp png;
  png_infop info;
  CPNGReport *report;
  CPNGStatus status;
  const uint8_t *input;
  int is_checked;
  size_t remaining;
  uint8_t *output;
  size_t count;
  size_t capacity;
  // The numbers of all pixels of an image with a palette.
  uint8_t *indices;
} Session;

static int is_little_endian(void) {
  const uint16_t one = 1;
  return *(const uint8_t *)&one;
}

static void fail(png_structp png, png_const_charp message) {
  Session *session = png_get_error_ptr(png);
  if (session->status == CPNG_OK) {
    session->status = CPNG_DAMAGED;
    strncpy(session->report->message, message, CPNG_MESSAGE_CAPACITY - 1);
  }
  png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

// libpng drops an invalid tRNS chunk with a warning; the transparency is ignored all the same, and said so.
static void note_warning(png_structp png, png_const_charp message) {
  Session *session = png_get_error_ptr(png);
  if (strncmp(message, "tRNS", 4) == 0) session->report->has_transparency = 1;
}

static void read_bytes(png_structp png, png_bytep destination, size_t count) {
  Session *session = png_get_io_ptr(png);
  if (count > session->remaining) {
    session->status = CPNG_TRUNCATED;
    png_error(png, "truncated");
  }
  memcpy(destination, session->input, count);
  session->input += count;
  session->remaining -= count;
}

static void write_bytes(png_structp png, png_bytep source, size_t count) {
  Session *session = png_get_io_ptr(png);
  if (count > session->capacity - session->count) {
    size_t capacity = session->capacity * 2 + count;
    uint8_t *output = realloc(session->output, capacity);
    if (output == NULL) {
      session->status = CPNG_NO_MEMORY;
      png_error(png, "out of memory");
    }
    session->output = output;
    session->capacity = capacity;
  }
  memcpy(session->output + session->count, source, count);
  session->count += count;
}

static void flush(png_structp png) { (void)png; }

// Writes the colours of all pixels. libpng would show a pixel outside the palette as black, without a word.
static void expand_palette(Session *session, uint8_t *samples, size_t count) {
  CPNGReport *report = session->report;
  png_colorp palette = NULL;
  png_get_PLTE(session->png, session->info, &palette, &report->palette_size);
  for (size_t i = 0; i < count; i++)
    if (session->indices[i] > report->largest_index) report->largest_index = session->indices[i];
  if (report->largest_index >= report->palette_size) {
    session->status = CPNG_OUTSIDE_PALETTE;
    return;
  }
  for (size_t i = 0; i < count; i++) {
    png_color color = palette[session->indices[i]];
    samples[3 * i] = color.red;
    samples[3 * i + 1] = color.green;
    samples[3 * i + 2] = color.blue;
  }
}

static void decode_guarded(Session *session, uint8_t *samples, size_t row_size, uint32_t rows,
                           uint32_t largest_side) {
  png_structp png = session->png;
  png_infop info = session->info;
  CPNGReport *report = session->report;
  if (setjmp(png_jmpbuf(png))) return;

  png_set_read_fn(png, session, read_bytes);
  png_set_user_limits(png, largest_side, largest_side);
  if (session->is_checked) {
    png_set_option(png, PNG_IGNORE_ADLER32, PNG_OPTION_ON);
    png_set_crc_action(png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
  }
  png_set_chunk_cache_max(png, 64);
  png_set_chunk_malloc_max(png, 1 << 20);
  // Skips every chunk but IHDR, PLTE, tRNS, IDAT and IEND: no gamma, no profile to unpack.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);

  png_read_info(png, info);
  int color_type = png_get_color_type(png, info);
  if ((color_type & PNG_COLOR_MASK_ALPHA) != 0 || png_get_valid(png, info, PNG_INFO_tRNS) != 0)
    report->has_transparency = 1;
  int has_palette = color_type == PNG_COLOR_TYPE_PALETTE;
  if (has_palette) png_set_packing(png);
  if (color_type == PNG_COLOR_TYPE_GRAY) png_set_expand_gray_1_2_4_to_8(png);
  png_set_strip_alpha(png);
  if (is_little_endian()) png_set_swap(png);
  report->passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  size_t width = png_get_image_width(png, info);
  if (png_get_rowbytes(png, info) != (has_palette ? width : row_size) ||
      (has_palette && width * 3 != row_size) || png_get_image_height(png, info) != rows)
    png_error(png, "the header changed while it was read");
  uint8_t *pixels = samples;
  size_t pixel_row = row_size;
  if (has_palette) {
    session->indices = pixels = calloc(rows, width);
    pixel_row = width;
    if (pixels == NULL) {
      session->status = CPNG_NO_MEMORY;
      png_error(png, "out of memory");
    }
  }

  for (report->pass = 0; report->pass < report->passes; report->pass++)
    for (report->row = 0; report->row < rows; report->row++)
      png_read_row(png, pixels + pixel_row * report->row, NULL);
  png_read_end(png, NULL);
  if (has_palette) expand_palette(session, samples, width * rows);
}

CPNGStatus cpng_decode(const uint8_t *bytes, size_t count, uint8_t *samples, size_t row_size,
                       uint32_t rows, uint32_t largest_side, CPNGReport *report) {
  memset(report, 0, sizeof *report);
  ImageData data = inflated_image_data(bytes, count);
  if (data.rows != NULL && data.gray_size != 0 && data.row_size == row_size && data.height == rows &&
      restore_gray_rows(&data, samples)) {
    free(data.rows);
    return CPNG_OK;
  }
  size_t stored_count;
  uint8_t *stored = data.rows == NULL ? NULL : stored_image_data(bytes, count, &data, &stored_count);
  free(data.rows);
  Session session = {.report = report,
                     .input = stored == NULL ? bytes : stored,
                     .remaining = stored == NULL ? count : stored_count,
                     .is_checked = stored != NULL};
  // libpng leaves rows untouched that it could not read; they must not show old memory.
  memset(samples, 0, row_size * rows);
  session.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &session, fail, note_warning);
  if (session.png != NULL) session.info = png_create_info_struct(session.png);
  if (session.info == NULL)
    session.status = CPNG_NO_MEMORY;
  else
    decode_guarded(&session, samples, row_size, rows, largest_side);
  png_destroy_read_struct(&session.png, &session.info, NULL);
  free(session.indices);
  free(stored);
  return session.status;
}

static void encode_guarded(Session *session, const uint8_t *samples, uint32_t width,
                           uint32_t height, int bit_depth) {
  png_structp png = session->png;
  png_infop info = session->info;
  if (setjmp(png_jmpbuf(png))) return;

  png_set_write_fn(png, session, write_bytes, flush);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_IHDR(png, info, width, height, bit_depth, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  if (bit_depth == 16 && is_little_endian()) png_set_swap(png);
  size_t row_size = (size_t)width * (size_t)(bit_depth / 8);
  for (uint32_t row = 0; row < height; row++) png_write_row(png, samples + row_size * row);
  png_write_end(png, info);
}

CPNGStatus cpng_encode_gray(const uint8_t *samples, uint32_t width, uint32_t height, int bit_depth,
                            uint8_t **bytes, size_t *count, CPNGReport *report) {
  memset(report, 0, sizeof *report);
  Session session = {.report = report};
  session.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &session, fail, ignore_warning);
  if (session.png == NULL) return CPNG_NO_MEMORY;
  session.info = png_create_info_struct(session.png);
  if (session.info == NULL)
    session.status = CPNG_NO_MEMORY;
  else
    encode_guarded(&session, samples, width, height, bit_depth);
  png_destroy_write_struct(&session.png, &session.info);
  if (session.status != CPNG_OK) {
    free(session.output);
    session.output = NULL;
    session.count = 0;
  }
  *bytes = session.output;
  *count = session.count;
  return session.status;
}

void cpng_free(uint8_t *bytes) { free(bytes); }
