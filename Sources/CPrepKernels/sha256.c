#include "CPrepKernels.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

#define LANE __attribute__((target("sha,sse4.1"), always_inline)) static inline
#define ENTRY __attribute__((target("sha,sse4.1"))) static

// FIPS 180-4, 4.2.2.
static const uint32_t constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

// The instructions want the eight words of a state as a, b, e, f and c, d, g, h, highest first.
struct lane {
  __m128i abef, cdgh;
  __m128i schedule[4];
};

LANE void load(struct lane *lane, const uint32_t state[8]) {
  lane->abef = _mm_set_epi32((int)state[0], (int)state[1], (int)state[4], (int)state[5]);
  lane->cdgh = _mm_set_epi32((int)state[2], (int)state[3], (int)state[6], (int)state[7]);
}

LANE void store(const struct lane *lane, uint32_t state[8]) {
  uint32_t abef[4], cdgh[4];
  _mm_storeu_si128((__m128i *)(void *)abef, lane->abef);
  _mm_storeu_si128((__m128i *)(void *)cdgh, lane->cdgh);
  for (int word = 0; word < 2; word++) {
    state[word] = abef[3 - word];
    state[4 + word] = abef[1 - word];
    state[2 + word] = cdgh[3 - word];
    state[6 + word] = cdgh[1 - word];
  }
}

// Rounds 4 * step to 4 * step + 3 of a block (FIPS 180-4, 6.2.2).
LANE void four_rounds(struct lane *lane, int step, const uint8_t *block) {
  __m128i *schedule = lane->schedule, words;
  if (step < 4) {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    words = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(block + 16 * step)), big_endian);
  } else {
    __m128i last = schedule[(step + 3) & 3];
    words = _mm_sha256msg1_epu32(schedule[step & 3], schedule[(step + 1) & 3]);
    words = _mm_add_epi32(words, _mm_alignr_epi8(last, schedule[(step + 2) & 3], 4));
    words = _mm_sha256msg2_epu32(words, last);
  }
  schedule[step & 3] = words;
  words = _mm_add_epi32(words, _mm_load_si128((const __m128i *)(const void *)(constants + 4 * step)));
  lane->cdgh = _mm_sha256rnds2_epu32(lane->cdgh, lane->abef, words);
  lane->abef = _mm_sha256rnds2_epu32(lane->abef, lane->cdgh, _mm_shuffle_epi32(words, 0x0e));
}

LANE void add_state(struct lane *lane, const struct lane *before) {
  lane->abef = _mm_add_epi32(lane->abef, before->abef);
  lane->cdgh = _mm_add_epi32(lane->cdgh, before->cdgh);
}

ENTRY void take_blocks(uint32_t state[8], const uint8_t *blocks, size_t count) {
  struct lane lane;
  load(&lane, state);
  for (; count > 0; count--, blocks += 64) {
    struct lane before = lane;
#pragma clang loop unroll(full)
    for (int step = 0; step < 16; step++) four_rounds(&lane, step, blocks);
    add_state(&lane, &before);
  }
  store(&lane, state);
}

// Each round waits for the one before it. So two digests side by side take only 1.3 times as long as one.
ENTRY void take_blocks_of_two(
    uint32_t first_state[8], const uint8_t *first_blocks, uint32_t second_state[8], const uint8_t *second_blocks, size_t count) {
  struct lane first, second;
  load(&first, first_state);
  load(&second, second_state);
  for (; count > 0; count--, first_blocks += 64, second_blocks += 64) {
    struct lane first_before = first, second_before = second;
#pragma clang loop unroll(full)
    for (int step = 0; step < 16; step++) {
      four_rounds(&first, step, first_blocks);
      four_rounds(&second, step, second_blocks);
    }
    add_state(&first, &first_before);
    add_state(&second, &second_before);
  }
  store(&first, first_state);
  store(&second, second_state);
}

// Leaf 7 of CPUID, bit 29 of EBX. Not every compiler has a name for this processor feature.
#include <cpuid.h>
int vp_sha256_is_supported(void) {
  unsigned a, b, c, d;
  return __builtin_cpu_supports("sse4.1") && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1);
}

#else

// Never called, because vp_sha256_is_supported returns 0.
static void take_blocks(uint32_t state[8], const uint8_t *blocks, size_t count) { (void)state, (void)blocks, (void)count; }
static void take_blocks_of_two(
    uint32_t first_state[8], const uint8_t *first_blocks, uint32_t second_state[8], const uint8_t *second_blocks, size_t count) {
  (void)first_state, (void)first_blocks, (void)second_state, (void)second_blocks, (void)count;
}
int vp_sha256_is_supported(void) { return 0; }

#endif

// FIPS 180-4, 5.3.3.
void vp_sha256_begin(struct vp_sha256 *digest) {
  static const uint32_t first[8] = {
      0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  memcpy(digest->state, first, sizeof first);
  digest->count = 0;
}

// Takes bytes up to the end of the unfinished block; returns how many.
static size_t fill(struct vp_sha256 *digest, const uint8_t *bytes, size_t count) {
  size_t pending = digest->count % 64, taken = 64 - pending;
  if (pending == 0) return 0;
  if (taken > count) taken = count;
  memcpy(digest->pending + pending, bytes, taken);
  digest->count += taken;
  if (digest->count % 64 == 0) take_blocks(digest->state, digest->pending, 1);
  return taken;
}

void vp_sha256_add(struct vp_sha256 *digest, const uint8_t *bytes, size_t count) {
  size_t done = fill(digest, bytes, count), blocks = (count - done) / 64;
  take_blocks(digest->state, bytes + done, blocks);
  done += 64 * blocks;
  if (done < count) memcpy(digest->pending, bytes + done, count - done);
  digest->count += count - done + 64 * blocks;
}

void vp_sha256_add_to_two(struct vp_sha256 *first, struct vp_sha256 *second, const uint8_t *bytes, size_t count) {
  size_t first_done = fill(first, bytes, count), second_done = fill(second, bytes, count);
  size_t last_begin = first_done > second_done ? first_done : second_done, blocks = (count - last_begin) / 64;
  take_blocks_of_two(first->state, bytes + first_done, second->state, bytes + second_done, blocks);
  first->count += 64 * blocks;
  second->count += 64 * blocks;
  vp_sha256_add(first, bytes + first_done + 64 * blocks, count - first_done - 64 * blocks);
  vp_sha256_add(second, bytes + second_done + 64 * blocks, count - second_done - 64 * blocks);
}

// FIPS 180-4, 5.1.1.
void vp_sha256_end(struct vp_sha256 *digest, uint8_t result[32]) {
  uint64_t bits = digest->count * 8;
  uint8_t padding[72] = {0x80};
  size_t zeros = (119 - digest->count % 64) % 64;
  for (int byte = 0; byte < 8; byte++) padding[1 + zeros + byte] = (uint8_t)(bits >> (56 - 8 * byte));
  vp_sha256_add(digest, padding, zeros + 9);
  for (int byte = 0; byte < 32; byte++) result[byte] = (uint8_t)(digest->state[byte / 4] >> (24 - 8 * (byte % 4)));
}
