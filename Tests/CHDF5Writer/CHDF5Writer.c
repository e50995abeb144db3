#define H5_USE_110_API
#include "CHDF5Writer.h"

#include <hdf5.h>
#include <string.h>

int64_t h5w_create(const char *path) {
  H5open();
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  return H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
}

void h5w_close(int64_t file) { H5Fclose(file); }

static hid_t parents(void) {
  hid_t links = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(links, 1);
  return links;
}

static hid_t element_type(char type) {
  switch (type) {
  case 'B': return H5T_STD_U8LE;
  case 'H': return H5T_STD_U16LE;
  case 'i': return H5T_STD_I32LE;
  case 'I': return H5T_STD_I32BE;
  case 'f': return H5T_IEEE_F32LE;
  case 'D': return H5T_IEEE_F64BE;
  default: return H5T_IEEE_F64LE;
  }
}

static hid_t memory_type(char type) {
  switch (type) {
  case 'B': return H5T_NATIVE_UINT8;
  case 'H': return H5T_NATIVE_UINT16;
  case 'i':
  case 'I': return H5T_NATIVE_INT32;
  case 'f': return H5T_NATIVE_FLOAT;
  default: return H5T_NATIVE_DOUBLE;
  }
}

static hid_t create(int64_t file, const char *path, char type, int rank, const uint64_t *extents,
                    const uint64_t *chunk, int filters) {
  hid_t space = rank == 0 ? H5Screate(H5S_SCALAR) : H5Screate_simple(rank, (const hsize_t *)extents, NULL);
  hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
  if (chunk) H5Pset_chunk(creation, rank, (const hsize_t *)chunk);
  if (filters & 2) H5Pset_shuffle(creation);
  if (filters & 1) H5Pset_deflate(creation, 6);
  if (filters & 4) H5Pset_fletcher32(creation);
  hid_t links = parents();
  hid_t dataset = H5Dcreate2(file, path, element_type(type), space, links, creation, H5P_DEFAULT);
  H5Pclose(links);
  H5Pclose(creation);
  H5Sclose(space);
  return dataset;
}

int h5w_dataset(int64_t file, const char *path, char type, int rank, const uint64_t *extents, const uint64_t *chunk,
                int filters, const void *elements) {
  hid_t dataset = create(file, path, type, rank, extents, chunk, filters);
  if (dataset < 0) return -1;
  int status = H5Dwrite(dataset, memory_type(type), H5S_ALL, H5S_ALL, H5P_DEFAULT, elements) < 0 ? -1 : 0;
  H5Dclose(dataset);
  return status;
}

int h5w_claim(int64_t file, const char *path, char type, int rank, const uint64_t *extents, const uint64_t *chunk) {
  hid_t dataset = create(file, path, type, rank, extents, chunk, chunk ? 1 : 0);
  if (dataset < 0) return -1;
  H5Dclose(dataset);
  return 0;
}

int h5w_text(int64_t file, const char *path, const char *text, int is_variable, int is_utf8) {
  hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, is_variable ? H5T_VARIABLE : strlen(text) + 1);
  if (is_utf8) H5Tset_cset(type, H5T_CSET_UTF8);
  hid_t space = H5Screate(H5S_SCALAR);
  hid_t links = parents();
  hid_t dataset = H5Dcreate2(file, path, type, space, links, H5P_DEFAULT, H5P_DEFAULT);
  int status = -1;
  if (dataset >= 0) {
    status = H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, is_variable ? (const void *)&text : text) < 0;
    H5Dclose(dataset);
  }
  H5Pclose(links);
  H5Sclose(space);
  H5Tclose(type);
  return status;
}

int h5w_external_link(int64_t file, const char *path, const char *other, const char *target) {
  hid_t links = parents();
  int status = H5Lcreate_external(other, target, file, path, links, H5P_DEFAULT) < 0 ? -1 : 0;
  H5Pclose(links);
  return status;
}

int h5w_soft_link(int64_t file, const char *path, const char *target) {
  hid_t links = parents();
  int status = H5Lcreate_soft(target, file, path, links, H5P_DEFAULT) < 0 ? -1 : 0;
  H5Pclose(links);
  return status;
}

int h5w_external_dataset(int64_t file, const char *path, const char *other, int rank, const uint64_t *extents) {
  hsize_t bytes = 1;
  for (int axis = 0; axis < rank; axis++) bytes *= extents[axis];
  hid_t space = H5Screate_simple(rank, (const hsize_t *)extents, NULL);
  hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_external(creation, other, 0, bytes);
  hid_t links = parents();
  hid_t dataset = H5Dcreate2(file, path, H5T_STD_U8LE, space, links, creation, H5P_DEFAULT);
  H5Pclose(links);
  H5Pclose(creation);
  H5Sclose(space);
  if (dataset < 0) return -1;
  H5Dclose(dataset);
  return 0;
}

int h5w_raw_chunk(int64_t file, const char *path, int rank, const uint64_t *offset, const void *bytes,
                  uint64_t count) {
  (void)rank;
  hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
  if (dataset < 0) return -1;
  int status =
      H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, (const hsize_t *)offset, count, bytes) < 0 ? -1 : 0;
  H5Dclose(dataset);
  return status;
}
