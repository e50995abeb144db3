#define H5_USE_110_API
#include "Library.h"

#include <hdf5.h>
#include <stdio.h>
#include <string.h>

int64_t chdf5_create(void) {
  if (library_start() < 0) return -1;
  hid_t properties = H5Pcreate(H5P_FILE_ACCESS);
  if (properties < 0) return library_failed();
  H5Pset_fapl_core(properties, 1 << 20, 0);
  // libhdf5 tells open files in memory apart by their names.
  static uint64_t count;
  char name[40];
  snprintf(name, sizeof name, "written %llu", (unsigned long long)count++);
  hid_t file = H5Fcreate(name, H5F_ACC_TRUNC, H5P_DEFAULT, properties);
  if (file < 0) library_failed();
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
  if (status < 0) library_failed();
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
  int status = type < 0 || space < 0 ? (int)library_failed() : write_elements(file, path, type, space, bytes);
  if (space >= 0) H5Sclose(space);
  if (type >= 0) H5Tclose(type);
  return status;
}

int chdf5_write_text(int64_t file, const char *path, const char *text) {
  hid_t type = H5Tcopy(H5T_C_S1);
  hsize_t one = 1;
  hid_t space = H5Screate_simple(1, &one, NULL);
  int status = -1;
  if (type < 0 || space < 0 || H5Tset_size(type, strlen(text) + 1) < 0) library_failed();
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
  if (group < 0) library_failed();
  if (group >= 0) H5Gclose(group);
  if (links >= 0) H5Pclose(links);
  return group < 0 ? -1 : 0;
}

int64_t chdf5_image(int64_t file, void *buffer, size_t capacity) {
  if (H5Fflush(file, H5F_SCOPE_GLOBAL) < 0) return library_failed();
  ssize_t size = H5Fget_file_image(file, buffer, capacity);
  return size < 0 ? library_failed() : (int64_t)size;
}

void chdf5_close_image(int64_t file) { H5Fclose(file); }

void chdf5_image_message(char *buffer, size_t capacity) { library_message(buffer, capacity); }
