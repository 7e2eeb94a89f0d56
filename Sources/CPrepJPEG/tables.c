#include "tables.h"

#include <stdint.h>
#include <string.h>

enum {
  LONGEST = 16,
  // The number of codes of the longest length: all but the one that has only ones (ITU-T T.81, C.2).
  ROOM = (1 << LONGEST) - 1,
};

// How many codes of the longest length begin with a code of this one.
static uint32_t room_of(int length) { return 1u << (LONGEST - length); }

// Adds the symbols that have no length yet with the longest one. Long codes become longer by one until there is room.
static void complete(JHUFF_TBL *table, const uint8_t *symbols, size_t count) {
  uint8_t lengths[256] = {0};
  uint32_t used = 0;
  size_t position = 0;
  for (int length = 1; length <= LONGEST; length++) {
    for (int code = 0; code < table->bits[length]; code++) lengths[table->huffval[position++]] = (uint8_t)length;
    used += table->bits[length] * room_of(length);
  }
  for (size_t index = 0; index < count; index++) {
    if (lengths[symbols[index]] != 0) continue;
    lengths[symbols[index]] = LONGEST;
    used += 1;
  }
  for (int length = LONGEST - 1; used > ROOM && length > 0; length--) {
    for (int symbol = 255; used > ROOM && symbol >= 0; symbol--) {
      if (lengths[symbol] != length) continue;
      lengths[symbol]++;
      used -= room_of(length + 1);
    }
  }
  memset(table->bits, 0, sizeof table->bits);
  position = 0;
  for (int length = 1; length <= LONGEST; length++) {
    for (int symbol = 0; symbol < 256; symbol++) {
      if (lengths[symbol] != length) continue;
      table->bits[length]++;
      table->huffval[position++] = (UINT8)symbol;
    }
  }
}

void vp_jpeg_complete_dc_table(JHUFF_TBL *table) {
  // The sizes of a difference.
  uint8_t symbols[12];
  for (uint8_t size = 0; size < 12; size++) symbols[size] = size;
  complete(table, symbols, sizeof symbols);
}

void vp_jpeg_complete_ac_table(JHUFF_TBL *table) {
  // End of block, a run of 16 zeros, and up to 15 zeros with the size of what follows.
  uint8_t symbols[162] = {0x00, 0xF0};
  size_t count = 2;
  for (uint8_t run = 0; run < 16; run++) {
    for (uint8_t size = 1; size <= 10; size++) symbols[count++] = (uint8_t)(run << 4 | size);
  }
  complete(table, symbols, count);
}
