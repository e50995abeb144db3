// OpenBLAS's own header: sgemm, sgemv and the call that keeps it on one thread.
#include <cblas.h>

// LAPACK is in OpenBLAS too; its own header (lapacke.h) is another package, for one routine of Fortran.
// Eigenvalues and eigenvectors of a real symmetric tridiagonal matrix, by divide and conquer.
void dstevd_(const char *jobz, const int *n, double *d, double *e, double *z, const int *ldz, double *work,
             const int *lwork, int *iwork, const int *liwork, int *info, unsigned long jobz_length);
