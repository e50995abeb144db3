// The kernels for one instruction set, included once for each. NAME, TABLE and INSTRUCTION_SET are its names, ROWS is
// the number of sums that fit into the registers besides their operands, PART_LANES the number of floats in a register.

#include <string.h>

#include "CKernels.h"
#include "Layout.h"

// Each header needs the previous ones.
#include "Vectors.h"
#include "Epilogue.h"
#include "WinogradTransforms.h"
#include "WinogradWindows.h"
#include "Winograd.h"
#include "WinogradGradient.h"
#include "Direct.h"
#include "Runs.h"
#include "Normalization.h"
#include "Recurrent.h"

const EdnetKernels TABLE = {
    INSTRUCTION_SET,
    NAME(winogradWeights),
    NAME(winogradForward),
    NAME(winogradGradient),
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
    NAME(gruForward),
    NAME(gruBackward),
    NAME(lstmForward),
    NAME(lstmBackward),
};
