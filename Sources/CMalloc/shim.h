// mallopt of glibc, which Swift's own module of glibc leaves out.
#if __has_include(<malloc.h>)
#include <malloc.h>
#endif
