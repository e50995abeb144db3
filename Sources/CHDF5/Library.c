#define H5_USE_110_API
#include "Library.h"

#include <hdf5.h>
#include <string.h>

int library_start(void) {
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

static int64_t failed(void) { return library_failed(); }

int64_t library_failed(void) {
  Message message = {reason, sizeof reason};
  reason[0] = 0;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take_innermost, &message);
  return -1;
}

void library_message(char *buffer, size_t capacity) {
  strncpy(buffer, reason, capacity - 1);
  buffer[capacity - 1] = 0;
  reason[0] = 0;
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

int64_t library_open(const char *path, const void *bytes, size_t count) {
  hid_t properties = reading_properties();
  if (properties < 0) return -1;
  hid_t file = -1;
  if (path != NULL) {
    file = H5Fopen(path, H5F_ACC_RDONLY, properties);
  } else if (H5Pset_fapl_core(properties, 1 << 20, 0) >= 0 &&
             // libhdf5 copies the bytes.
             H5Pset_file_image(properties, (void *)bytes, count) >= 0) {
    file = H5Fopen("memory", H5F_ACC_RDONLY, properties);
  }
  if (file < 0) failed();
  H5Pclose(properties);
  return file;
}

static hid_t open_group(int64_t file, const char *path) { return H5Gopen2(file, path, H5P_DEFAULT); }

CHDF5Link library_link(int64_t file, const char *group, const char *name) {
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

int library_soft_target(int64_t file, const char *group, const char *name, char *buffer, size_t capacity) {
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

int64_t library_child_count(int64_t file, const char *group) {
  hid_t parent = open_group(file, group);
  if (parent < 0) return -1;
  H5G_info_t info;
  int64_t count = H5Gget_info(parent, &info) < 0 ? -1 : (int64_t)info.nlinks;
  H5Gclose(parent);
  return count;
}

int library_child(int64_t file, const char *group, uint64_t index, char *buffer, size_t capacity) {
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

int64_t library_dataset(int64_t file, const char *path, CHDF5Dataset *properties) {
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

void library_close_dataset(int64_t dataset) { H5Dclose(dataset); }

int library_read(int64_t dataset, int rank, const uint64_t *start, const uint64_t *count, void *buffer) {
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

int64_t library_read_chunk(int64_t dataset, const uint64_t *offset, uint32_t *mask, void *buffer, size_t capacity) {
  hsize_t size = 0;
  if (H5Dget_chunk_storage_size(dataset, (const hsize_t *)offset, &size) < 0) return failed();
  if (size > capacity) return -1;
  if (size > 0 && H5Dread_chunk(dataset, H5P_DEFAULT, (const hsize_t *)offset, mask, buffer) < 0) return failed();
  return (int64_t)size;
}

int library_read_text(int64_t dataset, char *buffer, size_t capacity) {
  hid_t stored = H5Dget_type(dataset);
  hid_t type = H5Tcopy(H5T_C_S1);
  hid_t space = H5Dget_space(dataset);
  hsize_t one = 1;
  hid_t target = H5Screate_simple(1, &one, NULL);
  int status = -1;
  buffer[0] = 0;
  // libhdf5 does not convert between ASCII and UTF-8.
  if (stored >= 0 && type >= 0 && space >= 0 && target >= 0 && H5Tset_size(type, H5T_VARIABLE) >= 0 &&
      H5Tset_cset(type, H5Tget_cset(stored)) >= 0) {
    char *text = NULL;
    hsize_t first[H5S_MAX_RANK] = {0}, extent[H5S_MAX_RANK];
    for (int axis = 0; axis < H5S_MAX_RANK; axis++) extent[axis] = 1;
    if ((H5Sget_simple_extent_ndims(space) == 0 ||
         H5Sselect_hyperslab(space, H5S_SELECT_SET, first, NULL, extent, NULL) >= 0) &&
        H5Dread(dataset, type, target, space, H5P_DEFAULT, &text) >= 0 && text) {
      strncpy(buffer, text, capacity - 1);
      buffer[capacity - 1] = 0;
      H5Dvlen_reclaim(type, target, H5P_DEFAULT, &text);
      status = 0;
    }
  }
  if (target >= 0) H5Sclose(target);
  if (space >= 0) H5Sclose(space);
  if (type >= 0) H5Tclose(type);
  if (stored >= 0) H5Tclose(stored);
  return status;
}
