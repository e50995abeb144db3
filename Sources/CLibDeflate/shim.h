// Only makes the linker flags of libdeflate known to CPNG, which holds the code.
#include <libdeflate.h>
