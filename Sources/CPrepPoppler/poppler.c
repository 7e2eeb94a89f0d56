#define _GNU_SOURCE
#include "CPrepPoppler.h"

#include <malloc.h>
#include <string.h>

#include "document.h"

// Without a handler, glib would print what poppler says about damaged files.
static void discard_log(
    const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data) {
  (void)domain, (void)level, (void)message, (void)data;
}

static void silence_once(void) {
  static gsize done = 0;
  if (g_once_init_enter(&done)) {
    const GLogLevelFlags levels = G_LOG_LEVEL_MASK | G_LOG_FLAG_RECURSION;
    g_log_set_handler("Poppler", levels, discard_log, NULL);
    g_log_set_handler("GLib-GObject", levels, discard_log, NULL);
    g_once_init_leave(&done, 1);
  }
}

// Poppler reads memory that it never wrote (the glyph table of some fonts that are not embedded), and draws what it finds. So
// while it works, the allocator fills what it gives with zeros, the complement of this number.
static void zero_memory(int on) { mallopt(M_PERTURB, on ? 0xFF : 0); }

// Poppler ignores /UserUnit (PDF 1.6, 14.11.2 of ISO 32000), so qpdf reads it, but only where the file can hold one: page
// dictionaries are plain text or in object streams.
static double *read_user_units(const uint8_t *bytes, size_t count, const char *password, int pages) {
  if (!memmem(bytes, count, "/UserUnit", 9) && !memmem(bytes, count, "/ObjStm", 7)) return NULL;
  double *units = NULL;
  qpdf_data qpdf = vp_objects_open(bytes, count, password);
  if (!qpdf) return NULL;
  int found = qpdf_get_num_pages(qpdf);
  for (int index = 0; index < found && index < pages; index++) {
    qpdf_oh unit = qpdf_oh_get_key(qpdf, qpdf_get_page_n(qpdf, (size_t)index), "/UserUnit");
    double value = qpdf_oh_is_number(qpdf, unit) ? qpdf_oh_get_numeric_value(qpdf, unit) : 1;
    if (value > 0 && value != 1) {
      if (!units) {
        units = g_try_new(double, (gsize)pages);
        if (!units) break;
        for (int page = 0; page < pages; page++) units[page] = 1;
      }
      units[index] = value;
    }
    qpdf_oh_release_all(qpdf);
  }
  vp_objects_close(&qpdf);
  return units;
}

void vp_poppler_prepare(void) {
  silence_once();
  // Never closed, so that the C library keeps the converter's module.
  (void)g_iconv_open("ISO-8859-1", "UTF-8");
}

vp_poppler_status vp_poppler_open(
    const uint8_t *bytes, size_t count, const char *password, vp_poppler_document **document, char *message,
    size_t capacity) {
  silence_once();
  *document = NULL;
  GError *error = NULL;
  GBytes *data = g_bytes_new_static(bytes, count);
  zero_memory(1);
  PopplerDocument *handle = poppler_document_new_from_bytes(data, password, &error);
  zero_memory(0);
  g_bytes_unref(data);
  if (!handle) {
    vp_poppler_status status = VP_POPPLER_CORRUPT;
    if (error) {
      if (error->domain == POPPLER_ERROR && error->code == POPPLER_ERROR_ENCRYPTED) status = VP_POPPLER_ENCRYPTED;
      g_strlcpy(message, error->message, capacity);
      g_error_free(error);
    }
    return status;
  }
  vp_poppler_document *opened = g_try_new0(vp_poppler_document, 1);
  if (!opened) {
    g_object_unref(handle);
    return VP_POPPLER_NO_MEMORY;
  }
  opened->handle = handle;
  opened->pages = poppler_document_get_n_pages(handle);
  opened->user_units = read_user_units(bytes, count, password, opened->pages);
  opened->bytes = bytes;
  opened->count = count;
  opened->password = g_strdup(password);
  *document = opened;
  return VP_POPPLER_OK;
}

void vp_poppler_close(vp_poppler_document *document) {
  if (!document) return;
  vp_objects_close(&document->objects);
  g_free(document->password);
  g_free(document->user_units);
  g_object_unref(document->handle);
  g_free(document);
}

int vp_poppler_page_count(const vp_poppler_document *document) { return document->pages; }

vp_poppler_status vp_poppler_page_size(
    const vp_poppler_document *document, int index, double *width, double *height, double *user_unit) {
  PopplerPage *page = poppler_document_get_page(document->handle, index);
  if (!page) return VP_POPPLER_CORRUPT;
  *user_unit = document->user_units ? document->user_units[index] : 1;
  poppler_page_get_size(page, width, height);
  *width *= *user_unit;
  *height *= *user_unit;
  g_object_unref(page);
  return VP_POPPLER_OK;
}

vp_poppler_status vp_poppler_render(
    const vp_poppler_document *document, int index, int width, int height, uint8_t *pixels) {
  PopplerPage *page = poppler_document_get_page(document->handle, index);
  if (!page) return VP_POPPLER_CORRUPT;
  double page_width = 0, page_height = 0;
  poppler_page_get_size(page, &page_width, &page_height);

  // RGB24 has a stride of exactly four bytes a pixel, so the caller's memory serves as the surface.
  cairo_surface_t *surface =
      cairo_image_surface_create_for_data(pixels, CAIRO_FORMAT_RGB24, width, height, width * 4);
  cairo_t *context = cairo_create(surface);
  cairo_set_source_rgb(context, 1, 1, 1);
  cairo_paint(context);
  cairo_scale(context, width / page_width, height / page_height);
  zero_memory(1);
  poppler_page_render(page, context);
  zero_memory(0);
  cairo_status_t drawn = cairo_status(context);
  cairo_destroy(context);
  cairo_surface_finish(surface);
  cairo_status_t surfaced = cairo_surface_status(surface);
  cairo_surface_destroy(surface);
  g_object_unref(page);
  if (drawn == CAIRO_STATUS_NO_MEMORY || surfaced == CAIRO_STATUS_NO_MEMORY) return VP_POPPLER_NO_MEMORY;
  if (drawn != CAIRO_STATUS_SUCCESS) return VP_POPPLER_CORRUPT;

  return VP_POPPLER_OK;
}

const char *vp_poppler_version(void) { return poppler_get_version(); }
const char *vp_poppler_cairo_version(void) { return cairo_version_string(); }
const char *vp_poppler_qpdf_version(void) { return qpdf_get_qpdf_version(); }
