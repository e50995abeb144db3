// The loops for one instruction set; included once for each, with NAME, TABLE, INSTRUCTION_SET, ROWS, the number of sums
// that fit into the registers beside what they are made of, and PART_LANES, the floats of a register.

#include <string.h>

#include "CKernels.h"
#include "Layout.h"

// In this order: each needs those before it.
#include "Vectors.h"
#include "Epilogue.h"
#include "WinogradTransforms.h"
#include "WinogradWindows.h"
#include "Winograd.h"
#include "WinogradGradient.h"
#include "Direct.h"
#include "Runs.h"
#include "Normalization.h"

const EdnetKernels TABLE = {
    INSTRUCTION_SET,
    NAME(winogradWeights),
    NAME(winogradForward),
    NAME(winogradGradient),
    NAME(winogradWeightGradient),
    NAME(directForward),
    NAME(directGradient),
    NAME(unpool),
    NAME(scale),
    NAME(sum),
    NAME(squaredDeviations),
    NAME(dot),
    NAME(moments),
    NAME(normalizationSums),
    NAME(normalizationGradient),
    NAME(combine),
    NAME(reluGradient),
    NAME(copyStride2),
    NAME(matrixVector),
};
