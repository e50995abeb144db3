// Only makes the compiler and linker flags of libhdf5 known to CHDF5, which holds the code.
#include <hdf5.h>
