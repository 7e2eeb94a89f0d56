#include "CPrepKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

// The position of the first byte that is a control character, a quotation mark, a backslash or not ASCII; a multiple of 32, at
// most `count`, when there is none.
__attribute__((target("avx2"))) static size_t skip_plain_avx2(const uint8_t *bytes, size_t count) {
  const __m256i space = _mm256_set1_epi8(0x20), quote = _mm256_set1_epi8('"'), backslash = _mm256_set1_epi8('\\');
  size_t done = 0;
  for (; count - done >= 32; done += 32) {
    __m256i text = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + done));
    // The comparison is signed, so bytes that are not ASCII are below the space, too.
    __m256i ends = _mm256_or_si256(
        _mm256_cmpgt_epi8(space, text), _mm256_or_si256(_mm256_cmpeq_epi8(text, quote), _mm256_cmpeq_epi8(text, backslash)));
    unsigned mask = (unsigned)_mm256_movemask_epi8(ends);
    if (mask != 0) return done + (size_t)__builtin_ctz(mask);
  }
  return done;
}
#endif

static int is_plain(uint8_t byte) { return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\'; }

// The length of the well-formed sequence of two to four bytes at the beginning (Unicode, table 3-7); 0 when there is none.
static size_t sequence_length(const uint8_t *bytes, size_t count) {
  uint8_t lead = bytes[0];
  size_t length = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  if (length == 0 || count < length) return 0;
  uint8_t least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80, most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (bytes[1] < least || bytes[1] > most) return 0;
  for (size_t index = 2; index < length; index++) {
    if ((bytes[index] & 0xc0) != 0x80) return 0;
  }
  return length;
}

size_t vp_json_text_run(const uint8_t *bytes, size_t count, int portable) {
  size_t done = 0;
#if defined(__x86_64__)
  int have_avx2 = !portable && vp_kernels_have_avx2();
#else
  (void)portable;
#endif
  while (done < count) {
#if defined(__x86_64__)
    if (have_avx2) done += skip_plain_avx2(bytes + done, count - done);
#endif
    while (done < count && is_plain(bytes[done])) done++;
    size_t start = done;
    while (done < count && bytes[done] >= 0x80) {
      size_t length = sequence_length(bytes + done, count - done);
      if (length == 0) return done;
      done += length;
    }
    if (done == start) return done;
  }
  return done;
}
