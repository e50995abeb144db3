// Reverses the filters of grey rows (PNG specification, third edition, section 9), and their order of bytes.
#pragma once

#include "ImageData.h"

// Writes the samples of all rows, of 8 bits or of 16 in the machine's order; the filtered rows are overwritten.
// Returns 0 if memory ran out, and has then changed nothing.
int restore_gray_rows(ImageData *data, uint8_t *samples);
