// The process that reads a file: it starts the child and sends it requests. It trusts no answer.
#include "Messages.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct CHDF5File {
  // -1 once the child has ended.
  int channel;
  pid_t child;
  char message[CHDF5_MESSAGE_CAPACITY];
};

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

int send_all(int channel, const void *bytes, size_t count) {
  for (size_t done = 0; done < count;) {
    ssize_t sent = send(channel, (const char *)bytes + done, count - done, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return -1;
    done += (size_t)sent;
  }
  return 0;
}

int receive_all(int channel, void *bytes, size_t count) {
  for (size_t done = 0; done < count;) {
    ssize_t received = recv(channel, (char *)bytes + done, count - done, 0);
    if (received < 0 && errno == EINTR) continue;
    if (received <= 0) return -1;
    done += (size_t)received;
  }
  return 0;
}

// Waits for the end of the child, and keeps its reason.
static void end(CHDF5File *file) {
  close(file->channel);
  file->channel = -1;
  int status = 0;
  pid_t ended;
  do { ended = waitpid(file->child, &status, 0); } while (ended < 0 && errno == EINTR);
  if (ended != file->child || !WIFSIGNALED(status)) {
    snprintf(file->message, sizeof file->message, "it ended without an answer");
  } else if (WTERMSIG(status) == SIGPROF) {
    snprintf(file->message, sizeof file->message, "a call took more than %d s of processor time", CHDF5_CALL_SECONDS);
  } else {
    snprintf(file->message, sizeof file->message, "it crashed with signal %d", WTERMSIG(status));
  }
}

// Receives an answer and the bytes that follow it; 0 on success. Otherwise the child has ended.
static int receive(CHDF5File *file, Answer *answer, void *buffer, size_t capacity) {
  int is_received = receive_all(file->channel, answer, sizeof *answer) == 0;
  if (is_received && answer->size <= capacity && receive_all(file->channel, buffer, answer->size) == 0) {
    memcpy(file->message, answer->message, sizeof file->message);
    file->message[sizeof file->message - 1] = 0;
    return 0;
  }
  // An answer that breaks the rules comes from a child that no longer does what it should.
  if (is_received) kill(file->child, SIGKILL);
  end(file);
  return -1;
}

// Makes a call. The buffer receives the bytes that follow the answer; a failure to make the call is the value -1.
static Answer ask(CHDF5File *file, Request request, const char *path, const char *name, void *buffer) {
  Answer answer = {.value = -1}, failure = answer;
  if (file->channel < 0) return failure;
  request.path_size = path == NULL ? 0 : strlen(path) + 1;
  request.name_size = name == NULL ? 0 : strlen(name) + 1;
  int is_sent = send_all(file->channel, &request, sizeof request) == 0 &&
                send_all(file->channel, path, request.path_size) == 0 &&
                send_all(file->channel, name, request.name_size) == 0;
  if (!is_sent) {
    end(file);
    return failure;
  }
  return receive(file, &answer, buffer, request.capacity) == 0 ? answer : failure;
}

CHDF5File *chdf5_open(const char *path, const void *bytes, size_t count, char *message) {
  CHDF5File *file = calloc(1, sizeof *file);
  int channels[2];
  snprintf(message, CHDF5_MESSAGE_CAPACITY, "the process that would read it cannot be started");
  if (file == NULL || socketpair(AF_UNIX, SOCK_STREAM, 0, channels) != 0) {
    free(file);
    return NULL;
  }
  for (int index = 0; index < 2; index++) {
    fcntl(channels[index], F_SETFD, FD_CLOEXEC);
#ifdef SO_NOSIGPIPE
    int yes = 1;
    setsockopt(channels[index], SOL_SOCKET, SO_NOSIGPIPE, &yes, sizeof yes);
#endif
  }
  file->channel = channels[0];
  file->child = fork();
  if (file->child == 0) serve(channels[1], path, bytes, count);
  close(channels[1]);
  if (file->child < 0) {
    close(channels[0]);
    free(file);
    return NULL;
  }
  Answer answer;
  if (receive(file, &answer, NULL, 0) == 0 && answer.value >= 0) return file;
  memcpy(message, file->message, CHDF5_MESSAGE_CAPACITY);
  chdf5_close(file);
  return NULL;
}

void chdf5_close(CHDF5File *file) {
  if (file->channel >= 0) {
    kill(file->child, SIGKILL);
    end(file);
  }
  free(file);
}

const char *chdf5_message(const CHDF5File *file) { return file->message; }

int chdf5_has_ended(const CHDF5File *file) { return file->channel < 0; }

CHDF5Link chdf5_link(CHDF5File *file, const char *group, const char *name) {
  int64_t kind = ask(file, (Request){.operation = OPERATION_LINK}, group, name, NULL).value;
  return kind >= CHDF5_LINK_MISSING && kind <= CHDF5_LINK_FOREIGN ? (CHDF5Link)kind : CHDF5_LINK_FAILED;
}

// Makes a call whose result is a text; 0 on success.
static int ask_text(CHDF5File *file, Request request, const char *path, const char *name, char *buffer) {
  Answer answer = ask(file, request, path, name, buffer);
  if (answer.value != 0 || answer.size == 0) return -1;
  buffer[answer.size - 1] = 0;
  return 0;
}

int chdf5_soft_target(CHDF5File *file, const char *group, const char *name, char *buffer, size_t capacity) {
  return ask_text(file, (Request){.operation = OPERATION_SOFT_TARGET, .capacity = capacity}, group, name, buffer);
}

int64_t chdf5_child_count(CHDF5File *file, const char *group) {
  return ask(file, (Request){.operation = OPERATION_CHILD_COUNT}, group, NULL, NULL).value;
}

int chdf5_child(CHDF5File *file, const char *group, uint64_t index, char *buffer, size_t capacity) {
  return ask_text(file, (Request){.operation = OPERATION_CHILD, .index = index, .capacity = capacity}, group, NULL, buffer);
}

int64_t chdf5_dataset(CHDF5File *file, const char *path, CHDF5Dataset *properties) {
  Answer answer = ask(file, (Request){.operation = OPERATION_DATASET}, path, NULL, NULL);
  *properties = answer.properties;
  int is_valid = properties->rank >= 0 && properties->rank <= CHDF5_RANK_LIMIT && properties->filter_count >= 0 &&
                 properties->filter_count <= CHDF5_FILTER_LIMIT;
  return is_valid ? answer.value : -1;
}

void chdf5_close_dataset(CHDF5File *file, int64_t dataset) {
  ask(file, (Request){.operation = OPERATION_CLOSE_DATASET, .dataset = dataset}, NULL, NULL, NULL);
}

int chdf5_read(CHDF5File *file, int64_t dataset, int rank, const uint64_t *start, const uint64_t *count, void *buffer,
               size_t size) {
  Request request = {.operation = OPERATION_READ, .rank = rank, .dataset = dataset, .capacity = size};
  for (int axis = 0; axis < rank; axis++) {
    request.start[axis] = start[axis];
    request.count[axis] = count[axis];
  }
  Answer answer = ask(file, request, NULL, NULL, buffer);
  return answer.value == 0 && answer.size == size ? 0 : -1;
}

int64_t chdf5_read_chunk(CHDF5File *file, int64_t dataset, int rank, const uint64_t *offset, uint32_t *mask, void *buffer,
                         size_t capacity) {
  Request request = {.operation = OPERATION_READ_CHUNK, .rank = rank, .dataset = dataset, .capacity = capacity};
  for (int axis = 0; axis < rank; axis++) request.start[axis] = offset[axis];
  Answer answer = ask(file, request, NULL, NULL, buffer);
  *mask = answer.mask;
  return answer.value >= 0 && (uint64_t)answer.value == answer.size ? answer.value : -1;
}

int chdf5_read_text(CHDF5File *file, int64_t dataset, char *buffer, size_t capacity) {
  return ask_text(file, (Request){.operation = OPERATION_READ_TEXT, .dataset = dataset, .capacity = capacity}, NULL, NULL,
                  buffer);
}
