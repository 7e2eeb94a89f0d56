#include "CPrepKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// The factors of ITU-T T.871 (JFIF), 6.3, with 16 bits after the point.
enum { RED_BY_CR = 91881, GREEN_BY_CB = -22554, GREEN_BY_CR = -46802, BLUE_BY_CB = 116130, HALF = 32768 };

#if defined(__x86_64__)

// Sixteen pixels at a time; returns how many were done.
__attribute__((target("avx2"))) static size_t split_avx2(const uint8_t *source, size_t count, uint8_t *const planes[3]) {
  // Where the bytes of each plane are in the three parts of 48 bytes.
  static const int8_t places[3][3][16] = {
      {{0, 3, 6, 9, 12, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
       {-1, -1, -1, -1, -1, -1, 2, 5, 8, 11, 14, -1, -1, -1, -1, -1},
       {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 4, 7, 10, 13}},
      {{1, 4, 7, 10, 13, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
       {-1, -1, -1, -1, -1, 0, 3, 6, 9, 12, 15, -1, -1, -1, -1, -1},
       {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 2, 5, 8, 11, 14}},
      {{2, 5, 8, 11, 14, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
       {-1, -1, -1, -1, -1, 1, 4, 7, 10, 13, -1, -1, -1, -1, -1, -1},
       {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 3, 6, 9, 12, 15}}};
  size_t done = 0;
  for (; count - done >= 16; done += 16) {
    for (size_t plane = 0; plane < 3; plane++) {
      __m128i bytes = _mm_setzero_si128();
      for (size_t part = 0; part < 3; part++) {
        __m128i from = _mm_loadu_si128((const __m128i *)(const void *)(source + 3 * done + 16 * part));
        __m128i order = _mm_loadu_si128((const __m128i *)(const void *)places[plane][part]);
        bytes = _mm_or_si128(bytes, _mm_shuffle_epi8(from, order));
      }
      _mm_storeu_si128((__m128i *)(void *)(planes[plane] + done), bytes);
    }
  }
  return done;
}

// Eight bytes as 32-bit numbers.
__attribute__((target("avx2"), always_inline)) static inline __m256i eight(const uint8_t *bytes) {
  return _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)bytes));
}

// Writes eight pixels, each a number 0x00BBGGRR.
__attribute__((target("avx2"), always_inline)) static inline void store_eight(__m256i pixels, uint8_t *target) {
  const __m256i order = _mm256_setr_epi8(
      0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1);
  const __m256i close = _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 7, 7);
  pixels = _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(pixels, order), close);
  _mm_storeu_si128((__m128i *)(void *)target, _mm256_castsi256_si128(pixels));
  _mm_storel_epi64((__m128i *)(void *)(target + 16), _mm256_extracti128_si256(pixels, 1));
}

__attribute__((target("avx2"), always_inline)) static inline __m256i joined(__m256i red, __m256i green, __m256i blue) {
  return _mm256_or_si256(red, _mm256_or_si256(_mm256_slli_epi32(green, 8), _mm256_slli_epi32(blue, 16)));
}

__attribute__((target("avx2"))) static size_t join_avx2(const uint8_t *const planes[3], size_t count, uint8_t *target) {
  size_t done = 0;
  for (; count - done >= 8; done += 8)
    store_eight(joined(eight(planes[0] + done), eight(planes[1] + done), eight(planes[2] + done)), target + 3 * done);
  return done;
}

__attribute__((target("avx2"), always_inline)) static inline __m256i clamped_eight(__m256i values) {
  return _mm256_max_epi32(_mm256_setzero_si256(), _mm256_min_epi32(_mm256_set1_epi32(255), values));
}

__attribute__((target("avx2"))) static size_t join_ycc_avx2(const uint8_t *const planes[3], size_t count, uint8_t *target) {
  const __m256i middle = _mm256_set1_epi32(128), half = _mm256_set1_epi32(HALF);
  size_t done = 0;
  for (; count - done >= 8; done += 8) {
    __m256i y = eight(planes[0] + done);
    __m256i cb = _mm256_sub_epi32(eight(planes[1] + done), middle);
    __m256i cr = _mm256_sub_epi32(eight(planes[2] + done), middle);
    __m256i red = _mm256_mullo_epi32(cr, _mm256_set1_epi32(RED_BY_CR));
    __m256i green = _mm256_add_epi32(
        _mm256_mullo_epi32(cb, _mm256_set1_epi32(GREEN_BY_CB)), _mm256_mullo_epi32(cr, _mm256_set1_epi32(GREEN_BY_CR)));
    __m256i blue = _mm256_mullo_epi32(cb, _mm256_set1_epi32(BLUE_BY_CB));
    red = _mm256_add_epi32(y, _mm256_srai_epi32(_mm256_add_epi32(red, half), 16));
    green = _mm256_add_epi32(y, _mm256_srai_epi32(_mm256_add_epi32(green, half), 16));
    blue = _mm256_add_epi32(y, _mm256_srai_epi32(_mm256_add_epi32(blue, half), 16));
    store_eight(joined(clamped_eight(red), clamped_eight(green), clamped_eight(blue)), target + 3 * done);
  }
  return done;
}

#endif

static uint8_t clamped(int32_t value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }

void vp_planes_split_rgb(const uint8_t *source, size_t count, uint8_t *const planes[3], int portable) {
  size_t done = 0;
#if defined(__x86_64__)
  if (!portable && vp_kernels_have_avx2()) done = split_avx2(source, count, planes);
#else
  (void)portable;
#endif
  for (; done < count; done++) {
    for (size_t plane = 0; plane < 3; plane++) planes[plane][done] = source[3 * done + plane];
  }
}

void vp_planes_join_rgb(const uint8_t *const planes[3], size_t count, uint8_t *target, int portable) {
  size_t done = 0;
#if defined(__x86_64__)
  if (!portable && vp_kernels_have_avx2()) done = join_avx2(planes, count, target);
#else
  (void)portable;
#endif
  for (; done < count; done++) {
    for (size_t plane = 0; plane < 3; plane++) target[3 * done + plane] = planes[plane][done];
  }
}

void vp_planes_join_ycc(const uint8_t *const planes[3], size_t count, uint8_t *target, int portable) {
  size_t done = 0;
#if defined(__x86_64__)
  if (!portable && vp_kernels_have_avx2()) done = join_ycc_avx2(planes, count, target);
#else
  (void)portable;
#endif
  for (; done < count; done++) {
    int32_t y = planes[0][done], cb = planes[1][done] - 128, cr = planes[2][done] - 128;
    target[3 * done] = clamped(y + ((RED_BY_CR * cr + HALF) >> 16));
    target[3 * done + 1] = clamped(y + ((GREEN_BY_CB * cb + GREEN_BY_CR * cr + HALF) >> 16));
    target[3 * done + 2] = clamped(y + ((BLUE_BY_CB * cb + HALF) >> 16));
  }
}
