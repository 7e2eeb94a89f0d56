// Huffman tables that are made from a part of an image and can encode all of it.

#ifndef VP_JPEG_TABLES_H
#define VP_JPEG_TABLES_H

#include <stdio.h>

#include <jpeglib.h>

// Gives a code to each symbol that baseline JPEG of 8 bits can have (ITU-T T.81, F.1.2). Symbols that have a code keep nearly the
// same length.
void vp_jpeg_complete_dc_table(JHUFF_TBL *table);
void vp_jpeg_complete_ac_table(JHUFF_TBL *table);

#endif
