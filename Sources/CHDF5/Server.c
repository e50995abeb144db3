// The child process: libhdf5 under limits.
#define _GNU_SOURCE
#include "Library.h"
#include "Messages.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif
#include <sys/time.h>
#include <unistd.h>

enum { MOST_MEMORY = 1 << 30 };

// Returns to the signals of a new process, except those that a terminal sends to all processes at once: the parent decides
// when to end, and the channel tells it.
static void reset_signals(void) {
  for (int signal_ = 1; signal_ < NSIG; signal_++) signal(signal_, SIG_DFL);
  signal(SIGINT, SIG_IGN);
  signal(SIGQUIT, SIG_IGN);
  signal(SIGTERM, SIG_IGN);
  signal(SIGHUP, SIG_IGN);
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_UNBLOCK, &all, NULL);
}

// Keeps the channel alone open, so that locks and pipes of the parent do not outlive it.
static void close_others(int channel) {
  int nothing = open("/dev/null", O_RDWR);
  for (int number = 0; number <= 2; number++) dup2(nothing, number);
#ifdef SYS_close_range
  unsigned own = (unsigned)channel;
  if ((own == 3 || syscall(SYS_close_range, 3U, own - 1, 0U) == 0) && syscall(SYS_close_range, own + 1, ~0U, 0U) == 0) return;
#endif
  long most = sysconf(_SC_OPEN_MAX);
  for (int number = 3; number < (most > 0 && most < 65536 ? most : 65536); number++) {
    if (number != channel) close(number);
  }
}

// The bytes of address space in use; 0 if the system does not say.
static rlim_t address_space(void) {
  unsigned long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL) return 0;
  if (fscanf(file, "%lu", &pages) != 1) pages = 0;
  fclose(file);
  return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void lower(int resource, rlim_t value) {
  struct rlimit limit;
  if (getrlimit(resource, &limit) != 0) return;
  if (limit.rlim_max == RLIM_INFINITY || limit.rlim_max > value) limit.rlim_max = value;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(resource, &limit);
}

static void limit_resources(void) {
  rlim_t used = address_space();
  if (used > 0) lower(RLIMIT_AS, used + MOST_MEMORY);
  lower(RLIMIT_CORE, 0);
  lower(RLIMIT_FSIZE, 0);
}

// Lets the system end the process if the next call takes too long; 0 seconds end the watch.
static void watch(time_t seconds) {
  struct itimerval timer = {.it_value = {.tv_sec = seconds}};
  setitimer(ITIMER_PROF, &timer, NULL);
}

// Fills an answer; `buffer` has the capacity of the request.
static void answer_request(int64_t file, const Request *request, const char *path, const char *name, Answer *answer,
                           void *buffer) {
  size_t capacity = request->capacity;
  switch (request->operation) {
  case OPERATION_LINK: answer->value = library_link(file, path, name); return;
  case OPERATION_SOFT_TARGET: answer->value = library_soft_target(file, path, name, buffer, capacity); break;
  case OPERATION_CHILD_COUNT: answer->value = library_child_count(file, path); return;
  case OPERATION_CHILD: answer->value = library_child(file, path, request->index, buffer, capacity); break;
  case OPERATION_DATASET: answer->value = library_dataset(file, path, &answer->properties); return;
  case OPERATION_CLOSE_DATASET: library_close_dataset(request->dataset); return;
  case OPERATION_READ:
    answer->value = library_read(request->dataset, request->rank, request->start, request->count, buffer);
    answer->size = answer->value == 0 ? capacity : 0;
    return;
  case OPERATION_READ_CHUNK:
    answer->value = library_read_chunk(request->dataset, request->start, &answer->mask, buffer, capacity);
    answer->size = answer->value > 0 ? (uint64_t)answer->value : 0;
    return;
  case OPERATION_READ_TEXT: answer->value = library_read_text(request->dataset, buffer, capacity); break;
  default: answer->value = -1; return;
  }
  answer->size = answer->value == 0 ? strnlen(buffer, capacity - 1) + 1 : 0;
}

// Receives a text with its final zero; an empty one on failure.
static char *receive_text(int channel, uint64_t size) {
  char *text = calloc(1, size + 1);
  if (text == NULL || receive_all(channel, text, size) != 0) _exit(1);
  return text;
}

void serve(int channel, const char *path, const void *bytes, size_t count) {
  reset_signals();
  // A parent without standard streams may have given the channel one of their numbers.
  if (channel < 3) channel = fcntl(channel, F_DUPFD, 3);
  close_others(channel);
  limit_resources();
  Answer answer = {.value = -1};
  watch(CHDF5_CALL_SECONDS);
  if (library_start() == 0) answer.value = library_open(path, bytes, count);
  watch(0);
  int64_t file = answer.value;
  library_message(answer.message, sizeof answer.message);
  if (send_all(channel, &answer, sizeof answer) != 0) _exit(1);
  Request request;
  while (file >= 0 && receive_all(channel, &request, sizeof request) == 0) {
    char *group = receive_text(channel, request.path_size), *name = receive_text(channel, request.name_size);
    // A reading call may write less than it reports.
    void *buffer = calloc(1, request.capacity + 1);
    if (buffer == NULL) _exit(1);
    memset(&answer, 0, sizeof answer);
    watch(CHDF5_CALL_SECONDS);
    answer_request(file, &request, group, name, &answer, buffer);
    watch(0);
    library_message(answer.message, sizeof answer.message);
    if (send_all(channel, &answer, sizeof answer) != 0 || send_all(channel, buffer, answer.size) != 0) _exit(1);
    free(group);
    free(name);
    free(buffer);
  }
  _exit(0);
}
