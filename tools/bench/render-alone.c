// What drawing pages costs when nothing else is done: opens each document with poppler, draws its pages onto white with cairo, and drops them. One
// process, one thread, no limits, no encoding. `visionprep` is measured against it.
//
//   cc -O2 render-alone.c -o render-alone $(pkg-config --cflags --libs poppler-glib) -lm
//   render-alone DPI PAGES FILE.pdf...        at most PAGES pages of each document
//
// Prints one line: pages, megapixels, seconds of processor time (user, system), seconds of wall time.
#include <math.h>
#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static void discard_log(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data) {
  (void)domain, (void)level, (void)message, (void)data;
}

// Returns the pixels that were drawn.
static double draw(PopplerDocument *document, int index, double dpi) {
  PopplerPage *page = poppler_document_get_page(document, index);
  if (!page) return 0;
  double width = 0, height = 0;
  poppler_page_get_size(page, &width, &height);
  int columns = (int)lround(width * dpi / 72), rows = (int)lround(height * dpi / 72);
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, columns, rows);
  cairo_t *context = cairo_create(surface);
  cairo_set_source_rgb(context, 1, 1, 1);
  cairo_paint(context);
  cairo_scale(context, columns / width, rows / height);
  poppler_page_render(page, context);
  const int failed = cairo_status(context) != CAIRO_STATUS_SUCCESS;
  cairo_destroy(context);
  cairo_surface_destroy(surface);
  g_object_unref(page);
  return failed ? 0 : (double)columns * rows;
}

static double seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; }

int main(int count, char **words) {
  if (count < 4) {
    fprintf(stderr, "usage: render-alone DPI PAGES FILE.pdf...\n");
    return 64;
  }
  const double dpi = atof(words[1]);
  const int most = atoi(words[2]);
  g_log_set_handler("Poppler", G_LOG_LEVEL_MASK, discard_log, NULL);
  struct timespec began, ended;
  clock_gettime(CLOCK_MONOTONIC, &began);
  int pages = 0;
  double pixels = 0;
  for (int word = 3; word < count; word++) {
    gchar *bytes = NULL;
    gsize length = 0;
    GError *error = NULL;
    PopplerDocument *document = NULL;
    if (g_file_get_contents(words[word], &bytes, &length, &error)) {
      GBytes *data = g_bytes_new_take(bytes, length);
      document = poppler_document_new_from_bytes(data, NULL, &error);
      g_bytes_unref(data);
    }
    if (!document) {
      fprintf(stderr, "%s: %s\n", words[word], error->message);
      g_error_free(error);
      continue;
    }
    const int there = poppler_document_get_n_pages(document);
    for (int index = 0; index < there && index < most; index++) {
      pixels += draw(document, index, dpi);
      pages++;
    }
    g_object_unref(document);
  }
  clock_gettime(CLOCK_MONOTONIC, &ended);
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  printf(
      "%d pages, %.0f megapixels, %.2f s user, %.2f s system, %.2f s\n", pages, pixels / 1e6, seconds(used.ru_utime), seconds(used.ru_stime),
      (double)(ended.tv_sec - began.tv_sec) + (double)(ended.tv_nsec - began.tv_nsec) / 1e9);
  return 0;
}
