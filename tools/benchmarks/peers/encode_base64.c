// Base64 by the kernel of the project, over and over on bytes that stay in the cache: encode_base64 BYTES SECONDS prints bytes of
// input a second of processor time.
#include "CPrepKernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
  if (count != 3) return 64;
  size_t bytes = strtoul(arguments[1], NULL, 10);
  double seconds = atof(arguments[2]);
  uint8_t *source = malloc(bytes), *target = malloc((bytes + 2) / 3 * 4);
  if (!source || !target) return 1;
  for (size_t i = 0; i < bytes; i++) source[i] = (uint8_t)(i * 2654435761u >> 24);
  double began = now(), taken;
  size_t done = 0;
  do {
    for (int i = 0; i < 64; i++) vp_base64_encode(source, bytes, target, 0);
    done += 64 * bytes;
    taken = now() - began;
  } while (taken < seconds);
  // What was made is printed too, so that no compiler leaves it out.
  printf("%.0f %c\n", done / taken, target[bytes / 2]);
  return 0;
}
