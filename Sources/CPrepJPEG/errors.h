// The error handling that decoder and encoder share.

#ifndef VP_JPEG_ERRORS_H
#define VP_JPEG_ERRORS_H

#include <setjmp.h>
#include <stddef.h>
#include <stdio.h>

#include <jpeglib.h>

struct vp_jpeg_errors {
  struct jpeg_error_mgr manager; // first, so that libjpeg's pointer is also ours
  jmp_buf jump;
  int status;
  // Set when bytes were left over somewhere in the data: see `cautious` in decode.c.
  int leftover;
  // Whether data that ends early may be used when enough of the image is there, and whether it was.
  int accept_truncated;
  int truncated;
  char *message;
  size_t capacity;
};

// Fills in handlers that never print and never exit.
struct jpeg_error_mgr *vp_jpeg_errors_init(struct vp_jpeg_errors *errors, char *message, size_t capacity);

// Ends the job with a status: formats libjpeg's message and jumps.
void vp_jpeg_errors_leave(j_common_ptr info, int status);

#endif
