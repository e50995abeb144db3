#include "CMPI.h"

#ifdef EDNET_MPI

#include <mpi.h>
#include <stdlib.h>
#include <string.h>

// A message of MPI counts in int: longer vectors go in parts.
enum { PART = 1 << 28, TAG = 7, MESSAGE_TAG = 8 };

int ednet_mpi_is_available(void) { return 1; }

int ednet_mpi_start(void) {
  int provided = 0;
  if (MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &provided) != MPI_SUCCESS) return 1;
  if (provided < MPI_THREAD_SERIALIZED) return 1;
  return MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN) != MPI_SUCCESS;
}

void ednet_mpi_stop(void) { MPI_Finalize(); }

void ednet_mpi_abort(int status) { MPI_Abort(MPI_COMM_WORLD, status); }

int ednet_mpi_rank(void) {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank;
}

int ednet_mpi_count(void) {
  int count = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &count);
  return count;
}

void ednet_mpi_host(char *name, int size) {
  char own[MPI_MAX_PROCESSOR_NAME] = "";
  int length = 0;
  MPI_Get_processor_name(own, &length);
  if (size < 1) return;
  strncpy(name, own, (size_t)size - 1);
  name[size - 1] = 0;
}

static int64_t parts(int64_t count) { return (count + PART - 1) / PART; }

// Starts the requests of a transfer and returns the place after them; NULL on an error.
static MPI_Request *start(const EdnetTransfer *t, MPI_Request *request) {
  for (int64_t first = 0; first < t->count; first += PART) {
    int size = t->count - first < PART ? (int)(t->count - first) : PART;
    int status = t->received != NULL
                     ? MPI_Irecv(t->received + first, size, MPI_FLOAT, t->rank, TAG, MPI_COMM_WORLD, request)
                     : MPI_Isend(t->sent + first, size, MPI_FLOAT, t->rank, TAG, MPI_COMM_WORLD, request);
    if (status != MPI_SUCCESS) return NULL;
    request++;
  }
  return request;
}

int ednet_mpi_exchange(const EdnetTransfer *transfers, int count) {
  int64_t total = 0;
  for (int i = 0; i < count; i++) total += parts(transfers[i].count);
  MPI_Request *requests = malloc((size_t)(total > 0 ? total : 1) * sizeof *requests), *next = requests;
  for (int i = 0; i < count && next != NULL; i++) next = start(&transfers[i], next);
  int failed = next == NULL || MPI_Waitall((int)total, requests, MPI_STATUSES_IGNORE) != MPI_SUCCESS;
  free(requests);
  return failed;
}

int ednet_mpi_send_message(const uint8_t *bytes, int32_t count, int rank) {
  return MPI_Send(bytes, count, MPI_UINT8_T, rank, MESSAGE_TAG, MPI_COMM_WORLD) != MPI_SUCCESS;
}

int ednet_mpi_probe_message(int rank, int32_t *count) {
  int has_arrived = 0, size = -1;
  MPI_Status status;
  if (MPI_Iprobe(rank, MESSAGE_TAG, MPI_COMM_WORLD, &has_arrived, &status) != MPI_SUCCESS) return 1;
  if (has_arrived && MPI_Get_count(&status, MPI_UINT8_T, &size) != MPI_SUCCESS) return 1;
  *count = size;
  return 0;
}

int ednet_mpi_receive_message(uint8_t *bytes, int32_t count, int rank) {
  return MPI_Recv(bytes, count, MPI_UINT8_T, rank, MESSAGE_TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE) != MPI_SUCCESS;
}

int ednet_mpi_gather_counts(int32_t own, int32_t *counts) {
  return MPI_Allgather(&own, 1, MPI_INT32_T, counts, 1, MPI_INT32_T, MPI_COMM_WORLD) != MPI_SUCCESS;
}

int ednet_mpi_gather(const uint8_t *own, int32_t count, uint8_t *all, const int32_t *counts, const int32_t *offsets) {
  return MPI_Allgatherv(own, count, MPI_UINT8_T, all, counts, offsets, MPI_UINT8_T, MPI_COMM_WORLD) != MPI_SUCCESS;
}

#else

int ednet_mpi_is_available(void) { return 0; }
int ednet_mpi_start(void) { return 1; }
void ednet_mpi_stop(void) {}
void ednet_mpi_abort(int status) { (void)status; }
int ednet_mpi_rank(void) { return 0; }
int ednet_mpi_count(void) { return 1; }
void ednet_mpi_host(char *name, int size) { if (size > 0) name[0] = 0; }
int ednet_mpi_exchange(const EdnetTransfer *transfers, int count) { (void)transfers, (void)count; return 1; }
int ednet_mpi_send_message(const uint8_t *bytes, int32_t count, int rank) {
  (void)bytes, (void)count, (void)rank;
  return 1;
}
int ednet_mpi_probe_message(int rank, int32_t *count) { (void)rank, (void)count; return 1; }
int ednet_mpi_receive_message(uint8_t *bytes, int32_t count, int rank) {
  (void)bytes, (void)count, (void)rank;
  return 1;
}
int ednet_mpi_gather_counts(int32_t own, int32_t *counts) { (void)own, (void)counts; return 1; }
int ednet_mpi_gather(const uint8_t *own, int32_t count, uint8_t *all, const int32_t *counts, const int32_t *offsets) {
  (void)own, (void)count, (void)all, (void)counts, (void)offsets;
  return 1;
}

#endif
