// OpenBLAS's own header: sgemm, sgemv and the call that keeps it on one thread.
#include <cblas.h>
