// libwebp: WebP reading.
#include <webp/decode.h>
