// Huffman tables from a part of an image, made fit for all of it.

#ifndef VP_JPEG_TABLES_H
#define VP_JPEG_TABLES_H

#include <stdio.h>

#include <jpeglib.h>

// Give each symbol that baseline JPEG of 8 bits can have (ITU-T T.81, F.1.2) a code, and those that have one nearly the same length.
void vp_jpeg_complete_dc_table(JHUFF_TBL *table);
void vp_jpeg_complete_ac_table(JHUFF_TBL *table);

#endif
