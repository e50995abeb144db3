// Two functions over libjpeg, which read from memory.
//
// libjpeg ends the process on an error unless its caller jumps out by longjmp; each function below confines the jump to
// one frame and returns a status and a text, so that no jump reaches Swift. Nothing is printed.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { CJPEG_MESSAGE_CAPACITY = 208 };

// The outcome of a call.
typedef enum CJPEGStatus {
  CJPEG_OK = 0,
  // The bytes ended before the image did.
  CJPEG_TRUNCATED = 1,
  // libjpeg refused the bytes; the message says why.
  CJPEG_DAMAGED = 2,
  // An image of this kind is not read; the message names the kind.
  CJPEG_UNSUPPORTED = 3,
} CJPEGStatus;

// The header of an image.
typedef struct CJPEGHeader {
  uint32_t width, height;
  // The samples of a pixel that cjpeg_decode gives: 1 for grey, 3 for red, green and blue.
  int channels;
} CJPEGHeader;

// The progress of a decoder, and its message.
typedef struct CJPEGReport {
  // The rows that were decoded.
  uint32_t row;
  // The message of libjpeg; empty if there is none.
  char message[CJPEG_MESSAGE_CAPACITY];
} CJPEGReport;

// Reads the header of a JPEG file.
CJPEGStatus cjpeg_header(const uint8_t *bytes, size_t count, CJPEGHeader *header, CJPEGReport *report);

// Decodes a JPEG file into `samples`, rows from the top without gaps, with the size and the channels of its header.
// Data that libjpeg would replace by its own, as at the end of a truncated file, are an error.
CJPEGStatus cjpeg_decode(const uint8_t *bytes, size_t count, const CJPEGHeader *header, uint8_t *samples,
                         CJPEGReport *report);

#ifdef __cplusplus
}
#endif
