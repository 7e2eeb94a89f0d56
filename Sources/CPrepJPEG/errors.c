#include "errors.h"

#include <string.h>

#include <jerror.h>

#include "CPrepJPEG.h"

void vp_jpeg_errors_leave(j_common_ptr info, int status) {
  struct vp_jpeg_errors *errors = (struct vp_jpeg_errors *)info->err;
  char text[JMSG_LENGTH_MAX];
  errors->manager.format_message(info, text);
  if (errors->capacity > 0) {
    strncpy(errors->message, text, errors->capacity - 1);
    errors->message[errors->capacity - 1] = 0;
  }
  errors->status = status;
  longjmp(errors->jump, 1);
}

static void error_exit(j_common_ptr info) {
  vp_jpeg_errors_leave(info, info->err->msg_code == JERR_OUT_OF_MEMORY ? VP_JPEG_NO_MEMORY : VP_JPEG_CORRUPT);
}

// Whether at least half of the rows have arrived, or the whole first scan of an image in several scans.
static int has_enough(j_common_ptr common) {
  j_decompress_ptr info = (j_decompress_ptr)common;
  if (jpeg_has_multiple_scans(info)) return info->input_scan_number > 1;
  return info->output_scanline >= info->output_height / 2;
}

// Warnings have level -1, traces 0 and above. Where libjpeg continues with guessed pixels, the image is refused. Where the pixels
// are whole (stray bytes between markers, odd application markers), it is not.
static void emit_message(j_common_ptr info, int level) {
  if (level >= 0) return;
  struct vp_jpeg_errors *errors = (struct vp_jpeg_errors *)info->err;
  switch (info->err->msg_code) {
  case JWRN_JPEG_EOF:
    if (!errors->accept_truncated || !has_enough(info)) vp_jpeg_errors_leave(info, VP_JPEG_TRUNCATED);
    errors->truncated = 1;
    break;
  case JWRN_HUFF_BAD_CODE:
  case JWRN_HIT_MARKER:
  case JWRN_MUST_RESYNC:
  case JWRN_ARITH_BAD_CODE:
    // libjpeg invents what follows the end of the data.
    if (!errors->truncated) vp_jpeg_errors_leave(info, VP_JPEG_CORRUPT);
    break;
  case JWRN_EXTRANEOUS_DATA:
    errors->leftover = 1;
    break;
  default:
    break;
  }
}

static void output_message(j_common_ptr info) { (void)info; }

struct jpeg_error_mgr *vp_jpeg_errors_init(struct vp_jpeg_errors *errors, char *message, size_t capacity) {
  struct jpeg_error_mgr *manager = jpeg_std_error(&errors->manager);
  manager->error_exit = error_exit;
  manager->emit_message = emit_message;
  manager->output_message = output_message;
  errors->status = VP_JPEG_OK;
  errors->leftover = 0;
  errors->accept_truncated = 0;
  errors->truncated = 0;
  errors->message = message;
  errors->capacity = capacity;
  if (capacity > 0) message[0] = 0;
  return manager;
}
