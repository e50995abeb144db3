// Only makes the linker flags of libjpeg known to CJPEG, which holds the code.
#include <stdio.h>
#include <jpeglib.h>
