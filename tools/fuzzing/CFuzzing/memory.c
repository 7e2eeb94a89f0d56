#include "CFuzzing.h"

#include <sanitizer/allocator_interface.h>
#include <stdatomic.h>

// Atomic, because libraries have threads of their own.
static atomic_llong current;
static atomic_llong peak;

static void on_malloc(const volatile void *memory, size_t size) {
  (void)memory;
  long long now = atomic_fetch_add(&current, (long long)size) + (long long)size;
  long long most = atomic_load(&peak);
  while (now > most && !atomic_compare_exchange_weak(&peak, &most, now)) {
  }
}

static void on_free(const volatile void *memory) {
  if (memory != NULL) atomic_fetch_sub(&current, (long long)__sanitizer_get_allocated_size(memory));
}

void fuzzing_memory_start(void) {
  static int installed;
  if (!installed) installed = __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free);
  atomic_store(&current, 0);
  atomic_store(&peak, 0);
}

size_t fuzzing_memory_peak(void) {
  return (size_t)atomic_load(&peak);
}
