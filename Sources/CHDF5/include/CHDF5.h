// A few functions over libhdf5 that read files: links one at a time, datasets as the bytes that stand in the file; and
// a few that write a file in memory.
//
// libhdf5 runs in a child process, one for each file, since damaged files make it crash, use any amount of memory or never
// end. The process is a fork of this one; it reads the file and nothing else, may use 1 GiB of memory and 3 s of processor
// time for each call, and writes no file. If it ends, all further calls for its file fail.
//
// No function prints. A negative result is a failure, of which chdf5_message gives the reason. Calls for one file must not
// overlap. While a file is opened, no other thread may be in a call of libhdf5 of its own.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { CHDF5_RANK_LIMIT = 8, CHDF5_FILTER_LIMIT = 8, CHDF5_MESSAGE_CAPACITY = 160 };

// The processor time for a call.
enum { CHDF5_CALL_SECONDS = 3 };

// An open file.
typedef struct CHDF5File CHDF5File;

// A link in a group.
typedef enum CHDF5Link {
  CHDF5_LINK_FAILED = -1,
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

// Opens a file for reading only, without locking it, or one in memory if the path is NULL.
//
// On failure the result is NULL, and the reason is written to `message`, which has CHDF5_MESSAGE_CAPACITY bytes.
CHDF5File *chdf5_open(const char *path, const void *bytes, size_t count, char *message);
void chdf5_close(CHDF5File *file);
// The reason of the last failure, in ASCII; empty if libhdf5 gave none.
const char *chdf5_message(const CHDF5File *file);
// 1 if the child has ended, so that all calls fail.
int chdf5_has_ended(const CHDF5File *file);

// The kind of a link; `group` is a path of hard links.
CHDF5Link chdf5_link(CHDF5File *file, const char *group, const char *name);
// The target of a soft link; 0 on success.
int chdf5_soft_target(CHDF5File *file, const char *group, const char *name, char *buffer, size_t capacity);
// The number of links in a group; negative if the path is no group.
int64_t chdf5_child_count(CHDF5File *file, const char *group);
// The name of a link in a group, in the order of names; 0 on success.
int chdf5_child(CHDF5File *file, const char *group, uint64_t index, char *buffer, size_t capacity);

// Opens a dataset at a path of hard links.
int64_t chdf5_dataset(CHDF5File *file, const char *path, CHDF5Dataset *properties);
void chdf5_close_dataset(CHDF5File *file, int64_t dataset);

// Reads a block of elements of a plain dataset as they stand in the file, `size` bytes in all; 0 on success.
int chdf5_read(CHDF5File *file, int64_t dataset, int rank, const uint64_t *start, const uint64_t *count, void *buffer,
               size_t size);
// Reads a chunk as it stands in the file, with the mask of the filters that were skipped. The result is its number of bytes,
// 0 if it was never written; more than `capacity` are a failure.
int64_t chdf5_read_chunk(CHDF5File *file, int64_t dataset, int rank, const uint64_t *offset, uint32_t *mask, void *buffer,
                         size_t capacity);
// Reads the first text of a dataset of variable-length texts, cut to the capacity; 0 on success.
int chdf5_read_text(CHDF5File *file, int64_t dataset, char *buffer, size_t capacity);

// The types of elements that are written.
typedef enum CHDF5Elements {
  CHDF5_ELEMENTS_INT64 = 0,
  CHDF5_ELEMENTS_FLOAT64 = 1,
  // Bytes of 0 or 1, as h5py stores booleans.
  CHDF5_ELEMENTS_BOOLEAN = 2,
} CHDF5Elements;

// A file is written in this process, in memory. libhdf5 is not thread-safe: one lock is held around each of these calls, and
// around chdf5_open, which forks. On failure chdf5_image_message gives the reason.

// Creates a file in memory; negative on failure.
int64_t chdf5_create(void);
void chdf5_close_image(int64_t file);
void chdf5_image_message(char *buffer, size_t capacity);
// Writes a dataset in one piece, with the groups on its path; 0 on success.
int chdf5_write(int64_t file, const char *path, CHDF5Elements elements, int rank, const uint64_t *extents,
                const void *bytes);
// Writes a text as an array of one text of fixed length; 0 on success.
int chdf5_write_text(int64_t file, const char *path, const char *text);
// Creates a group, with those on its path; 0 on success.
int chdf5_write_group(int64_t file, const char *path);
// Copies the bytes of a file into a buffer and returns their number; without a buffer, only their number.
int64_t chdf5_image(int64_t file, void *buffer, size_t capacity);

// Inflates a chunk that the filter deflate compressed, whose size must be `size` bytes; 0 on success.
// libhdf5's own filter is not used, since it inflates as much as a file asks for.
int chdf5_inflate(const void *bytes, size_t count, void *output, size_t size);

#ifdef __cplusplus
}
#endif
