#define H5_USE_110_API
#include "CHDF5.h"

#include <hdf5.h>
#include <libdeflate.h>
#include <stdio.h>
#include <string.h>

int chdf5_start(void) {
  if (H5open() < 0) return -1;
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  // A file may ask for filters of any name, which libhdf5 would load from a folder of plugins.
  return H5PLset_loading_state(0) < 0 ? -1 : 0;
}

typedef struct Message {
  char *buffer;
  size_t capacity;
} Message;

static herr_t take_innermost(unsigned n, const H5E_error2_t *error, void *data) {
  Message *message = data;
  if (n != 0 || !error->desc) return 0;
  size_t length = 0;
  for (const char *c = error->desc; *c && length + 1 < message->capacity; c++) {
    message->buffer[length++] = *c >= 32 && *c < 127 ? *c : '?';
  }
  message->buffer[length] = 0;
  return 0;
}

// The reason of the last failure, kept because the next call, if only to close something, clears libhdf5's own.
static char reason[160];

// Keeps the reason of a failure.
static int64_t failed(void) {
  Message message = {reason, sizeof reason};
  reason[0] = 0;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take_innermost, &message);
  return -1;
}

void chdf5_message(char *buffer, size_t capacity) {
  strncpy(buffer, reason, capacity - 1);
  buffer[capacity - 1] = 0;
}

static hid_t reading_properties(void) {
  hid_t properties = H5Pcreate(H5P_FILE_ACCESS);
  if (properties < 0) return properties;
  H5Pset_fclose_degree(properties, H5F_CLOSE_STRONG);
#if H5_VERSION_GE(1, 10, 7)
  // A camera's program may still hold the file, and some network folders have no locks.
  H5Pset_file_locking(properties, 0, 1);
#endif
  return properties;
}

int64_t chdf5_open(const char *path) {
  hid_t properties = reading_properties();
  if (properties < 0) return -1;
  hid_t file = H5Fopen(path, H5F_ACC_RDONLY, properties);
  if (file < 0) failed();
  H5Pclose(properties);
  return file;
}

int64_t chdf5_open_bytes(const void *bytes, size_t count) {
  hid_t properties = reading_properties();
  if (properties < 0) return -1;
  H5Pset_fapl_core(properties, 1 << 20, 0);
  // libhdf5 copies the bytes.
  hid_t file = -1;
  if (H5Pset_file_image(properties, (void *)bytes, count) >= 0) file = H5Fopen("memory", H5F_ACC_RDONLY, properties);
  if (file < 0) failed();
  H5Pclose(properties);
  return file;
}

void chdf5_close(int64_t file) { H5Fclose(file); }

static hid_t open_group(int64_t file, const char *path) { return H5Gopen2(file, path, H5P_DEFAULT); }

CHDF5Link chdf5_link(int64_t file, const char *group, const char *name) {
  hid_t parent = open_group(file, group);
  if (parent < 0) return CHDF5_LINK_MISSING;
  CHDF5Link kind = CHDF5_LINK_MISSING;
  H5L_info_t info;
  if (H5Lexists(parent, name, H5P_DEFAULT) > 0 && H5Lget_info(parent, name, &info, H5P_DEFAULT) >= 0) {
    kind = info.type == H5L_TYPE_HARD   ? CHDF5_LINK_HARD
           : info.type == H5L_TYPE_SOFT ? CHDF5_LINK_SOFT
                                        : CHDF5_LINK_FOREIGN;
  }
  H5Gclose(parent);
  return kind;
}

int chdf5_soft_target(int64_t file, const char *group, const char *name, char *buffer, size_t capacity) {
  hid_t parent = open_group(file, group);
  if (parent < 0) return -1;
  H5L_info_t info;
  int status = -1;
  if (H5Lget_info(parent, name, &info, H5P_DEFAULT) >= 0 && info.type == H5L_TYPE_SOFT &&
      info.u.val_size < capacity && H5Lget_val(parent, name, buffer, capacity, H5P_DEFAULT) >= 0) {
    buffer[info.u.val_size] = 0;
    status = 0;
  }
  H5Gclose(parent);
  return status;
}

int64_t chdf5_child_count(int64_t file, const char *group) {
  hid_t parent = open_group(file, group);
  if (parent < 0) return -1;
  H5G_info_t info;
  int64_t count = H5Gget_info(parent, &info) < 0 ? -1 : (int64_t)info.nlinks;
  H5Gclose(parent);
  return count;
}

int chdf5_child(int64_t file, const char *group, uint64_t index, char *buffer, size_t capacity) {
  hid_t parent = open_group(file, group);
  if (parent < 0) return -1;
  ssize_t length =
      H5Lget_name_by_idx(parent, ".", H5_INDEX_NAME, H5_ITER_INC, index, buffer, capacity, H5P_DEFAULT);
  H5Gclose(parent);
  return length > 0 && (size_t)length < capacity ? 0 : -1;
}

// The kind of a type, its size and its order of bytes.
static void describe_type(hid_t type, CHDF5Dataset *properties) {
  properties->kind = CHDF5_KIND_OTHER;
  properties->element_size = H5Tget_size(type);
  properties->is_big_endian = H5Tget_order(type) == H5T_ORDER_BE;
  switch (H5Tget_class(type)) {
  case H5T_INTEGER: {
    size_t size = properties->element_size;
    int is_whole = H5Tget_precision(type) == 8 * size && H5Tget_offset(type) == 0;
    if (is_whole && (size == 1 || size == 2 || size == 4 || size == 8)) properties->kind = CHDF5_KIND_INTEGER;
    properties->is_signed = H5Tget_sign(type) != H5T_SGN_NONE;
    break;
  }
  case H5T_FLOAT:
    if (H5Tequal(type, H5T_IEEE_F32LE) > 0 || H5Tequal(type, H5T_IEEE_F32BE) > 0 ||
        H5Tequal(type, H5T_IEEE_F64LE) > 0 || H5Tequal(type, H5T_IEEE_F64BE) > 0) {
      properties->kind = CHDF5_KIND_FLOAT;
    }
    break;
  case H5T_STRING:
    properties->kind = H5Tis_variable_str(type) > 0 ? CHDF5_KIND_VARIABLE_TEXT : CHDF5_KIND_TEXT;
    break;
  default: break;
  }
}

static int describe_space(hid_t dataset, CHDF5Dataset *properties) {
  hid_t space = H5Dget_space(dataset);
  if (space < 0) return -1;
  hsize_t extents[H5S_MAX_RANK];
  int status = 0;
  if (H5Sget_simple_extent_type(space) == H5S_NULL) {
    properties->rank = 1;
  } else {
    int rank = H5Sget_simple_extent_ndims(space);
    if (rank < 0 || rank > CHDF5_RANK_LIMIT || H5Sget_simple_extent_dims(space, extents, NULL) < 0) status = -1;
    properties->rank = rank;
    for (int axis = 0; status == 0 && axis < rank; axis++) properties->extents[axis] = extents[axis];
  }
  H5Sclose(space);
  return status;
}

static int describe_storage(hid_t dataset, CHDF5Dataset *properties) {
  hid_t creation = H5Dget_create_plist(dataset);
  if (creation < 0) return -1;
  properties->layout = CHDF5_LAYOUT_FOREIGN;
  H5D_layout_t layout = H5Pget_layout(creation);
  if (layout == H5D_CHUNKED) {
    hsize_t chunk[H5S_MAX_RANK];
    if (H5Pget_chunk(creation, H5S_MAX_RANK, chunk) == properties->rank) {
      properties->layout = CHDF5_LAYOUT_CHUNKED;
      for (int axis = 0; axis < properties->rank; axis++) properties->chunk[axis] = chunk[axis];
    }
  } else if (layout == H5D_COMPACT || layout == H5D_CONTIGUOUS) {
    if (H5Pget_external_count(creation) == 0) properties->layout = CHDF5_LAYOUT_PLAIN;
  }
  int status = 0;
  int count = H5Pget_nfilters(creation);
  if (count < 0 || count > CHDF5_FILTER_LIMIT) status = -1;
  for (int index = 0; status == 0 && index < count; index++) {
    unsigned flags, configuration;
    size_t values = 0;
    properties->filters[index] =
        H5Pget_filter2(creation, (unsigned)index, &flags, &values, NULL, 0, NULL, &configuration);
  }
  properties->filter_count = status == 0 ? count : 0;
  H5Pclose(creation);
  if (properties->layout != CHDF5_LAYOUT_FOREIGN) properties->storage = H5Dget_storage_size(dataset);
  return status;
}

int64_t chdf5_dataset(int64_t file, const char *path, CHDF5Dataset *properties) {
  memset(properties, 0, sizeof *properties);
  hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
  if (dataset < 0) return failed();
  hid_t type = H5Dget_type(dataset);
  if (type >= 0) {
    describe_type(type, properties);
    H5Tclose(type);
    if (describe_space(dataset, properties) == 0 && describe_storage(dataset, properties) == 0) return dataset;
  }
  failed();
  H5Dclose(dataset);
  return -1;
}

void chdf5_close_dataset(int64_t dataset) { H5Dclose(dataset); }

int chdf5_read(int64_t dataset, int rank, const uint64_t *start, const uint64_t *count, void *buffer) {
  hid_t type = H5Dget_type(dataset);
  if (type < 0) return -1;
  hid_t source = H5S_ALL, target = H5S_ALL;
  int status = 0;
  if (rank > 0) {
    hsize_t first[CHDF5_RANK_LIMIT], extent[CHDF5_RANK_LIMIT];
    for (int axis = 0; axis < rank; axis++) {
      first[axis] = start[axis];
      extent[axis] = count[axis];
    }
    source = H5Dget_space(dataset);
    target = H5Screate_simple(rank, extent, NULL);
    if (source < 0 || target < 0 || H5Sselect_hyperslab(source, H5S_SELECT_SET, first, NULL, extent, NULL) < 0) {
      status = -1;
    }
  }
  if (status == 0 && H5Dread(dataset, type, target, source, H5P_DEFAULT, buffer) < 0) status = -1;
  if (status < 0) failed();
  if (target > 0) H5Sclose(target);
  if (source > 0) H5Sclose(source);
  H5Tclose(type);
  return status;
}

int64_t chdf5_chunk_size(int64_t dataset, const uint64_t *offset) {
  hsize_t size = 0;
  if (H5Dget_chunk_storage_size(dataset, (const hsize_t *)offset, &size) < 0) return failed();
  return size > INT64_MAX ? -1 : (int64_t)size;
}

int chdf5_read_chunk(int64_t dataset, const uint64_t *offset, uint32_t *mask, void *buffer) {
  return H5Dread_chunk(dataset, H5P_DEFAULT, (const hsize_t *)offset, mask, buffer) < 0 ? (int)failed() : 0;
}

int chdf5_read_text(int64_t dataset, char *buffer, size_t capacity) {
  hid_t type = H5Tcopy(H5T_C_S1);
  hid_t space = H5Dget_space(dataset);
  int status = -1;
  buffer[0] = 0;
  if (type >= 0 && space >= 0 && H5Tset_size(type, H5T_VARIABLE) >= 0) {
    int rank = H5Sget_simple_extent_ndims(space);
    hsize_t one = 1;
    hid_t target = H5Screate_simple(1, &one, NULL);
    char *text = NULL;
    hsize_t first[H5S_MAX_RANK] = {0}, extent[H5S_MAX_RANK];
    for (int axis = 0; axis < H5S_MAX_RANK; axis++) extent[axis] = 1;
    if (rank > 0) H5Sselect_hyperslab(space, H5S_SELECT_SET, first, NULL, extent, NULL);
    if (H5Dread(dataset, type, target, space, H5P_DEFAULT, &text) >= 0 && text) {
      strncpy(buffer, text, capacity - 1);
      buffer[capacity - 1] = 0;
      H5Dvlen_reclaim(type, target, H5P_DEFAULT, &text);
      status = 0;
    }
    H5Sclose(target);
  }
  if (type >= 0) H5Tclose(type);
  if (space >= 0) H5Sclose(space);
  return status;
}

int chdf5_inflate(const void *bytes, size_t count, void *output, size_t size) {
  struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
  if (decompressor == NULL) return -1;
  int status =
      libdeflate_zlib_decompress(decompressor, bytes, count, output, size, NULL) == LIBDEFLATE_SUCCESS ? 0 : -1;
  libdeflate_free_decompressor(decompressor);
  return status;
}

int64_t chdf5_create(void) {
  hid_t properties = H5Pcreate(H5P_FILE_ACCESS);
  if (properties < 0) return failed();
  H5Pset_fapl_core(properties, 1 << 20, 0);
  // libhdf5 tells open files in memory apart by their names.
  static uint64_t count;
  char name[40];
  snprintf(name, sizeof name, "written %llu", (unsigned long long)count++);
  hid_t file = H5Fcreate(name, H5F_ACC_TRUNC, H5P_DEFAULT, properties);
  if (file < 0) failed();
  H5Pclose(properties);
  return file;
}

static int write_elements(int64_t file, const char *path, hid_t type, hid_t space, const void *elements) {
  hid_t links = H5Pcreate(H5P_LINK_CREATE);
  hid_t dataset = -1;
  int status = -1;
  if (links >= 0 && H5Pset_create_intermediate_group(links, 1) >= 0) {
    dataset = H5Dcreate2(file, path, type, space, links, H5P_DEFAULT, H5P_DEFAULT);
  }
  if (dataset >= 0 && H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, elements) >= 0) status = 0;
  if (status < 0) failed();
  if (dataset >= 0) H5Dclose(dataset);
  if (links >= 0) H5Pclose(links);
  return status;
}

// The type that h5py gives to booleans.
static hid_t boolean_type(void) {
  hid_t type = H5Tenum_create(H5T_STD_I8LE);
  int8_t no = 0, yes = 1;
  if (type >= 0 && (H5Tenum_insert(type, "FALSE", &no) < 0 || H5Tenum_insert(type, "TRUE", &yes) < 0)) {
    H5Tclose(type);
    return -1;
  }
  return type;
}

int chdf5_write(int64_t file, const char *path, CHDF5Elements elements, int rank, const uint64_t *extents,
                const void *bytes) {
  hid_t type = elements == CHDF5_ELEMENTS_INT64     ? H5Tcopy(H5T_NATIVE_INT64)
               : elements == CHDF5_ELEMENTS_FLOAT64 ? H5Tcopy(H5T_NATIVE_DOUBLE)
                                                    : boolean_type();
  hsize_t extent[CHDF5_RANK_LIMIT];
  for (int axis = 0; axis < rank && axis < CHDF5_RANK_LIMIT; axis++) extent[axis] = extents[axis];
  hid_t space = H5Screate_simple(rank, extent, NULL);
  int status = type < 0 || space < 0 ? (int)failed() : write_elements(file, path, type, space, bytes);
  if (space >= 0) H5Sclose(space);
  if (type >= 0) H5Tclose(type);
  return status;
}

int chdf5_write_text(int64_t file, const char *path, const char *text) {
  hid_t type = H5Tcopy(H5T_C_S1);
  hsize_t one = 1;
  hid_t space = H5Screate_simple(1, &one, NULL);
  int status = -1;
  if (type < 0 || space < 0 || H5Tset_size(type, strlen(text) + 1) < 0) failed();
  else status = write_elements(file, path, type, space, text);
  if (space >= 0) H5Sclose(space);
  if (type >= 0) H5Tclose(type);
  return status;
}

int chdf5_write_group(int64_t file, const char *path) {
  hid_t links = H5Pcreate(H5P_LINK_CREATE);
  hid_t group = -1;
  if (links >= 0 && H5Pset_create_intermediate_group(links, 1) >= 0) {
    group = H5Gcreate2(file, path, links, H5P_DEFAULT, H5P_DEFAULT);
  }
  if (group < 0) failed();
  if (group >= 0) H5Gclose(group);
  if (links >= 0) H5Pclose(links);
  return group < 0 ? -1 : 0;
}

int64_t chdf5_image(int64_t file, void *buffer, size_t capacity) {
  if (H5Fflush(file, H5F_SCOPE_GLOBAL) < 0) return failed();
  ssize_t size = H5Fget_file_image(file, buffer, capacity);
  return size < 0 ? failed() : (int64_t)size;
}
