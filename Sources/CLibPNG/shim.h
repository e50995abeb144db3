// Only makes the linker flags of libpng known to CPNG, which holds the code.
#include <png.h>
