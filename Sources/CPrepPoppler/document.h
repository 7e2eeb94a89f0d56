#ifndef CPREPPOPPLER_DOCUMENT_H
#define CPREPPOPPLER_DOCUMENT_H

#include <poppler.h>
#include <qpdf/qpdf-c.h>
#include <stddef.h>
#include <stdint.h>

struct vp_poppler_document {
  PopplerDocument *handle;
  double *user_units;  // one a page, or NULL when all are 1
  int pages;
  // The caller's bytes and a copy of its password, for reading the document a second time.
  const uint8_t *bytes;
  size_t count;
  char *password;
  // The document as qpdf reads it, opened when it is first needed; NULL before, and when qpdf cannot read it.
  qpdf_data objects;
  int objects_opened;
};

// The document as qpdf reads it; NULL when it cannot.
qpdf_data vp_objects_open(const uint8_t *bytes, size_t count, const char *password);
// Releases what qpdf holds. `*objects` may be NULL, and is NULL afterwards.
void vp_objects_close(qpdf_data *objects);

#endif
