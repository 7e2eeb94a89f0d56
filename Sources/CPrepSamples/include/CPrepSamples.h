#ifndef CPREPSAMPLES_H
#define CPREPSAMPLES_H

#include <stddef.h>

/// A file of a built-in recipe: `recipe` is its name, `path` is relative to the folder that `visionprep init` writes.
typedef struct {
  const char *recipe;
  const char *path;
  const unsigned char *bytes;
  size_t count;
} vp_sample;

extern const vp_sample *const vp_samples;
extern const size_t vp_sample_count;

#endif
