#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

// The most scans of a progressive image. Encoders write about ten; each takes time for the whole image, even if it
// has hardly any bytes.
enum { MOST_SCANS = 100 };

// Everything a call owns, outside the frame that setjmp returns to, so that no local variable of that frame needs to be
// volatile.
typedef struct {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf jump;
  CJPEGStatus status;
  CJPEGReport *report;
} Session;

static void end(Session *session, CJPEGStatus status) {
  session->status = status;
  longjmp(session->jump, 1);
}

static void fail(j_common_ptr jpeg) {
  Session *session = jpeg->client_data;
  char message[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, message);
  strncpy(session->report->message, message, CJPEG_MESSAGE_CAPACITY - 1);
  int code = jpeg->err->msg_code;
  int is_truncated = code == JERR_INPUT_EMPTY || code == JERR_INPUT_EOF || code == JWRN_JPEG_EOF ||
                     code == JWRN_HIT_MARKER || code == JERR_NO_IMAGE;
  end(session, is_truncated ? CJPEG_TRUNCATED : CJPEG_DAMAGED);
}

// A warning (level -1) means that libjpeg repairs the data, in most cases by inventing pixels.
static void judge_message(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  switch (jpeg->err->msg_code) {
  case JWRN_ADOBE_XFORM:
  case JWRN_EXTRANEOUS_DATA:
  case JWRN_JFIF_MAJOR:
    return;
  default:
    fail(jpeg);
  }
}

static void print_nothing(j_common_ptr jpeg) { (void)jpeg; }

static void refuse(Session *session, const char *kind) {
  strncpy(session->report->message, kind, CJPEG_MESSAGE_CAPACITY - 1);
  end(session, CJPEG_UNSUPPORTED);
}

static void limit_scans(j_common_ptr common) {
  j_decompress_ptr jpeg = (j_decompress_ptr)common;
  Session *session = common->client_data;
  if (jpeg->input_scan_number > MOST_SCANS) {
    snprintf(session->report->message, CJPEG_MESSAGE_CAPACITY, "more than %d scans", MOST_SCANS);
    end(session, CJPEG_DAMAGED);
  }
}

static void open_guarded(Session *session, const uint8_t *bytes, size_t count) {
  j_decompress_ptr jpeg = &session->jpeg;
  jpeg_create_decompress(jpeg);
  // jpeg_create_decompress clears the structure, except for the error manager and this pointer.
  session->progress.progress_monitor = limit_scans;
  jpeg->progress = &session->progress;
  jpeg_mem_src(jpeg, bytes, count);
  jpeg_read_header(jpeg, TRUE);
  // Arithmetic coding packs any number of pixels into a byte, which would defeat the check of the size.
  if (jpeg->arith_code) refuse(session, "arithmetic coding");
  switch (jpeg->jpeg_color_space) {
  case JCS_GRAYSCALE:
    jpeg->out_color_space = JCS_GRAYSCALE;
    break;
  case JCS_RGB:
  case JCS_YCbCr:
    jpeg->out_color_space = JCS_RGB;
    break;
  case JCS_CMYK:
  case JCS_YCCK:
    refuse(session, "the colour space CMYK");
    break;
  default:
    refuse(session, "an unknown colour space");
  }
}

static void start(Session *session, CJPEGReport *report) {
  memset(session, 0, sizeof *session);
  memset(report, 0, sizeof *report);
  session->report = report;
  session->jpeg.err = jpeg_std_error(&session->errors);
  session->jpeg.client_data = session;
  session->errors.error_exit = fail;
  session->errors.emit_message = judge_message;
  session->errors.output_message = print_nothing;
}

static void read_header(Session *session, const uint8_t *bytes, size_t count, CJPEGHeader *header) {
  if (setjmp(session->jump)) return;
  open_guarded(session, bytes, count);
  header->width = session->jpeg.image_width;
  header->height = session->jpeg.image_height;
  header->channels = session->jpeg.out_color_space == JCS_GRAYSCALE ? 1 : 3;
}

CJPEGStatus cjpeg_header(const uint8_t *bytes, size_t count, CJPEGHeader *header, CJPEGReport *report) {
  Session session;
  memset(header, 0, sizeof *header);
  start(&session, report);
  read_header(&session, bytes, count, header);
  jpeg_destroy_decompress(&session.jpeg);
  return session.status;
}

static void decode_guarded(Session *session, const uint8_t *bytes, size_t count, const CJPEGHeader *header,
                           uint8_t *samples) {
  if (setjmp(session->jump)) return;
  open_guarded(session, bytes, count);
  j_decompress_ptr jpeg = &session->jpeg;
  // The exact integer transform, whatever the build's default is.
  jpeg->dct_method = JDCT_ISLOW;
  jpeg_start_decompress(jpeg);
  if (jpeg->output_width != header->width || jpeg->output_height != header->height ||
      jpeg->output_components != header->channels)
    refuse(session, "another size than its header");
  size_t row_size = (size_t)header->width * (size_t)header->channels;
  while (jpeg->output_scanline < header->height) {
    session->report->row = jpeg->output_scanline;
    JSAMPROW row = samples + row_size * jpeg->output_scanline;
    jpeg_read_scanlines(jpeg, &row, 1);
  }
  session->report->row = header->height;
  jpeg_finish_decompress(jpeg);
}

CJPEGStatus cjpeg_decode(const uint8_t *bytes, size_t count, const CJPEGHeader *header, uint8_t *samples,
                         CJPEGReport *report) {
  Session session;
  start(&session, report);
  decode_guarded(&session, bytes, count, header, samples);
  jpeg_destroy_decompress(&session.jpeg);
  return session.status;
}
