// The memory layout of quantized maps and weights, the same for all instruction sets.
#pragma once

#include "CQuantizedKernels.h"

// Weights are packed in panels of up to 32 filters, as many as two registers of 16 sums; a last panel may have 16:
// [panel][tap][channels / 4][filters of the panel][4 channels]. For a single channel the taps of a row form two pairs,
// the second of which has a zero: [panel][row][pair][filters of the panel][2 taps].
enum { CHANNELS_AT_ONCE = 16, PANEL = 32, QUAD = 4, TAPS = 9, PAIRS = 6 };

static inline long roundedUp(long count, long multiple) { return (count + multiple - 1) / multiple * multiple; }
static inline long lesser(long a, long b) { return a < b ? a : b; }
// Bytes from one row of a map to the next, and the rows.
static inline long mapPitch(long channels, long width) { return (roundedUp(width, 2) + 2) * channels; }
static inline long mapRows(long height) { return roundedUp(height, 2) + 2; }
// Numbers of a row of the 16-bit map, with the one that the last pair of taps reads in vain.
static inline long firstPitch(long width) { return roundedUp(width, 2) + 4; }
