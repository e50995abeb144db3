#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif
#include "COpenBLAS.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROW_MAJOR = 101 };

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_SANITIZER
#endif
#endif
// The library looks for each of its 14,000 symbols in itself first: in the hundred libraries of the program it would take 10 ms.
#if defined(RTLD_DEEPBIND) && !defined(HAS_SANITIZER)
enum { LOADING = RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND };
#else
enum { LOADING = RTLD_NOW | RTLD_LOCAL };
#endif

// The library's functions, with 32-bit integers, as Debian, Ubuntu and Homebrew build it.
typedef struct Library {
  void *handle;
  void (*sgemm)(int, int, int, int32_t, int32_t, int32_t, float, const float *, int32_t, const float *, int32_t, float,
                float *, int32_t);
  void (*dgemm)(int, int, int, int32_t, int32_t, int32_t, double, const double *, int32_t, const double *, int32_t, double,
                double *, int32_t);
  void (*sgemv)(int, int, int32_t, int32_t, float, const float *, int32_t, const float *, int32_t, float, float *,
                int32_t);
  float (*sdot)(int32_t, const float *, int32_t, const float *, int32_t);
  // The last argument is the length of the first, as Fortran passes it.
  void (*dstevd)(const char *, const int32_t *, double *, double *, double *, const int32_t *, double *, const int32_t *,
                 int32_t *, const int32_t *, int32_t *, size_t);
  char *(*configuration)(void);
  char *(*core)(void);
  void (*setThreads)(int);
} Library;

static Library memory;
static _Atomic(Library *) loaded = NULL;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static const char *const names[] = {
#if defined(__APPLE__)
    "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
    "/usr/local/opt/openblas/lib/libopenblas.dylib",
    "libopenblas.dylib",
#else
    "libopenblas.so.0",
#endif
};

static _Noreturn void fail(const char *reason) {
  fprintf(stderr, "error: OpenBLAS cannot be loaded (%s); Scripts/setup installs it\n", reason);
  exit(1);
}

static void *function(void *handle, const char *name) {
  void *address = dlsym(handle, name);
  if (address == NULL) fail(name);
  return address;
}

static Library *load(void) {
  pthread_mutex_lock(&mutex);
  Library *library = atomic_load(&loaded);
  if (library == NULL) {
    void *handle = NULL;
    for (size_t i = 0; handle == NULL && i < sizeof names / sizeof *names; i++) {
      handle = dlopen(names[i], LOADING);
    }
    if (handle == NULL) fail(dlerror());
    library = &memory;
    library->handle = handle;
    *(void **)&library->sgemm = function(handle, "cblas_sgemm");
    *(void **)&library->dgemm = function(handle, "cblas_dgemm");
    *(void **)&library->sgemv = function(handle, "cblas_sgemv");
    *(void **)&library->sdot = function(handle, "cblas_sdot");
    *(void **)&library->dstevd = function(handle, "dstevd_");
    *(void **)&library->configuration = function(handle, "openblas_get_config");
    *(void **)&library->core = function(handle, "openblas_get_corename");
    *(void **)&library->setThreads = function(handle, "openblas_set_num_threads");
    // Its threads would compete with our own workers.
    library->setThreads(1);
    atomic_store(&loaded, library);
  }
  pthread_mutex_unlock(&mutex);
  return library;
}

static inline Library *library(void) {
  Library *library = atomic_load_explicit(&loaded, memory_order_acquire);
  return library != NULL ? library : load();
}

void ednet_openblas_load(void) { (void)library(); }

int ednet_openblas_is_loaded(void) { return atomic_load(&loaded) != NULL; }

void ednet_openblas_unload(void) {
  pthread_mutex_lock(&mutex);
  Library *library = atomic_exchange(&loaded, NULL);
  if (library != NULL) dlclose(library->handle);
  pthread_mutex_unlock(&mutex);
}

const char *ednet_openblas_configuration(void) { return library()->configuration(); }

const char *ednet_openblas_core(void) { return library()->core(); }

void ednet_sgemm(EdnetTransposition transA, EdnetTransposition transB, int32_t m, int32_t n, int32_t k, float alpha,
                 const float *a, int32_t strideA, const float *b, int32_t strideB, float beta, float *c,
                 int32_t strideC) {
  library()->sgemm(ROW_MAJOR, transA, transB, m, n, k, alpha, a, strideA, b, strideB, beta, c, strideC);
}

void ednet_dgemm(EdnetTransposition transA, EdnetTransposition transB, int32_t m, int32_t n, int32_t k, double alpha,
                 const double *a, int32_t strideA, const double *b, int32_t strideB, double beta, double *c,
                 int32_t strideC) {
  library()->dgemm(ROW_MAJOR, transA, transB, m, n, k, alpha, a, strideA, b, strideB, beta, c, strideC);
}

void ednet_sgemv(EdnetTransposition trans, int32_t rows, int32_t columns, float alpha, const float *a, int32_t strideA,
                 const float *x, int32_t strideX, float beta, float *y, int32_t strideY) {
  library()->sgemv(ROW_MAJOR, trans, rows, columns, alpha, a, strideA, x, strideX, beta, y, strideY);
}

float ednet_sdot(int32_t count, const float *x, const float *y) { return library()->sdot(count, x, 1, y, 1); }

int32_t ednet_dstevd(int32_t n, double *d, double *e, double *z, int32_t strideZ, double *work, int32_t workCount,
                     int32_t *integers, int32_t integerCount) {
  int32_t information = 0;
  library()->dstevd("V", &n, d, e, z, &strideZ, work, &workCount, integers, &integerCount, &information, 1);
  return information;
}
