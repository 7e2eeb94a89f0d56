// Why this target exists: inner loops that need instructions which Swift cannot name (byte shuffles, saturating and multiply-add
// forms). Each function but the last ones has a portable path and one for AVX2 with equal results; the processor is asked at run
// time which to take.

#ifndef CPREPKERNELS_H
#define CPREPKERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Whether this processor runs the AVX2 paths.
int vp_kernels_have_avx2(void);

/// Encodes `count` bytes as base64 (RFC 4648, section 4) with padding: writes (count + 2) / 3 * 4 characters.
/// `portable` asks for the path without AVX2, which gives the same characters.
void vp_base64_encode(const uint8_t *source, size_t count, uint8_t *target, int portable);

/// Decodes base64 without padding: takes groups of four characters while all belong to the alphabet, up to the last whole group
/// of `count`. Returns the number of characters that were taken; a quarter of it, times three, bytes are written. `target` has
/// room for count / 4 * 3 + 8 bytes, of which the last eight may get any values. `portable` asks for the path without AVX2, which
/// takes and writes the same.
size_t vp_base64_decode(const uint8_t *source, size_t count, uint8_t *target, int portable);

/// How many bytes at the beginning are plain text of a JSON string (RFC 8259, section 7): neither quotation mark, backslash nor
/// control character, and well-formed UTF-8. A sequence that `count` cuts off is not counted. `portable` asks for the path
/// without AVX2, which gives the same number.
size_t vp_json_text_run(const uint8_t *bytes, size_t count, int portable);

/// How many of `count` bytes are the same, counted from the beginning.
size_t vp_rows_run(const uint8_t *bytes, size_t count);

/// Converts pixels of four bytes, 0xXXRRGGBB in the machine's order as cairo draws them, to three bytes: red, green, blue.
/// `target` may be `source`. `portable` asks for the path without AVX2, which gives the same bytes.
void vp_rows_pack_rgb(const uint8_t *source, size_t count, uint8_t *target, int portable);

/// Converts the same pixels, minus those `above` them, channel by channel: the filter Up of PNG.
/// `portable` asks for the path without AVX2, which gives the same bytes.
/// Returns whether both rows are equal, so that all of `target` is 0.
int vp_rows_up_rgb(const uint8_t *source, const uint8_t *above, size_t count, uint8_t *target, int portable);

/// How many pixels equal a neighbour, and how many of the others differ from both by a little.
struct vp_rows_likeness {
  size_t flat;
  size_t gentle;
};

/// Compares `count` pixels with those to their left and those above. `row` is the first pixel that has one to its left. The
/// difference of two pixels is that of the channel that differs most. Pixels are `width` bytes wide, 3 or 4, of which the first
/// `channels`, 3 or 4, count. `portable` asks for the path without AVX2, which gives the same counts.
struct vp_rows_likeness vp_rows_compare(
    const uint8_t *row, const uint8_t *above, size_t count, int width, int channels, uint8_t little, int portable);

/// The horizontal pass of a resize over one row of a plane: value x of `count` is the sum of `taps` samples from `first[x]` on,
/// each times its weight. Weights are integers with 14 bits after the point, `taps` of them for each value, a multiple of 16;
/// values get 6 bits after the point.
/// `portable` asks for the path without AVX2, which gives the same values.
void vp_resize_row(
    const uint8_t *source, const int32_t *first, const int16_t *weights, size_t taps, size_t count, int16_t *target,
    int portable);

/// The vertical pass over `taps` rows of results of the horizontal pass: the weighted sums, rounded to bytes.
/// `portable` asks for the path without AVX2, which gives the same bytes.
void vp_resize_columns(
    const int16_t *const *rows, const int16_t *weights, size_t taps, size_t count, uint8_t *target, int portable);

/// Pixels of three bytes to three planes.
/// `portable` asks for the path without AVX2, which gives the same bytes.
void vp_planes_split_rgb(const uint8_t *source, size_t count, uint8_t *const planes[3], int portable);

/// Three planes to pixels of three bytes.
/// `portable` asks for the path without AVX2, which gives the same bytes.
void vp_planes_join_rgb(const uint8_t *const planes[3], size_t count, uint8_t *target, int portable);

/// Planes of luma, blue and red difference (ITU-T T.871, as in JPEG) to RGB, rounded as libjpeg does.
/// `portable` asks for the path without AVX2, which gives the same bytes.
void vp_planes_join_ycc(const uint8_t *const planes[3], size_t count, uint8_t *target, int portable);

/// A SHA-256 digest (FIPS 180-4) of bytes that arrive in pieces.
struct vp_sha256 {
  uint32_t state[8];
  /// The bytes of the unfinished block.
  uint8_t pending[64];
  uint64_t count;
};

/// Whether this processor has the instructions for SHA-256; the functions below may be called only then.
int vp_sha256_is_supported(void);

void vp_sha256_begin(struct vp_sha256 *digest);

void vp_sha256_add(struct vp_sha256 *digest, const uint8_t *bytes, size_t count);

/// Adds the same bytes to two digests, in little more time than to one.
void vp_sha256_add_to_two(struct vp_sha256 *first, struct vp_sha256 *second, const uint8_t *bytes, size_t count);

/// The digest of all bytes that were added. Nothing may be added afterwards.
void vp_sha256_end(struct vp_sha256 *digest, uint8_t result[32]);

#endif
