#include "document.h"

qpdf_data vp_objects_open(const uint8_t *bytes, size_t count, const char *password) {
  qpdf_data objects = qpdf_init();
  qpdf_silence_errors(objects);
  qpdf_set_suppress_warnings(objects, QPDF_TRUE);
  if (qpdf_read_memory(objects, "", (const char *)bytes, count, password) & QPDF_ERRORS) vp_objects_close(&objects);
  return objects;
}

void vp_objects_close(qpdf_data *objects) {
  if (!*objects) return;
  // qpdf would print an error that nobody took.
  if (qpdf_has_error(*objects)) qpdf_get_error(*objects);
  qpdf_cleanup(objects);
  *objects = NULL;
}
