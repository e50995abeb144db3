// For all processors.
#define NAME(name) name##Baseline
#define TABLE ednet_kernels_baseline
#define INSTRUCTION_SET "baseline"
#define ROWS 2
#define PART_LANES 4
#include "Kernels.h"
