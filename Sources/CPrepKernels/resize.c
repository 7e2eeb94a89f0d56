#include "CPrepKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Bits after the point: of weights, of the values between the passes, and those that each pass drops.
enum {
  WEIGHT_BITS = 14,
  BETWEEN_BITS = 6,
  ROW_SHIFT = WEIGHT_BITS - BETWEEN_BITS,
  COLUMN_SHIFT = WEIGHT_BITS + BETWEEN_BITS,
};

static int32_t clamped(int32_t value, int32_t low, int32_t high) { return value < low ? low : value > high ? high : value; }

#if defined(__x86_64__)

// The products of one window, as eight partial sums.
__attribute__((target("avx2"), always_inline)) static inline __m256i products(
    const uint8_t *source, const int16_t *weights, size_t taps) {
  __m256i sum = _mm256_setzero_si256();
  for (size_t tap = 0; tap < taps; tap += 16) {
    __m256i samples = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(const void *)(source + tap)));
    __m256i factors = _mm256_loadu_si256((const __m256i *)(const void *)(weights + tap));
    sum = _mm256_add_epi32(sum, _mm256_madd_epi16(samples, factors));
  }
  return sum;
}

// Eight windows at a time; returns how many were done.
__attribute__((target("avx2"), always_inline)) static inline size_t row_avx2(
    const uint8_t *source, const int32_t *first, const int16_t *weights, size_t taps, size_t count, int16_t *target) {
  const __m256i half = _mm256_set1_epi32(1 << (ROW_SHIFT - 1));
  size_t done = 0;
  for (; count - done >= 8; done += 8) {
    __m256i sums[8];
    for (size_t window = 0; window < 8; window++)
      sums[window] = products(source + first[done + window], weights + (done + window) * taps, taps);
    // Each half of `low` and `high` has half of the sums of four windows; the halves are added.
    __m256i low = _mm256_hadd_epi32(_mm256_hadd_epi32(sums[0], sums[1]), _mm256_hadd_epi32(sums[2], sums[3]));
    __m256i high = _mm256_hadd_epi32(_mm256_hadd_epi32(sums[4], sums[5]), _mm256_hadd_epi32(sums[6], sums[7]));
    __m256i all = _mm256_add_epi32(_mm256_permute2x128_si256(low, high, 0x20), _mm256_permute2x128_si256(low, high, 0x31));
    all = _mm256_srai_epi32(_mm256_add_epi32(all, half), ROW_SHIFT);
    all = _mm256_permute4x64_epi64(_mm256_packs_epi32(all, all), 0x08);
    _mm_storeu_si128((__m128i *)(void *)(target + done), _mm256_castsi256_si128(all));
  }
  return done;
}

// Most windows have up to 16, 32 or 48 samples. A number that the compiler knows keeps their sums in registers.
__attribute__((target("avx2"))) static size_t row_of_any_avx2(
    const uint8_t *source, const int32_t *first, const int16_t *weights, size_t taps, size_t count, int16_t *target) {
  switch (taps) {
  case 16: return row_avx2(source, first, weights, 16, count, target);
  case 32: return row_avx2(source, first, weights, 32, count, target);
  case 48: return row_avx2(source, first, weights, 48, count, target);
  default: return row_avx2(source, first, weights, taps, count, target);
  }
}

// 32 columns at a time, two rows a step; returns how many were done.
__attribute__((target("avx2"))) static size_t columns_avx2(
    const int16_t *const *rows, const int16_t *weights, size_t taps, size_t count, uint8_t *target) {
  const __m256i half = _mm256_set1_epi32(1 << (COLUMN_SHIFT - 1));
  size_t done = 0;
  for (; count - done >= 32; done += 32) {
    __m256i sums[4] = {half, half, half, half};
    for (size_t tap = 0; tap < taps; tap += 2) {
      int isPair = tap + 1 < taps;
      const int16_t *upper = rows[tap] + done;
      const int16_t *lower = isPair ? rows[tap + 1] + done : upper;
      uint32_t factors = (uint16_t)weights[tap] | (isPair ? (uint32_t)(uint16_t)weights[tap + 1] << 16 : 0);
      __m256i factor = _mm256_set1_epi32((int32_t)factors);
      for (size_t part = 0; part < 2; part++) {
        __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)(upper + 16 * part));
        __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(lower + 16 * part));
        sums[2 * part] = _mm256_add_epi32(sums[2 * part], _mm256_madd_epi16(_mm256_unpacklo_epi16(a, b), factor));
        sums[2 * part + 1] = _mm256_add_epi32(sums[2 * part + 1], _mm256_madd_epi16(_mm256_unpackhi_epi16(a, b), factor));
      }
    }
    for (size_t part = 0; part < 4; part++) sums[part] = _mm256_srai_epi32(sums[part], COLUMN_SHIFT);
    __m256i bytes = _mm256_packus_epi16(_mm256_packs_epi32(sums[0], sums[1]), _mm256_packs_epi32(sums[2], sums[3]));
    _mm256_storeu_si256((__m256i *)(void *)(target + done), _mm256_permute4x64_epi64(bytes, 0xd8));
  }
  return done;
}

#endif

void vp_resize_row(
    const uint8_t *source, const int32_t *first, const int16_t *weights, size_t taps, size_t count, int16_t *target,
    int portable) {
  size_t done = 0;
#if defined(__x86_64__)
  if (!portable && vp_kernels_have_avx2()) done = row_of_any_avx2(source, first, weights, taps, count, target);
#else
  (void)portable;
#endif
  for (; done < count; done++) {
    const uint8_t *window = source + first[done];
    const int16_t *factors = weights + done * taps;
    int32_t sum = 1 << (ROW_SHIFT - 1);
    for (size_t tap = 0; tap < taps; tap++) sum += window[tap] * factors[tap];
    target[done] = (int16_t)clamped(sum >> ROW_SHIFT, INT16_MIN, INT16_MAX);
  }
}

void vp_resize_columns(
    const int16_t *const *rows, const int16_t *weights, size_t taps, size_t count, uint8_t *target, int portable) {
  size_t done = 0;
#if defined(__x86_64__)
  if (!portable && vp_kernels_have_avx2()) done = columns_avx2(rows, weights, taps, count, target);
#else
  (void)portable;
#endif
  // In strips, so that the sums stay in the nearest cache.
  while (done < count) {
    int32_t sums[512];
    size_t length = count - done < 512 ? count - done : 512;
    for (size_t x = 0; x < length; x++) sums[x] = 1 << (COLUMN_SHIFT - 1);
    for (size_t tap = 0; tap < taps; tap++) {
      const int16_t *row = rows[tap] + done;
      for (size_t x = 0; x < length; x++) sums[x] += row[x] * weights[tap];
    }
    for (size_t x = 0; x < length; x++) target[done + x] = (uint8_t)clamped(sums[x] >> COLUMN_SHIFT, 0, 255);
    done += length;
  }
}
