// Why this shim exists: libjpeg reports errors by longjmp, which must not cross a Swift frame, and its structures are filled by
// macros that Swift cannot call. Each function here arms setjmp, does one whole job, and gives everything back before it returns.

#ifndef CPREPJPEG_H
#define CPREPJPEG_H

#include <stddef.h>
#include <stdint.h>

enum vp_jpeg_status {
  VP_JPEG_OK = 0,
  // The data ended before the image did.
  VP_JPEG_TRUNCATED = 1,
  // An error of libjpeg, or a warning after which pixels are guessed.
  VP_JPEG_CORRUPT = 2,
  // More scans than `max_scans`.
  VP_JPEG_TOO_MANY_SCANS = 3,
  // The image is not the one that the caller made room for, as libjpeg sees it.
  VP_JPEG_MISMATCH = 4,
  VP_JPEG_NO_MEMORY = 5,
};

enum vp_jpeg_colour {
  VP_JPEG_GRAY = 1,
  VP_JPEG_YCC = 2,
  VP_JPEG_RGB = 3,
  // As stored (Adobe's convention: 255 is no ink).
  VP_JPEG_CMYK = 4,
};

// Some rows of a plane, and where its samples are in the image.
struct vp_jpeg_plane {
  const uint8_t *samples;
  size_t stride;
  uint32_t rows;
  // Of the whole plane.
  uint32_t width;
  uint32_t height;
  // Pixels that a sample covers in each direction.
  uint32_t step_x;
  uint32_t step_y;
};

// What the decoder gives at a time: the rows of some blocks from each plane of gray, YCC or RGB; for CMYK one plane with one row
// of pixels of four bytes each. After each row of a plane, 16 more bytes can be read.
struct vp_jpeg_band {
  enum vp_jpeg_colour colour;
  uint32_t planes;
  struct vp_jpeg_plane plane[3];
};

// What to decode, and where to put it.
struct vp_jpeg_target {
  // Room for all pixels; or NULL, and bands are given to `take`.
  uint8_t *pixels;
  size_t stride;
  uint32_t width;
  uint32_t height;
  // 3: RGB; 4: CMYK as stored.
  int channels;
  // Called with each band, from top to bottom; NULL when the data is only to be checked.
  void (*take)(void *context, const struct vp_jpeg_band *band);
  void *context;
  // The inverse DCT's scale in eighths: 8, 4, 2 or 1. `width` and `height` are those after scaling, rounded up.
  int eighths;
  int max_scans;
  // Whether data that ends early is used when at least half of the rows are there, or the first scan of a progressive image. What
  // is missing is gray, or coarse.
  int accept_truncated;
  // Set when such data was used.
  int is_truncated;
};

// Decodes all pixels into the caller's memory, or band by band. Exists because every call of libjpeg's decoder may longjmp;
// `take` is called outside of all of them.
// `message` receives libjpeg's sentence, cut to `capacity`, when the result is not VP_JPEG_OK.
int vp_jpeg_decode(const uint8_t *data, size_t size, struct vp_jpeg_target *target, char *message, size_t capacity);

// What to encode: RGB pixels.
struct vp_jpeg_source {
  const uint8_t *pixels;
  size_t stride;
  uint32_t width;
  uint32_t height;
  int quality;
  // 1: chroma at full resolution (4:4:4); 2: at half in both directions (4:2:0).
  int chroma_factor;
};

// Encodes into memory that `vp_jpeg_free` releases. Exists because every call of libjpeg's encoder may longjmp, and because
// libjpeg's own memory destination leaks its buffer when that happens.
int vp_jpeg_encode(
    const struct vp_jpeg_source *source, uint8_t **bytes, size_t *count, char *message, size_t capacity);

// Releases what `vp_jpeg_encode` returned. Exists so that one allocator does both.
void vp_jpeg_free(uint8_t *bytes);

// The version of libjpeg-turbo's header. Exists because the library reports none at run time, and the header's version is a macro
// without quotes.
const char *vp_jpeg_version(void);

#endif
