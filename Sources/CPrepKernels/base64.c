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

// Encodes groups of 24 bytes while 28 can be read; returns how many bytes were encoded.
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
    // The first and third value move right by 10 and 6 bits, the second and fourth left by 4 and 8; multiplications do this.
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

// Decodes groups of 32 characters while all belong to the alphabet; returns how many characters were decoded. (W. Mula, D.
// Lemire: Faster Base64 Encoding and Decoding Using AVX2 Instructions, 2018.)
__attribute__((target("avx2"))) static size_t decode_avx2(const uint8_t *source, size_t count, uint8_t *target) {
  // A character belongs to the alphabet when the bit sets of its two halves have no bit in common.
  const __m256i low_sets = _mm256_setr_epi8(
      0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a,
      0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a);
  const __m256i high_sets = _mm256_setr_epi8(
      0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10,
      0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10);
  // The number to add to a character for its value, by its upper half; '/' uses the number before that of '+'.
  const __m256i offsets = _mm256_setr_epi8(
      0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m256i pack = _mm256_setr_epi8(
      2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1, 2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
  const __m256i slash = _mm256_set1_epi8('/');
  size_t done = 0;
  while (count - done >= 32) {
    __m256i text = _mm256_loadu_si256((const __m256i *)(const void *)(source + done));
    // The mask also has bit 5, which the shuffles ignore.
    __m256i high = _mm256_and_si256(_mm256_srli_epi32(text, 4), slash);
    __m256i low = _mm256_and_si256(text, slash);
    if (!_mm256_testz_si256(_mm256_shuffle_epi8(low_sets, low), _mm256_shuffle_epi8(high_sets, high))) break;
    __m256i is_slash = _mm256_cmpeq_epi8(text, slash);
    __m256i values = _mm256_add_epi8(text, _mm256_shuffle_epi8(offsets, _mm256_add_epi8(is_slash, high)));
    // Pairs of six bits become twelve bits, pairs of twelve become 24.
    __m256i pairs = _mm256_maddubs_epi16(values, _mm256_set1_epi32(0x01400140));
    __m256i triples = _mm256_shuffle_epi8(_mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00011000)), pack);
    triples = _mm256_permutevar8x32_epi32(triples, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, -1, -1));
    _mm256_storeu_si256((__m256i *)(void *)(target + done / 4 * 3), triples);
    done += 32;
  }
  return done;
}

#endif

// The value of each character, plus one; 0 for characters that do not belong to the alphabet.
static const uint8_t values[256] = {
    ['A'] = 1, ['B'] = 2, ['C'] = 3, ['D'] = 4, ['E'] = 5, ['F'] = 6, ['G'] = 7, ['H'] = 8, ['I'] = 9, ['J'] = 10,
    ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20,
    ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30,
    ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
    ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49, ['x'] = 50,
    ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56, ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60,
    ['8'] = 61, ['9'] = 62, ['+'] = 63, ['/'] = 64,
};

size_t vp_base64_decode(const uint8_t *source, size_t count, uint8_t *target, int portable) {
  size_t done = 0;
#if defined(__x86_64__)
  if (!portable && vp_kernels_have_avx2()) done = decode_avx2(source, count, target);
#else
  (void)portable;
#endif
  for (; count - done >= 4; done += 4) {
    uint32_t a = values[source[done]], b = values[source[done + 1]], c = values[source[done + 2]], d = values[source[done + 3]];
    if (a == 0 || b == 0 || c == 0 || d == 0) break;
    uint32_t word = (a - 1) << 18 | (b - 1) << 12 | (c - 1) << 6 | (d - 1);
    uint8_t *to = target + done / 4 * 3;
    to[0] = (uint8_t)(word >> 16);
    to[1] = (uint8_t)(word >> 8);
    to[2] = (uint8_t)word;
  }
  return done;
}

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
