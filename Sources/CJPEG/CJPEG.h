// libjpeg-turbo, by its libjpeg API. Called only through CPrepJPEG, because its errors are longjmps.
#include <stdio.h>
#include <jpeglib.h>
#include <jerror.h>
