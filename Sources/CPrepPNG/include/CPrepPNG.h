// Why this shim exists: libpng reports errors by longjmp, which must not cross a Swift frame. The one decoding function arms
// setjmp, does the whole job, and gives everything back before it returns.

#ifndef CPREPPNG_H
#define CPREPPNG_H

#include <stddef.h>
#include <stdint.h>

enum vp_png_status {
  VP_PNG_OK = 0,
  // The data ended before the image did.
  VP_PNG_TRUNCATED = 1,
  // An error of libpng: a wrong checksum, a broken zlib stream, an impossible chunk.
  VP_PNG_CORRUPT = 2,
  // The image is not the one that the caller made room for, as libpng sees it.
  VP_PNG_MISMATCH = 3,
  VP_PNG_NO_MEMORY = 4,
};

// Where to put the pixels: 8-bit RGB (3 channels) or RGBA (4), whatever the file holds.
struct vp_png_target {
  uint8_t *pixels;
  size_t stride;
  uint32_t width;
  uint32_t height;
  int channels;
};

// Decodes into the caller's memory. Exists because every call of libpng may longjmp.
// `message` receives libpng's sentence, cut to `capacity`, when the result is not VP_PNG_OK.
int vp_png_decode(
    const uint8_t *data, size_t size, const struct vp_png_target *target, char *message, size_t capacity);

// The version of the libpng that is loaded. Exists so that Swift code needs no libpng type.
const char *vp_png_version(void);

#endif
