// For every processor.
#define NAME(name) name##Baseline
#define TABLE ednet_kernels_baseline
#define INSTRUCTION_SET "baseline"
#define ROWS 2
#include "Kernels.h"
