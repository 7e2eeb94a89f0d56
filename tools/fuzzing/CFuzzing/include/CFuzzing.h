// Why this target exists: libFuzzer has no header to import, and the hooks of the address sanitizer are called with the
// allocator's lock held, where no Swift code may run.

#ifndef CFUZZING_H
#define CFUZZING_H

#include <stddef.h>
#include <stdint.h>

// libFuzzer's own loop: calls `body` with one input after another until a flag, a finding or a signal ends it.
int LLVMFuzzerRunDriver(int *count, char ***arguments, int (*body)(const uint8_t *bytes, size_t size));

// Starts to count the bytes that are allocated from now on and not freed yet.
void fuzzing_memory_start(void);

// The highest count since then.
size_t fuzzing_memory_peak(void);

#endif
