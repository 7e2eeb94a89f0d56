// libdeflate: zlib streams and CRC-32 of PNG.
#include <libdeflate.h>
