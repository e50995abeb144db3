// The instruction CPUID of x86-64, which Swift cannot write, and the start of a program.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The registers that CPUID fills.
typedef struct EdnetRegisters {
  uint32_t eax, ebx, ecx, edx;
} EdnetRegisters;

// The registers for a leaf and a subleaf; zeros on other architectures. The caller must know that the leaf exists.
EdnetRegisters ednet_cpuid(uint32_t leaf, uint32_t subleaf);

// XCR0: the registers that the operating system saves; 0 on other architectures. Needs the flag OSXSAVE of leaf 1.
uint64_t ednet_saved_registers(void);

// Nonzero if the system started this program, with a loader for its libraries; 0 if the loader was started with the
// program as its argument, if there is no loader, or on other systems than Linux.
int ednet_has_loader(void);

#ifdef __cplusplus
}
#endif
