#ifndef CPREPPOPPLER_H
#define CPREPPOPPLER_H

#include <stddef.h>
#include <stdint.h>

/// An open PDF document. Poppler is not safe on two threads of one process, not even with different documents: the caller must
/// make all calls of this header on one thread at a time.
typedef struct vp_poppler_document vp_poppler_document;

typedef enum {
  VP_POPPLER_OK = 0,
  VP_POPPLER_CORRUPT = 1,
  VP_POPPLER_ENCRYPTED = 2,
  VP_POPPLER_NO_MEMORY = 3,
} vp_poppler_status;

/// Loads what poppler would load while it works: the converter for passwords, without which it ends in a null pointer. Call it
/// while code can still be loaded.
void vp_poppler_prepare(void);

/// Opens a document from memory; the bytes must outlive it. `password` may be NULL. On a failure `*document` is NULL and
/// `message` (of `capacity` bytes) holds poppler's sentence.
/// Exists to keep GError, GBytes and GObject out of Swift.
vp_poppler_status vp_poppler_open(
    const uint8_t *bytes, size_t count, const char *password, vp_poppler_document **document, char *message,
    size_t capacity);

void vp_poppler_close(vp_poppler_document *document);

int vp_poppler_page_count(const vp_poppler_document *document);

/// The size of a page as displayed, in points: CropBox, /Rotate and /UserUnit applied.
/// `user_unit` is the factor by which poppler's own coordinates must still be multiplied.
vp_poppler_status vp_poppler_page_size(
    const vp_poppler_document *document, int index, double *width, double *height, double *user_unit);

/// Renders a page onto white. `pixels` has width * height * 4 bytes: each pixel is 0xXXRRGGBB in the machine's order. The page is
/// scaled so that it fills the raster exactly.
/// Strokes thinner than a pixel are drawn one pixel wide, and annotations are drawn, as on a screen.
vp_poppler_status vp_poppler_render(
    const vp_poppler_document *document, int index, int width, int height, uint8_t *pixels);

/// Whether a page names a font that is neither in the document nor installed, so that another one is drawn in its place. The 14
/// standard fonts do not count, under any of their usual names. Writes the name of the first such font, cut to `capacity` bytes
/// including the terminating zero. Also 0 when qpdf cannot read the document, or sees other pages than poppler.
/// Exists because poppler does not say which page has a font, and qpdf iterates a dictionary by calls that belong together.
int vp_poppler_missing_font(vp_poppler_document *document, int index, char *name, size_t capacity);

const char *vp_poppler_version(void);
const char *vp_poppler_cairo_version(void);
const char *vp_poppler_qpdf_version(void);

#endif
