// A few functions over libhdf5 that read files: links one at a time, datasets as the bytes that stand in the file; and
// a few that write a file in memory.
//
// Debian's libhdf5 is not thread-safe; the caller holds one lock around all of them. No function prints. Identifiers are
// libhdf5's own; a negative one is a failure, on which chdf5_message gives a reason.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { CHDF5_RANK_LIMIT = 8, CHDF5_FILTER_LIMIT = 8 };

// A link in a group.
typedef enum CHDF5Link {
  CHDF5_LINK_MISSING = 0,
  CHDF5_LINK_HARD = 1,
  CHDF5_LINK_SOFT = 2,
  // To another file, or of a kind that a plugin defines.
  CHDF5_LINK_FOREIGN = 3,
} CHDF5Link;

// The place of a dataset's elements.
typedef enum CHDF5Layout {
  CHDF5_LAYOUT_PLAIN = 0,
  CHDF5_LAYOUT_CHUNKED = 1,
  // Virtual, or in other files.
  CHDF5_LAYOUT_FOREIGN = 2,
} CHDF5Layout;

// The type of a dataset's elements.
typedef enum CHDF5Kind {
  CHDF5_KIND_INTEGER = 0,
  CHDF5_KIND_FLOAT = 1,
  CHDF5_KIND_TEXT = 2,
  CHDF5_KIND_VARIABLE_TEXT = 3,
  CHDF5_KIND_OTHER = 4,
} CHDF5Kind;

// The properties of a dataset.
typedef struct CHDF5Dataset {
  CHDF5Layout layout;
  CHDF5Kind kind;
  // The bytes of an element.
  size_t element_size;
  int is_signed;
  int is_big_endian;
  // 0 for a scalar; an empty dataspace has rank 1 and extent 0.
  int rank;
  uint64_t extents[CHDF5_RANK_LIMIT];
  uint64_t chunk[CHDF5_RANK_LIMIT];
  int filter_count;
  int filters[CHDF5_FILTER_LIMIT];
  // The bytes that the elements take in the file.
  uint64_t storage;
} CHDF5Dataset;

// Starts libhdf5 without messages and without plugins.
int chdf5_start(void);

// The innermost reason of the last failure, in ASCII; empty if there is none.
void chdf5_message(char *buffer, size_t capacity);

// Opens a file for reading only, without locking it.
int64_t chdf5_open(const char *path);
// Opens a file whose bytes are copied.
int64_t chdf5_open_bytes(const void *bytes, size_t count);
void chdf5_close(int64_t file);

// The kind of a link; `group` is a path of hard links.
CHDF5Link chdf5_link(int64_t file, const char *group, const char *name);
// The target of a soft link; 0 on success.
int chdf5_soft_target(int64_t file, const char *group, const char *name, char *buffer, size_t capacity);
// The number of links in a group; negative if the path is no group.
int64_t chdf5_child_count(int64_t file, const char *group);
// The name of a link in a group, in the order of names; 0 on success.
int chdf5_child(int64_t file, const char *group, uint64_t index, char *buffer, size_t capacity);

// Opens a dataset at a path of hard links.
int64_t chdf5_dataset(int64_t file, const char *path, CHDF5Dataset *properties);
void chdf5_close_dataset(int64_t dataset);

// Reads a block of elements of a plain dataset as they stand in the file; 0 on success.
int chdf5_read(int64_t dataset, int rank, const uint64_t *start, const uint64_t *count, void *buffer);
// The bytes of a chunk in the file; negative on failure, 0 if it was never written.
int64_t chdf5_chunk_size(int64_t dataset, const uint64_t *offset);
// Reads a chunk as it stands in the file, with the mask of the filters that were skipped; 0 on success.
int chdf5_read_chunk(int64_t dataset, const uint64_t *offset, uint32_t *mask, void *buffer);
// Reads the first text of a dataset of variable-length texts, cut to the capacity; 0 on success.
int chdf5_read_text(int64_t dataset, char *buffer, size_t capacity);

// The types of elements that are written.
typedef enum CHDF5Elements {
  CHDF5_ELEMENTS_INT64 = 0,
  CHDF5_ELEMENTS_FLOAT64 = 1,
  // Bytes of 0 or 1, as h5py stores booleans.
  CHDF5_ELEMENTS_BOOLEAN = 2,
} CHDF5Elements;

// Creates a file in memory; negative on failure. chdf5_close frees it.
int64_t chdf5_create(void);
// Writes a dataset in one piece, with the groups on its path; 0 on success.
int chdf5_write(int64_t file, const char *path, CHDF5Elements elements, int rank, const uint64_t *extents,
                const void *bytes);
// Writes a text as an array of one text of fixed length; 0 on success.
int chdf5_write_text(int64_t file, const char *path, const char *text);
// Creates a group, with those on its path; 0 on success.
int chdf5_write_group(int64_t file, const char *path);
// Copies the bytes of a file into a buffer and returns their number; without a buffer, only their number.
int64_t chdf5_image(int64_t file, void *buffer, size_t capacity);

// Inflates a chunk that the filter deflate compressed, whose size must be `size` bytes; 0 on success. It needs no lock.
// libhdf5's own filter is not used, since it inflates as much as a file asks for.
int chdf5_inflate(const void *bytes, size_t count, void *output, size_t size);

#ifdef __cplusplus
}
#endif
