#include "CPrepKernels.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// How many of the first eight bytes equal those of `pattern`, which is one byte eight times.
static size_t same_in_word(const uint8_t *bytes, uint64_t pattern) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  word ^= pattern;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  return word == 0 ? 8 : (size_t)__builtin_ctzll(word) / 8;
#else
  return word == 0 ? 8 : (size_t)__builtin_clzll(word) / 8;
#endif
}

#if defined(__x86_64__)

// Skips bytes of one value, 64 at a time; returns how many were skipped.
__attribute__((target("avx2"))) static size_t pass_same_avx2(const uint8_t *bytes, size_t count, uint8_t value) {
  const __m256i pattern = _mm256_set1_epi8((char)value);
  size_t done = 0;
  while (count - done >= 64) {
    __m256i low = _mm256_xor_si256(pattern, _mm256_loadu_si256((const __m256i *)(const void *)(bytes + done)));
    __m256i high = _mm256_xor_si256(pattern, _mm256_loadu_si256((const __m256i *)(const void *)(bytes + done + 32)));
    __m256i both = _mm256_or_si256(low, high);
    if (!_mm256_testz_si256(both, both)) break;
    done += 64;
  }
  return done;
}

// In each half, blue, green, red, unused become red, green, blue. Then both halves are together in the first 24 bytes.
__attribute__((target("avx2"), always_inline)) static inline __m256i rgb(__m256i pixels) {
  const __m256i order = _mm256_setr_epi8(
      2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1, 2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
  const __m256i close = _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 7, 7);
  return _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(pixels, order), close);
}

__attribute__((target("avx2"), always_inline)) static inline void store_24(uint8_t *target, __m256i bytes) {
  _mm_storeu_si128((__m128i *)(void *)target, _mm256_castsi256_si128(bytes));
  _mm_storel_epi64((__m128i *)(void *)(target + 16), _mm256_extracti128_si256(bytes, 1));
}

// Prefetches the memory 8 KB ahead, which may lie after the last row. Pages are larger than the caches, and the processor itself
// looks ahead only to the end of 4 KB, and not from one row to the next.
__attribute__((always_inline)) static inline void prefetch(const uint8_t *source) {
  _mm_prefetch((const char *)(source + 8192), _MM_HINT_T0);
}

// Converts eight pixels at a time; returns how many. The bytes that are written lie before those still to be read, so this may
// work in place.
__attribute__((target("avx2"))) static size_t pack_avx2(const uint8_t *source, size_t count, uint8_t *target) {
  size_t done = 0;
  for (; count - done >= 8; done += 8) {
    prefetch(source + 4 * done);
    store_24(target + 3 * done, rgb(_mm256_loadu_si256((const __m256i *)(const void *)(source + 4 * done))));
  }
  return done;
}

__attribute__((target("avx2"))) static size_t up_avx2(
    const uint8_t *source, const uint8_t *above, size_t count, uint8_t *target, int *is_equal) {
  __m256i all = _mm256_setzero_si256();
  size_t done = 0;
  for (; count - done >= 8; done += 8) {
    prefetch(source + 4 * done);
    __m256i pixels = _mm256_loadu_si256((const __m256i *)(const void *)(source + 4 * done));
    __m256i difference = rgb(_mm256_sub_epi8(pixels, _mm256_loadu_si256((const __m256i *)(const void *)(above + 4 * done))));
    all = _mm256_or_si256(all, difference);
    store_24(target + 3 * done, difference);
  }
  *is_equal = _mm256_testz_si256(all, all);
  return done;
}

__attribute__((target("avx2"), always_inline)) static inline __m256i distances(__m256i a, __m256i b) {
  return _mm256_or_si256(_mm256_subs_epu8(a, b), _mm256_subs_epu8(b, a));
}

// Puts the largest byte of each pixel in the place of its first byte; the other places have no meaning.
__attribute__((target("avx2"), always_inline)) static inline __m256i largest(__m256i bytes, int channels) {
  __m256i next = _mm256_permute2x128_si256(bytes, bytes, 0x81);
  __m256i two = _mm256_max_epu8(bytes, _mm256_alignr_epi8(next, bytes, 1));
  __m256i rest = _mm256_alignr_epi8(next, bytes, 2);
  if (channels == 4) rest = _mm256_max_epu8(rest, _mm256_alignr_epi8(next, bytes, 3));
  return _mm256_max_epu8(two, rest);
}

// Reads 32 bytes at a time, of which the whole pixels count; returns how many pixels were examined.
__attribute__((target("avx2,popcnt"), always_inline)) static inline size_t compare_avx2(
    const uint8_t *row, const uint8_t *above, size_t count, int width, int channels, uint8_t little,
    struct vp_rows_likeness *likeness) {
  const size_t step = width == 3 ? 10 : 8;
  const uint32_t firsts = width == 3 ? 0x09249249 : 0x11111111;
  const __m256i limit = _mm256_set1_epi8((char)little);
  size_t done = 0;
  for (; (count - done) * (size_t)width >= 32; done += step) {
    const uint8_t *from = row + done * (size_t)width;
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)from);
    __m256i to_left = distances(bytes, _mm256_loadu_si256((const __m256i *)(const void *)(from - width)));
    __m256i to_above = distances(bytes, _mm256_loadu_si256((const __m256i *)(const void *)(above + done * (size_t)width)));
    to_left = largest(to_left, channels);
    to_above = largest(to_above, channels);
    __m256i least = _mm256_min_epu8(to_left, to_above), most = _mm256_max_epu8(to_left, to_above);
    uint32_t flat = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(least, _mm256_setzero_si256())) & firsts;
    uint32_t gentle = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(most, limit), most)) & firsts & ~flat;
    likeness->flat += (size_t)__builtin_popcount(flat);
    likeness->gentle += (size_t)__builtin_popcount(gentle);
  }
  return done;
}

__attribute__((target("avx2,popcnt"))) static size_t compare_of_any_avx2(
    const uint8_t *row, const uint8_t *above, size_t count, int width, int channels, uint8_t little,
    struct vp_rows_likeness *likeness) {
  if (width == 3) return compare_avx2(row, above, count, 3, 3, little, likeness);
  return channels == 3 ? compare_avx2(row, above, count, 4, 3, little, likeness)
                       : compare_avx2(row, above, count, 4, 4, little, likeness);
}

#endif

size_t vp_rows_run(const uint8_t *bytes, size_t count) {
  if (count == 0) return 0;
  const uint8_t value = bytes[0];
  const uint64_t pattern = value * UINT64_C(0x0101010101010101);
  size_t done = 0;
#if defined(__x86_64__)
  // Most runs are short, and end in the first words.
  for (int word = 0; word < 4 && count - done >= 8; word++, done += 8) {
    size_t same = same_in_word(bytes + done, pattern);
    if (same < 8) return done + same;
  }
  if (vp_kernels_have_avx2()) done += pass_same_avx2(bytes + done, count - done, value);
#endif
  while (count - done >= 8) {
    size_t same = same_in_word(bytes + done, pattern);
    done += same;
    if (same < 8) return done;
  }
  while (done < count && bytes[done] == value) done++;
  return done;
}

void vp_rows_pack_rgb(const uint8_t *source, size_t count, uint8_t *target, int portable) {
  size_t done = 0;
#if defined(__x86_64__)
  if (!portable && vp_kernels_have_avx2()) done = pack_avx2(source, count, target);
#else
  (void)portable;
#endif
  for (; done < count; done++) {
    uint32_t value;
    memcpy(&value, source + 4 * done, 4);
    target[3 * done] = (uint8_t)(value >> 16);
    target[3 * done + 1] = (uint8_t)(value >> 8);
    target[3 * done + 2] = (uint8_t)value;
  }
}

int vp_rows_up_rgb(const uint8_t *source, const uint8_t *above, size_t count, uint8_t *target, int portable) {
  size_t done = 0;
  int is_equal = 1;
#if defined(__x86_64__)
  if (!portable && vp_kernels_have_avx2()) done = up_avx2(source, above, count, target, &is_equal);
#else
  (void)portable;
#endif
  uint8_t rest = 0;
  for (; done < count; done++) {
    uint8_t pixel[3], before[3];
    vp_rows_pack_rgb(source + 4 * done, 1, pixel, 1);
    vp_rows_pack_rgb(above + 4 * done, 1, before, 1);
    for (int channel = 0; channel < 3; channel++) {
      uint8_t difference = (uint8_t)(pixel[channel] - before[channel]);
      target[3 * done + (size_t)channel] = difference;
      rest |= difference;
    }
  }
  return is_equal && rest == 0;
}

static int distance(uint8_t a, uint8_t b) { return a < b ? b - a : a - b; }

struct vp_rows_likeness vp_rows_compare(
    const uint8_t *row, const uint8_t *above, size_t count, int width, int channels, uint8_t little, int portable) {
  struct vp_rows_likeness likeness = {0, 0};
  size_t done = 0;
#if defined(__x86_64__)
  if (!portable && vp_kernels_have_avx2()) done = compare_of_any_avx2(row, above, count, width, channels, little, &likeness);
#else
  (void)portable;
#endif
  for (; done < count; done++) {
    const uint8_t *pixel = row + done * (size_t)width;
    int to_left = 0, to_above = 0;
    for (int channel = 0; channel < channels; channel++) {
      int left = distance(pixel[channel], pixel[channel - width]);
      int up = distance(pixel[channel], above[done * (size_t)width + (size_t)channel]);
      if (left > to_left) to_left = left;
      if (up > to_above) to_above = up;
    }
    if (to_left == 0 || to_above == 0)
      likeness.flat++;
    else if (to_left <= little && to_above <= little)
      likeness.gentle++;
  }
  return likeness;
}
