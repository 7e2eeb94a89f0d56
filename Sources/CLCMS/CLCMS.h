// Little CMS: ICC profiles.
#include <lcms2.h>
