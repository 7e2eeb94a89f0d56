#include <setjmp.h>
#include <string.h>

#include <png.h>

#include "CPrepPNG.h"

// Belongs to the frame of vp_png_decode, not of the function that calls setjmp, so its fields keep their values across a longjmp.
struct decoding {
  png_structp png;
  png_infop info;
  jmp_buf jump;
  const uint8_t *data;
  size_t remaining;
  int status;
  char *message;
  size_t capacity;
};

static void keep_message(struct decoding *decoding, const char *message) {
  if (decoding->capacity == 0) return;
  strncpy(decoding->message, message, decoding->capacity - 1);
  decoding->message[decoding->capacity - 1] = 0;
}

static void on_error(png_structp png, png_const_charp message) {
  struct decoding *decoding = png_get_error_ptr(png);
  if (decoding->status == VP_PNG_OK) {
    decoding->status = strstr(message, "emory") != NULL ? VP_PNG_NO_MEMORY : VP_PNG_CORRUPT;
    keep_message(decoding, message);
  }
  longjmp(decoding->jump, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void read_data(png_structp png, png_bytep bytes, size_t count) {
  struct decoding *decoding = png_get_io_ptr(png);
  if (count > decoding->remaining) {
    decoding->status = VP_PNG_TRUNCATED;
    keep_message(decoding, "the data ends early");
    png_error(png, "the data ends early");
  }
  memcpy(bytes, decoding->data, count);
  decoding->data += count;
  decoding->remaining -= count;
}

// Chunks about colour, text and time are read elsewhere or not needed, so libpng need not parse (and inflate) them.
static const png_byte skipped[] = "iCCP\0gAMA\0cHRM\0sRGB\0tEXt\0zTXt\0iTXt\0eXIf\0sPLT\0hIST\0pCAL\0sCAL\0tIME\0oFFs\0pHYs\0bKGD\0sBIT";

static int run(struct decoding *decoding, const struct vp_png_target *target) {
  if (setjmp(decoding->jump) != 0) return decoding->status;

  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, decoding, on_error, on_warning);
  decoding->png = png;
  if (png == NULL) return VP_PNG_NO_MEMORY;
  png_infop info = png_create_info_struct(png);
  decoding->info = info;
  if (info == NULL) return VP_PNG_NO_MEMORY;

  // Limits first, before a byte is read.
  png_set_user_limits(png, target->width, target->height);
  png_set_chunk_malloc_max(png, 8 << 20);
  png_set_chunk_cache_max(png, 64);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, skipped, (int)(sizeof skipped / 5));
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_set_read_fn(png, decoding, read_data);

  png_read_info(png, info);
  if (png_get_image_width(png, info) != target->width || png_get_image_height(png, info) != target->height)
    return VP_PNG_MISMATCH;

  png_set_expand(png); // palette to RGB, 1, 2, 4 bits to 8, tRNS to alpha
  png_set_scale_16(png);
  png_set_gray_to_rgb(png);
  if (target->channels == 4)
    png_set_add_alpha(png, 0xff, PNG_FILLER_AFTER);
  else
    png_set_strip_alpha(png);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  if (png_get_rowbytes(png, info) != (size_t)target->width * (size_t)target->channels) return VP_PNG_MISMATCH;

  for (int pass = 0; pass < passes; pass++) {
    for (uint32_t y = 0; y < target->height; y++) png_read_row(png, target->pixels + (size_t)y * target->stride, NULL);
  }
  // Reads on to IEND, so that data that ends after the last row is found as well.
  png_read_end(png, NULL);
  return VP_PNG_OK;
}

int vp_png_decode(
    const uint8_t *data, size_t size, const struct vp_png_target *target, char *message, size_t capacity) {
  struct decoding decoding;
  memset(&decoding, 0, sizeof decoding);
  decoding.data = data;
  decoding.remaining = size;
  decoding.message = message;
  decoding.capacity = capacity;
  if (capacity > 0) message[0] = 0;
  int status = run(&decoding, target);
  if (decoding.png != NULL) png_destroy_read_struct(&decoding.png, &decoding.info, NULL);
  return status;
}

const char *vp_png_version(void) { return png_get_libpng_ver(NULL); }
