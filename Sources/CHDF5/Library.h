// The calls of libhdf5 that read, made in the child process alone. Identifiers are libhdf5's own; a negative one is a failure, on which
// library_message gives a reason. No function prints.
#pragma once

#include "CHDF5.h"

// Starts libhdf5 without messages and without plugins.
int library_start(void);

// Keeps the innermost reason of a failure; returns -1.
int64_t library_failed(void);

// Takes the innermost reason of the last failure, in ASCII; empty if there is none.
void library_message(char *buffer, size_t capacity);

// Opens a file for reading only, without locking it; one in memory if the path is NULL.
int64_t library_open(const char *path, const void *bytes, size_t count);

// As the functions of CHDF5.h.
CHDF5Link library_link(int64_t file, const char *group, const char *name);
int library_soft_target(int64_t file, const char *group, const char *name, char *buffer, size_t capacity);
int64_t library_child_count(int64_t file, const char *group);
int library_child(int64_t file, const char *group, uint64_t index, char *buffer, size_t capacity);
int64_t library_dataset(int64_t file, const char *path, CHDF5Dataset *properties);
void library_close_dataset(int64_t dataset);
int library_read(int64_t dataset, int rank, const uint64_t *start, const uint64_t *count, void *buffer);
int64_t library_read_chunk(int64_t dataset, const uint64_t *offset, uint32_t *mask, void *buffer, size_t capacity);
int library_read_text(int64_t dataset, char *buffer, size_t capacity);
