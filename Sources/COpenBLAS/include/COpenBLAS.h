// The few routines of OpenBLAS that ednet uses, loaded when the first one is called.
//
// OpenBLAS chooses its kernels when it is loaded and reads OPENBLAS_CORETYPE then. As ednet is not linked with it, a program can
// choose before, and programs without matrix products start sooner. Each routine runs on the calling thread alone. If the library
// is missing, the first call ends the program with a message. All functions may be called from any thread.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The values of CBLAS.
typedef enum EdnetTransposition { EDNET_PLAIN = 111, EDNET_TRANSPOSED = 112 } EdnetTransposition;

// Loads the library if it is not loaded.
void ednet_openblas_load(void);
// Nonzero if the library is loaded.
int ednet_openblas_is_loaded(void);
// Unloads the library, so that it chooses again when it is loaded. No call of a routine may be under way.
void ednet_openblas_unload(void);

// The version and the options of the library, as in "OpenBLAS 0.3.21 DYNAMIC_ARCH ... Haswell MAX_THREADS=64".
const char *ednet_openblas_configuration(void);
// The core type: the name of the kernels in use.
const char *ednet_openblas_core(void);

// C = alpha A B + beta C for row-major matrices; A is m × k and B is k × n, or their transposed matrices are stored.
void ednet_sgemm(EdnetTransposition transA, EdnetTransposition transB, int32_t m, int32_t n, int32_t k, float alpha,
                 const float *a, int32_t strideA, const float *b, int32_t strideB, float beta, float *c,
                 int32_t strideC);
void ednet_dgemm(EdnetTransposition transA, EdnetTransposition transB, int32_t m, int32_t n, int32_t k, double alpha,
                 const double *a, int32_t strideA, const double *b, int32_t strideB, double beta, double *c,
                 int32_t strideC);
// y = alpha A x + beta y for a row-major matrix A of the given rows and columns, or with its transposed matrix.
void ednet_sgemv(EdnetTransposition trans, int32_t rows, int32_t columns, float alpha, const float *a, int32_t strideA,
                 const float *x, int32_t strideX, float beta, float *y, int32_t strideY);
// Σ x y.
float ednet_sdot(int32_t count, const float *x, const float *y);

// LAPACK's dstevd: eigenvalues (in d) and eigenvectors of a real symmetric tridiagonal matrix, by divide and conquer. Returns LAPACK's
// `info`, 0 for success.
int32_t ednet_dstevd(int32_t n, double *d, double *e, double *z, int32_t strideZ, double *work, int32_t workCount,
                     int32_t *integers, int32_t integerCount);

#ifdef __cplusplus
}
#endif
