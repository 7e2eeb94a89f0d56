// libpng: PNG reading. Called only through CPrepPNG, because its errors are longjmps.
#include <png.h>
