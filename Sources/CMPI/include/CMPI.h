// The few operations of MPI that ednet uses. Without the package trait MPI they are not available: ednet_mpi_is_available
// returns 0.
// All but ednet_mpi_start and ednet_mpi_abort return 0 for success.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Nonzero if the library was built with MPI.
int ednet_mpi_is_available(void);
// Starts MPI; calls may come from any thread, one at a time. Errors are returned rather than fatal.
int ednet_mpi_start(void);
// Ends MPI in order; every process must call it.
void ednet_mpi_stop(void);
// Ends all processes at once.
void ednet_mpi_abort(int status);

int ednet_mpi_rank(void);
int ednet_mpi_count(void);
// Writes the machine's name, with its final zero, into at most `size` bytes.
void ednet_mpi_host(char *name, int size);

// Scalars that are received from a process, or sent to it; the other pointer is null.
typedef struct EdnetTransfer {
  float *received;
  const float *sent;
  int64_t count;
  int rank;
} EdnetTransfer;

// Makes all transfers at once; those between two processes match in their order.
int ednet_mpi_exchange(const EdnetTransfer *transfers, int count);
// Sends bytes as one message.
int ednet_mpi_send_message(const uint8_t *bytes, int32_t count, int rank);
// Sets `count` to the number of bytes of the next message of a process, or to -1 if none has arrived.
int ednet_mpi_probe_message(int rank, int32_t *count);
// Receives that message.
int ednet_mpi_receive_message(uint8_t *bytes, int32_t count, int rank);
// Gathers one number of each process.
int ednet_mpi_gather_counts(int32_t own, int32_t *counts);
// Gathers bytes of each process, `counts` by rank, at the given offsets.
int ednet_mpi_gather(const uint8_t *own, int32_t count, uint8_t *all, const int32_t *counts, const int32_t *offsets);

#ifdef __cplusplus
}
#endif
