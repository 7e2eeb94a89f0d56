// Draws pages as poppler and cairo do it, in one process, and throws the pixels away: the floor under any program that makes
// images of them.
//
//   render DPI PAGES FILE...          the first PAGES pages of each file
//   render --write FOLDER DPI PAGES FILE...   writes them too, as FOLDER/FILE-NUMBER-PAGE.ppm counted from 0
#include <cairo.h>
#include <math.h>
#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void quiet(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer context) {
  (void)domain, (void)level, (void)message, (void)context;
}

static void write_ppm(const char *folder, int file, int page, cairo_surface_t *surface) {
  char name[4096];
  snprintf(name, sizeof name, "%s/%d-%d.ppm", folder, file, page);
  FILE *target = fopen(name, "wb");
  if (!target) exit(2);
  int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
  fprintf(target, "P6 %d %d 255\n", width, height);
  for (int y = 0; y < height; y++) {
    const unsigned *row = (const unsigned *)(cairo_image_surface_get_data(surface) + (size_t)y * cairo_image_surface_get_stride(surface));
    for (int x = 0; x < width; x++) {
      unsigned char pixel[3] = {row[x] >> 16, row[x] >> 8, row[x]};
      fwrite(pixel, 1, 3, target);
    }
  }
  fclose(target);
}

int main(int count, char **arguments) {
  const char *folder = NULL;
  if (count > 2 && !strcmp(arguments[1], "--write")) {
    folder = arguments[2];
    arguments += 2;
    count -= 2;
  }
  if (count < 4) return 64;
  double scale = atof(arguments[1]) / 72;
  int most = atoi(arguments[2]);
  g_log_set_default_handler(quiet, NULL);
  for (int file = 3; file < count; file++) {
    char *address = g_filename_to_uri(arguments[file], NULL, NULL);
    PopplerDocument *document = poppler_document_new_from_file(address, NULL, NULL);
    g_free(address);
    if (!document) return 1;
    int pages = poppler_document_get_n_pages(document);
    for (int number = 0; number < pages && number < most; number++) {
      PopplerPage *page = poppler_document_get_page(document, number);
      double width, height;
      poppler_page_get_size(page, &width, &height);
      int columns = (int)round(width * scale), rows = (int)round(height * scale);
      cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, columns, rows);
      cairo_t *context = cairo_create(surface);
      cairo_set_source_rgb(context, 1, 1, 1);
      cairo_paint(context);
      cairo_scale(context, columns / width, rows / height);
      poppler_page_render(page, context);
      if (cairo_status(context) != CAIRO_STATUS_SUCCESS) return 1;
      cairo_surface_flush(surface);
      if (folder) write_ppm(folder, file - 3, number, surface);
      cairo_destroy(context);
      cairo_surface_destroy(surface);
      g_object_unref(page);
    }
    g_object_unref(document);
  }
  return 0;
}
