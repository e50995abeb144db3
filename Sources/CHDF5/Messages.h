// The messages between a process that reads a file and the child that holds libhdf5.
#pragma once

#include "CHDF5.h"

typedef enum Operation {
  OPERATION_LINK,
  OPERATION_SOFT_TARGET,
  OPERATION_CHILD_COUNT,
  OPERATION_CHILD,
  OPERATION_DATASET,
  OPERATION_CLOSE_DATASET,
  OPERATION_READ,
  OPERATION_READ_CHUNK,
  OPERATION_READ_TEXT,
} Operation;

// A call; a path and a name of these sizes follow, each with its final zero, if their sizes are not 0.
typedef struct Request {
  Operation operation;
  int32_t rank;
  int64_t dataset;
  uint64_t index;
  // The most bytes that may follow the answer.
  uint64_t capacity;
  uint64_t start[CHDF5_RANK_LIMIT], count[CHDF5_RANK_LIMIT];
  uint64_t path_size, name_size;
} Request;

// A result; `size` bytes follow.
typedef struct Answer {
  int64_t value;
  uint64_t size;
  uint32_t mask;
  CHDF5Dataset properties;
  char message[CHDF5_MESSAGE_CAPACITY];
} Answer;

// Sends or receives all bytes through a socket; 0 on success. Neither raises a signal.
int send_all(int channel, const void *bytes, size_t count);
int receive_all(int channel, void *bytes, size_t count);

// Reads one file in the child, and answers requests until the channel closes.
_Noreturn void serve(int channel, const char *path, const void *bytes, size_t count);
