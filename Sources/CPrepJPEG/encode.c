#include <stdlib.h>
#include <string.h>

#include <jerror.h>

#include "CPrepJPEG.h"
#include "errors.h"
#include "tables.h"

// Belongs to the frame of vp_jpeg_encode, not of the function that calls setjmp, so its fields keep their values across a
// longjmp.
struct encoding {
  struct jpeg_compress_struct info;
  struct vp_jpeg_errors errors;
  struct jpeg_destination_mgr destination;
  uint8_t *bytes;
  size_t capacity;
  size_t count;
};

static void init_destination(j_compress_ptr info) { (void)info; }

// libjpeg calls this when the whole buffer is full, whatever `free_in_buffer` says.
static boolean empty_output_buffer(j_compress_ptr info) {
  struct encoding *encoding = (struct encoding *)info->client_data;
  size_t capacity = encoding->capacity * 2;
  uint8_t *bytes = realloc(encoding->bytes, capacity);
  if (bytes == NULL) ERREXIT1(info, JERR_OUT_OF_MEMORY, 0);
  encoding->destination.next_output_byte = bytes + encoding->capacity;
  encoding->destination.free_in_buffer = capacity - encoding->capacity;
  encoding->bytes = bytes;
  encoding->capacity = capacity;
  return TRUE;
}

static void term_destination(j_compress_ptr info) {
  struct encoding *encoding = (struct encoding *)info->client_data;
  encoding->count = encoding->capacity - encoding->destination.free_in_buffer;
}

// Writes the rows from `first` on, `rows` of every `distance`.
static void write_rows(
    j_compress_ptr info, const struct vp_jpeg_source *source, uint32_t first, uint32_t rows, uint32_t distance) {
  for (uint32_t y = first; y < source->height; y++) {
    if ((y - first) % distance >= rows) continue;
    // libjpeg takes rows without const and does not write to them.
    JSAMPROW row = (JSAMPROW)(uintptr_t)(source->pixels + (size_t)y * source->stride);
    jpeg_write_scanlines(info, &row, 1);
  }
}

// For the sample: the 16 rows in the middle of each 128, which are whole blocks also where chroma is halved.
enum { SAMPLE_ROWS = 16, SAMPLE_DISTANCE = 128, SAMPLE_FIRST = 56 };

// Makes Huffman tables for the whole image from a sample of it. Counting the symbols of the whole image would take longer than
// encoding it.
static void take_tables_of_sample(struct encoding *encoding, const struct vp_jpeg_source *source) {
  struct jpeg_compress_struct *info = &encoding->info;
  uint32_t bands = (source->height - SAMPLE_FIRST + SAMPLE_DISTANCE - 1) / SAMPLE_DISTANCE;
  uint32_t last = source->height - SAMPLE_FIRST - (bands - 1) * SAMPLE_DISTANCE;
  info->image_height = (bands - 1) * SAMPLE_ROWS + (last < SAMPLE_ROWS ? last : SAMPLE_ROWS);
  info->optimize_coding = TRUE;
  jpeg_start_compress(info, TRUE);
  write_rows(info, source, SAMPLE_FIRST, SAMPLE_ROWS, SAMPLE_DISTANCE);
  jpeg_finish_compress(info);

  for (int index = 0; index < 2; index++) {
    vp_jpeg_complete_dc_table(info->dc_huff_tbl_ptrs[index]);
    vp_jpeg_complete_ac_table(info->ac_huff_tbl_ptrs[index]);
  }
  encoding->destination.next_output_byte = encoding->bytes;
  encoding->destination.free_in_buffer = encoding->capacity;
  info->image_height = source->height;
  info->optimize_coding = FALSE;
}

static int run(struct encoding *encoding, const struct vp_jpeg_source *source) {
  struct jpeg_compress_struct *info = &encoding->info;
  if (setjmp(encoding->errors.jump) != 0) return encoding->errors.status;

  jpeg_create_compress(info);
  info->client_data = encoding;
  info->dest = &encoding->destination;
  info->image_width = source->width;
  info->image_height = source->height;
  info->input_components = 3;
  info->in_color_space = JCS_RGB;
  jpeg_set_defaults(info);
  jpeg_set_quality(info, source->quality, TRUE);
  info->dct_method = JDCT_ISLOW;
  info->comp_info[0].h_samp_factor = source->chroma_factor;
  info->comp_info[0].v_samp_factor = source->chroma_factor;

  // A small image is its own sample.
  if (source->height < 3 * SAMPLE_DISTANCE || source->width < 3 * SAMPLE_DISTANCE)
    info->optimize_coding = TRUE;
  else
    take_tables_of_sample(encoding, source);
  jpeg_start_compress(info, TRUE);
  write_rows(info, source, 0, 1, 1);
  jpeg_finish_compress(info);
  return VP_JPEG_OK;
}

int vp_jpeg_encode(
    const struct vp_jpeg_source *source, uint8_t **bytes, size_t *count, char *message, size_t capacity) {
  struct encoding encoding;
  memset(&encoding, 0, sizeof encoding);
  *bytes = NULL;
  *count = 0;
  encoding.info.err = vp_jpeg_errors_init(&encoding.errors, message, capacity);
  encoding.capacity = (size_t)source->width * source->height / 4 + 4096;
  encoding.bytes = malloc(encoding.capacity);
  if (encoding.bytes == NULL) return VP_JPEG_NO_MEMORY;
  encoding.destination.next_output_byte = encoding.bytes;
  encoding.destination.free_in_buffer = encoding.capacity;
  encoding.destination.init_destination = init_destination;
  encoding.destination.empty_output_buffer = empty_output_buffer;
  encoding.destination.term_destination = term_destination;

  int status = run(&encoding, source);
  jpeg_destroy_compress(&encoding.info);
  if (status != VP_JPEG_OK) {
    free(encoding.bytes);
    return status;
  }
  *bytes = encoding.bytes;
  *count = encoding.count;
  return VP_JPEG_OK;
}

void vp_jpeg_free(uint8_t *bytes) { free(bytes); }
