// Only makes the linker flags of libtiff known to CTIFF, which holds the code.
#include <tiffio.h>
