#include <string.h>

#include "CPrepJPEG.h"
#include "errors.h"

#include <jerror.h>

#define XSTRINGIFY(x) #x
#define STRINGIFY(x) XSTRINGIFY(x)

const char *vp_jpeg_version(void) { return STRINGIFY(LIBJPEG_TURBO_VERSION); }

// Lives in the frame of vp_jpeg_decode, outside the function that calls setjmp: its fields keep their values across a longjmp.
struct decoding {
  struct jpeg_decompress_struct info;
  struct vp_jpeg_errors errors;
  struct jpeg_progress_mgr progress;
  struct jpeg_source_mgr source;
  const uint8_t *data;
  size_t remaining;
  int max_scans;
};

// A source that hands out little at a time. libjpeg-turbo decodes from long runs of data by a fast path that takes invalid Huffman codes
// for zeros without a word; with fewer bytes at hand than one block may need (512) it takes the path that warns.
enum { CAUTIOUS_RUN = 256 };

static const JOCTET end_marker[2] = {0xFF, JPEG_EOI};

static void init_source(j_decompress_ptr info) { (void)info; }

static void term_source(j_decompress_ptr info) { (void)info; }

static boolean fill_input_buffer(j_decompress_ptr info) {
  struct decoding *decoding = (struct decoding *)info->client_data;
  if (decoding->remaining == 0) {
    WARNMS(info, JWRN_JPEG_EOF);
    decoding->source.next_input_byte = end_marker;
    decoding->source.bytes_in_buffer = sizeof end_marker;
    return TRUE;
  }
  size_t count = decoding->remaining < CAUTIOUS_RUN ? decoding->remaining : CAUTIOUS_RUN;
  decoding->source.next_input_byte = decoding->data;
  decoding->source.bytes_in_buffer = count;
  decoding->data += count;
  decoding->remaining -= count;
  return TRUE;
}

static void skip_input_data(j_decompress_ptr info, long count) {
  struct decoding *decoding = (struct decoding *)info->client_data;
  if (count <= 0) return;
  size_t left = (size_t)count;
  if (left <= decoding->source.bytes_in_buffer) {
    decoding->source.next_input_byte += left;
    decoding->source.bytes_in_buffer -= left;
    return;
  }
  left -= decoding->source.bytes_in_buffer;
  decoding->source.bytes_in_buffer = 0;
  if (left > decoding->remaining) left = decoding->remaining;
  decoding->data += left;
  decoding->remaining -= left;
}

// Called once a row of blocks and scan. A small file may hold thousands of scans over a large image, each costing a pass over all
// coefficients.
static void progress_monitor(j_common_ptr common) {
  struct decoding *decoding = (struct decoding *)common->client_data;
  if (decoding->info.input_scan_number <= decoding->max_scans) return;
  vp_jpeg_errors_leave(common, VP_JPEG_TOO_MANY_SCANS);
}

static int run(
    struct decoding *decoding, const uint8_t *data, size_t size, const struct vp_jpeg_target *target, int cautious) {
  struct jpeg_decompress_struct *info = &decoding->info;
  if (setjmp(decoding->errors.jump) != 0) return decoding->errors.status;

  jpeg_create_decompress(info);
  info->client_data = decoding;
  info->progress = &decoding->progress;
  decoding->progress.progress_monitor = progress_monitor;
  if (cautious) {
    decoding->data = data;
    decoding->remaining = size;
    decoding->source.init_source = init_source;
    decoding->source.fill_input_buffer = fill_input_buffer;
    decoding->source.skip_input_data = skip_input_data;
    decoding->source.resync_to_restart = jpeg_resync_to_restart;
    decoding->source.term_source = term_source;
    info->src = &decoding->source;
  } else {
    jpeg_mem_src(info, data, size);
  }
  jpeg_read_header(info, TRUE);

  info->out_color_space = target->channels == 4 ? JCS_CMYK : JCS_RGB;
  info->scale_num = (unsigned int)target->eighths;
  info->scale_denom = 8;
  info->dct_method = JDCT_ISLOW; // the accurate one; its SIMD versions give the same bits
  jpeg_calc_output_dimensions(info);
  if (info->output_width != target->width || info->output_height != target->height ||
      info->out_color_components != target->channels)
    return VP_JPEG_MISMATCH;

  jpeg_start_decompress(info);
  while (info->output_scanline < info->output_height) {
    JSAMPROW row = target->pixels + (size_t)info->output_scanline * target->stride;
    jpeg_read_scanlines(info, &row, 1);
  }
  // Reads on to the end marker, so that a cut after the last row is found as well.
  jpeg_finish_decompress(info);
  return VP_JPEG_OK;
}

static int decode(
    const uint8_t *data, size_t size, const struct vp_jpeg_target *target, int cautious, int *leftover, char *message,
    size_t capacity) {
  struct decoding decoding;
  memset(&decoding, 0, sizeof decoding);
  decoding.max_scans = target->max_scans;
  decoding.info.err = vp_jpeg_errors_init(&decoding.errors, message, capacity);
  decoding.errors.accept_truncated = target->accept_truncated;
  int status = run(&decoding, data, size, target, cautious);
  jpeg_destroy_decompress(&decoding.info);
  *leftover = decoding.errors.leftover;
  return status;
}

int vp_jpeg_decode(
    const uint8_t *data, size_t size, const struct vp_jpeg_target *target, char *message, size_t capacity) {
  int leftover = 0;
  int status = decode(data, size, target, 0, &leftover, message, capacity);
  // Bytes left over are padding, or what a damaged code left behind: looked at once more, slowly, where they occur.
  if (status == VP_JPEG_OK && leftover) status = decode(data, size, target, 1, &leftover, message, capacity);
  return status;
}
