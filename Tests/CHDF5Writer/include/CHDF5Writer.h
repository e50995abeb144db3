// A minimal writer of HDF5 files for tests: datasets of a few types, links, filters.
#pragma once

#include <stdint.h>

// Creates a file; negative on failure.
int64_t h5w_create(const char *path);
void h5w_close(int64_t file);

// Writes elements of type 'B' (uint8), 'H' (uint16), 'i' (int32), 'f' (float), 'd' (double), big-endian in capitals 'I'
// and 'D'. A chunk of NULL stores them in one piece. Filters: 1 deflate, 2 shuffle, 4 fletcher32. 0 on success.
int h5w_dataset(int64_t file, const char *path, char type, int rank, const uint64_t *extents, const uint64_t *chunk,
                int filters, const void *elements);
// As h5w_dataset, without elements: nothing is written but the claim.
int h5w_claim(int64_t file, const char *path, char type, int rank, const uint64_t *extents, const uint64_t *chunk);
// Writes a text of fixed or variable length.
int h5w_text(int64_t file, const char *path, const char *text, int is_variable, int is_utf8);
// Links to another file, or to a path of this one.
int h5w_external_link(int64_t file, const char *path, const char *other, const char *target);
int h5w_soft_link(int64_t file, const char *path, const char *target);
// A dataset whose elements are in another file.
int h5w_external_dataset(int64_t file, const char *path, const char *other, int rank, const uint64_t *extents);
// Writes the bytes of a chunk as they are, in place of what the filters would make.
int h5w_raw_chunk(int64_t file, const char *path, int rank, const uint64_t *offset, const void *bytes, uint64_t count);
