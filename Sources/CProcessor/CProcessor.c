#include "CProcessor.h"

#if defined(__x86_64__)
#include <cpuid.h>

EdnetRegisters ednet_cpuid(uint32_t leaf, uint32_t subleaf) {
  EdnetRegisters r;
  __cpuid_count(leaf, subleaf, r.eax, r.ebx, r.ecx, r.edx);
  return r;
}

uint64_t ednet_saved_registers(void) {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (uint64_t)high << 32 | low;
}
#else
EdnetRegisters ednet_cpuid(uint32_t leaf, uint32_t subleaf) {
  (void)leaf, (void)subleaf;
  return (EdnetRegisters){0, 0, 0, 0};
}

uint64_t ednet_saved_registers(void) { return 0; }
#endif

#if defined(__linux__)
#include <sys/auxv.h>

// The address of the loader.
int ednet_has_loader(void) { return getauxval(AT_BASE) != 0; }
#else
int ednet_has_loader(void) { return 0; }
#endif
