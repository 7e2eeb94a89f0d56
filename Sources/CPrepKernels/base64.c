#include "CPrepKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

int vp_kernels_have_avx2(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") != 0;
#else
  return 0;
#endif
}

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#if defined(__x86_64__)

// Encodes groups of 24 bytes while 28 can be read; returns how many bytes were taken.
__attribute__((target("avx2"))) static size_t encode_avx2(const uint8_t *source, size_t count, uint8_t *target) {
  // Each 32-bit lane gets the three bytes of its four characters, the middle one twice: b a c b.
  const __m256i spread = _mm256_setr_epi8(
      1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10, 1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
  // What to add to a six-bit value for its character, by class: 13 for A-Z, 0 for a-z, 1 to 10 for digits, 11 for +, 12 for /.
  const __m256i offsets = _mm256_setr_epi8(
      'a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '+' - 62,
      '/' - 63, 'A', 0, 0, 'a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
      '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0);
  size_t done = 0;
  while (count - done >= 28) {
    const uint8_t *from = source + done;
    __m256i bytes = _mm256_inserti128_si256(
        _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)from)),
        _mm_loadu_si128((const __m128i *)(const void *)(from + 12)), 1);
    bytes = _mm256_shuffle_epi8(bytes, spread);
    // The first and third value move right by 10 and 6 bits, the second and fourth left by 4 and 8: as multiplications.
    __m256i odd = _mm256_mulhi_epu16(_mm256_and_si256(bytes, _mm256_set1_epi32(0x0fc0fc00)), _mm256_set1_epi32(0x04000040));
    __m256i even = _mm256_mullo_epi16(_mm256_and_si256(bytes, _mm256_set1_epi32(0x003f03f0)), _mm256_set1_epi32(0x01000010));
    __m256i values = _mm256_or_si256(odd, even);
    __m256i class = _mm256_subs_epu8(values, _mm256_set1_epi8(51));
    __m256i upper = _mm256_cmpgt_epi8(_mm256_set1_epi8(26), values);
    class = _mm256_or_si256(class, _mm256_and_si256(upper, _mm256_set1_epi8(13)));
    __m256i characters = _mm256_add_epi8(values, _mm256_shuffle_epi8(offsets, class));
    _mm256_storeu_si256((__m256i *)(void *)(target + done / 3 * 4), characters);
    done += 24;
  }
  return done;
}

#endif

void vp_base64_encode(const uint8_t *source, size_t count, uint8_t *target, int portable) {
  size_t done = 0;
#if defined(__x86_64__)
  if (!portable && vp_kernels_have_avx2()) done = encode_avx2(source, count, target);
#else
  (void)portable;
#endif
  target += done / 3 * 4;
  for (; count - done >= 3; done += 3, target += 4) {
    uint32_t word = (uint32_t)source[done] << 16 | (uint32_t)source[done + 1] << 8 | source[done + 2];
    target[0] = (uint8_t)alphabet[word >> 18];
    target[1] = (uint8_t)alphabet[word >> 12 & 63];
    target[2] = (uint8_t)alphabet[word >> 6 & 63];
    target[3] = (uint8_t)alphabet[word & 63];
  }
  if (done == count) return;
  uint32_t word = (uint32_t)source[done] << 16 | (count - done == 2 ? (uint32_t)source[done + 1] << 8 : 0);
  target[0] = (uint8_t)alphabet[word >> 18];
  target[1] = (uint8_t)alphabet[word >> 12 & 63];
  target[2] = count - done == 2 ? (uint8_t)alphabet[word >> 6 & 63] : '=';
  target[3] = '=';
}
