#include <string.h>

#include "CPrepJPEG.h"
#include "errors.h"

#include <jerror.h>

// With libjpeg 7's interface, which libjpeg-turbo may be built with, the DCT has a scale for each direction. Both are the same
// here.
#if JPEG_LIB_VERSION >= 70
#define DCT_scaled_size DCT_h_scaled_size
#define min_DCT_scaled_size min_DCT_h_scaled_size
#endif

#define XSTRINGIFY(x) #x
#define STRINGIFY(x) XSTRINGIFY(x)

const char *vp_jpeg_version(void) { return STRINGIFY(LIBJPEG_TURBO_VERSION); }

// Belongs to the frame of vp_jpeg_decode, not of the function that calls setjmp, so its fields keep their values across a
// longjmp.
struct decoding {
  struct jpeg_decompress_struct info;
  struct vp_jpeg_errors errors;
  struct jpeg_progress_mgr progress;
  struct jpeg_source_mgr source;
  const uint8_t *data;
  size_t remaining;
  int max_scans;
};

// A source that hands out little data at a time. libjpeg-turbo decodes long runs of data by a fast path that silently takes
// invalid Huffman codes for zeros. With fewer bytes at hand than one block may need (512) it takes the path that warns.
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

// Called once for each row of blocks in each scan. A small file may hold thousands of scans over a large image, and each costs a
// pass over all coefficients.
static void progress_monitor(j_common_ptr common) {
  struct decoding *decoding = (struct decoding *)common->client_data;
  if (decoding->info.input_scan_number <= decoding->max_scans) return;
  vp_jpeg_errors_leave(common, VP_JPEG_TOO_MANY_SCANS);
}

// Reads rows of pixels into the caller's memory.
static void read_pixels(struct jpeg_decompress_struct *info, const struct vp_jpeg_target *target) {
  while (info->output_scanline < info->output_height) {
    JSAMPROW row = target->pixels + (size_t)info->output_scanline * target->stride;
    jpeg_read_scanlines(info, &row, 1);
  }
}

// Bytes that can be read after each row of a band.
enum { ROW_SLACK = 16 };

// Gives the caller one row of pixels after the other.
static void take_pixels(struct jpeg_decompress_struct *info, const struct vp_jpeg_target *target) {
  JDIMENSION stride = info->output_width * (JDIMENSION)target->channels;
  JSAMPARRAY row = info->mem->alloc_sarray((j_common_ptr)info, JPOOL_IMAGE, stride + ROW_SLACK, 1);
  struct vp_jpeg_band band = {
      .colour = VP_JPEG_CMYK,
      .planes = 1,
      .plane = {{row[0], stride, 1, info->output_width, info->output_height, 1, 1}}};
  while (info->output_scanline < info->output_height) {
    jpeg_read_scanlines(info, row, 1);
    if (target->take != NULL) target->take(target->context, &band);
  }
}

// Gives the caller the planes as they come out of the inverse DCT, before chroma is brought to full resolution and colours are
// converted.
static void take_planes(struct jpeg_decompress_struct *info, const struct vp_jpeg_target *target) {
  struct vp_jpeg_band band = {.planes = (uint32_t)info->num_components};
  band.colour = info->num_components == 1 ? VP_JPEG_GRAY : info->jpeg_color_space == JCS_RGB ? VP_JPEG_RGB : VP_JPEG_YCC;
  JSAMPARRAY rows[3];
  uint32_t rows_in_band[3], left[3];
  for (int index = 0; index < info->num_components; index++) {
    const jpeg_component_info *component = &info->comp_info[index];
    struct vp_jpeg_plane *plane = &band.plane[index];
    int across = component->h_samp_factor * component->DCT_scaled_size;
    int down = component->v_samp_factor * component->DCT_scaled_size;
    int all_across = info->max_h_samp_factor * info->min_DCT_scaled_size;
    int all_down = info->max_v_samp_factor * info->min_DCT_scaled_size;
    // libjpeg itself refuses these when it is asked for pixels.
    if (all_across % across != 0 || all_down % down != 0) ERREXIT(info, JERR_FRACT_SAMPLE_NOTIMPL);
    plane->step_x = (uint32_t)(all_across / across);
    plane->step_y = (uint32_t)(all_down / down);
    plane->width = component->downsampled_width;
    plane->height = component->downsampled_height;
    plane->stride = (size_t)component->width_in_blocks * (size_t)component->DCT_scaled_size + ROW_SLACK;
    rows_in_band[index] = (uint32_t)down;
    left[index] = plane->height;
    // One block of memory, so that the rows are a stride apart.
    uint8_t *samples = info->mem->alloc_large((j_common_ptr)info, JPOOL_IMAGE, plane->stride * (size_t)down);
    memset(samples, 0, plane->stride * (size_t)down);
    rows[index] = info->mem->alloc_small((j_common_ptr)info, JPOOL_IMAGE, sizeof(JSAMPROW) * (size_t)down);
    for (int row = 0; row < down; row++) rows[index][row] = samples + (size_t)row * plane->stride;
    plane->samples = samples;
  }
  while (info->output_scanline < info->output_height) {
    jpeg_read_raw_data(info, rows, (JDIMENSION)(info->max_v_samp_factor * info->min_DCT_scaled_size));
    for (uint32_t index = 0; index < band.planes; index++) {
      band.plane[index].rows = rows_in_band[index] < left[index] ? rows_in_band[index] : left[index];
      left[index] -= band.plane[index].rows;
    }
    if (target->take != NULL) target->take(target->context, &band);
  }
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

  int takes_planes = target->pixels == NULL && target->channels == 3;
  info->out_color_space = target->channels == 4 ? JCS_CMYK : JCS_RGB;
  info->raw_data_out = takes_planes;
  info->scale_num = (unsigned int)target->eighths;
  info->scale_denom = 8;
  info->dct_method = JDCT_ISLOW; // the accurate one; its SIMD versions give the same bits
  jpeg_calc_output_dimensions(info);
  if (info->output_width != target->width || info->output_height != target->height ||
      info->out_color_components != target->channels || (takes_planes && info->num_components != 1 && info->num_components != 3))
    return VP_JPEG_MISMATCH;

  jpeg_start_decompress(info);
  if (target->pixels != NULL)
    read_pixels(info, target);
  else if (takes_planes)
    take_planes(info, target);
  else
    take_pixels(info, target);
  // Reads on to the end marker, so that data that ends after the last row is found as well.
  jpeg_finish_decompress(info);
  return VP_JPEG_OK;
}

static int decode(
    const uint8_t *data, size_t size, struct vp_jpeg_target *target, int cautious, int *leftover, char *message,
    size_t capacity) {
  struct decoding decoding;
  memset(&decoding, 0, sizeof decoding);
  decoding.max_scans = target->max_scans;
  decoding.info.err = vp_jpeg_errors_init(&decoding.errors, message, capacity);
  decoding.errors.accept_truncated = target->accept_truncated;
  int status = run(&decoding, data, size, target, cautious);
  jpeg_destroy_decompress(&decoding.info);
  *leftover = decoding.errors.leftover;
  target->is_truncated = decoding.errors.truncated;
  return status;
}

int vp_jpeg_decode(const uint8_t *data, size_t size, struct vp_jpeg_target *target, char *message, size_t capacity) {
  int leftover = 0;
  int status = decode(data, size, target, 0, &leftover, message, capacity);
  if (status != VP_JPEG_OK || !leftover) return status;
  // Bytes that are left over are padding, or what a damaged code left behind. They are examined once more, slowly, where they
  // occur. The pixels that were given out are right unless that fails.
  struct vp_jpeg_target check = *target;
  check.take = NULL;
  return decode(data, size, &check, 1, &leftover, message, capacity);
}
