#include "CPrepPoppler.h"

#include <fontconfig/fontconfig.h>
#include <string.h>

#include "document.h"

// Poppler tells which fonts a document has, but not on which page. So a page's resources are searched with qpdf, as far as
// pdffonts does: those of the page, of its forms and patterns, and of its annotations.

enum {
  DEEPEST = 16,          // forms within forms
  MOST_OBJECTS = 50000,  // a page that names more is not looked through
  LONGEST_NAME = 256,
};

struct search {
  qpdf_data qpdf;
  GHashTable *seen;  // numbers of objects that have been looked at
  int left;          // objects that may still be looked at
  char *name;        // of the first font that is missing
  size_t capacity;
};

// Whether a name is that of one of the 14 standard fonts (9.6.2.2 of ISO 32000), which files may leave out, or one of its usual
// aliases: a family, a style after a comma, a hyphen or nothing, and "MT" (Monotype).
static int is_standard(const char *name) {
  static const char *const families[] = {"Arial",  "Courier", "CourierNew",    "CourierNewPS",    "Helvetica",
                                         "Symbol", "Times",   "TimesNewRoman", "TimesNewRomanPS", "ZapfDingbats"};
  static const char *const styles[] = {"",       "Bold",    "BoldItalic", "BoldOblique",
                                       "Italic", "Oblique", "Regular",    "Roman"};
  char word[LONGEST_NAME];
  size_t length = 0;
  for (const char *from = name; *from && length + 1 < sizeof word; from++) {
    if (*from != ' ') word[length++] = *from;
  }
  word[length] = 0;
  if (g_str_has_suffix(word, "MT")) word[length - 2] = 0;
  for (size_t family = 0; family < G_N_ELEMENTS(families); family++) {
    if (!g_str_has_prefix(word, families[family])) continue;
    const char *style = word + strlen(families[family]);
    if (*style == ',' || *style == '-') style++;
    for (size_t index = 0; index < G_N_ELEMENTS(styles); index++) {
      if (strcmp(style, styles[index]) == 0) return 1;
    }
  }
  return 0;
}

static int is_listed(const char *property, const char *value) {
  FcPattern *pattern = FcPatternBuild(NULL, property, FcTypeString, (const FcChar8 *)value, NULL);
  FcObjectSet *wanted = FcObjectSetBuild(FC_FAMILY, NULL);
  // The configuration by name: without it fontconfig would look for new fonts.
  FcFontSet *found = pattern && wanted ? FcFontList(FcConfigGetCurrent(), pattern, wanted) : NULL;
  int is_found = found && found->nfont > 0;
  if (found) FcFontSetDestroy(found);
  if (wanted) FcObjectSetDestroy(wanted);
  if (pattern) FcPatternDestroy(pattern);
  return is_found;
}

// Whether the system has the font; case and spaces do not count.
static int is_installed(const char *name) {
  if (!*name) return 0;
  if (is_listed(FC_POSTSCRIPT_NAME, name) || is_listed(FC_FULLNAME, name)) return 1;
  char family[LONGEST_NAME];
  g_strlcpy(family, name, sizeof family);
  family[strcspn(family, ",-")] = 0;
  return family[0] && is_listed(FC_FAMILY, family);
}

static int is_embedded(qpdf_data qpdf, qpdf_oh font) {
  static const char *const keys[] = {"/FontFile", "/FontFile2", "/FontFile3"};
  qpdf_oh descriptor = qpdf_oh_get_key_if_dict(qpdf, font, "/FontDescriptor");
  for (size_t index = 0; index < G_N_ELEMENTS(keys); index++) {
    if (qpdf_oh_is_stream(qpdf, qpdf_oh_get_key_if_dict(qpdf, descriptor, keys[index]))) return 1;
  }
  return 0;
}

static int is_missing(struct search *search, qpdf_oh font) {
  qpdf_data qpdf = search->qpdf;
  if (!qpdf_oh_is_dictionary(qpdf, font)) return 0;
  qpdf_oh kind = qpdf_oh_get_key(qpdf, font, "/Subtype");
  // The glyphs of this font are drawings in the document.
  if (qpdf_oh_is_name_and_equals(qpdf, kind, "/Type3")) return 0;
  const int is_composite = qpdf_oh_is_name_and_equals(qpdf, kind, "/Type0");
  if (is_composite) {
    qpdf_oh descendants = qpdf_oh_get_key(qpdf, font, "/DescendantFonts");
    if (!qpdf_oh_is_array(qpdf, descendants) || qpdf_oh_get_array_n_items(qpdf, descendants) < 1) return 0;
    font = qpdf_oh_get_array_item(qpdf, descendants, 0);
  }
  if (is_embedded(qpdf, font)) return 0;
  qpdf_oh base = qpdf_oh_get_key_if_dict(qpdf, font, "/BaseFont");
  const char *found = qpdf_oh_is_name(qpdf, base) ? qpdf_oh_get_name(qpdf, base) : "/";
  char name[LONGEST_NAME];
  g_strlcpy(name, found + 1, sizeof name);
  // A font of which only a part is embedded has six letters before its name.
  const char *whole = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 6 && name[6] == '+' ? name + 7 : name;
  // A composite font has glyph numbers of its own, for which no other font can be used.
  if ((!is_composite && is_standard(whole)) || is_installed(whole)) return 0;
  g_strlcpy(search->name, whole, search->capacity);
  return 1;
}

// The values of a dictionary. Only one dictionary can be iterated at a time, so its values are gathered before any of them is
// searched.
static GArray *values_of(struct search *search, qpdf_oh dictionary) {
  GArray *values = g_array_new(FALSE, FALSE, sizeof(qpdf_oh));
  if (!qpdf_oh_is_dictionary(search->qpdf, dictionary)) return values;
  qpdf_oh_begin_dict_key_iter(search->qpdf, dictionary);
  while (search->left > 0 && qpdf_oh_dict_more_keys(search->qpdf)) {
    search->left--;
    qpdf_oh value = qpdf_oh_get_key(search->qpdf, dictionary, qpdf_oh_dict_next_key(search->qpdf));
    g_array_append_val(values, value);
  }
  return values;
}

static int search_resources(struct search *search, qpdf_oh resources, int depth);

// Searches a form or a pattern, once.
static int search_stream(struct search *search, qpdf_oh stream, int depth) {
  if (!qpdf_oh_is_stream(search->qpdf, stream)) return 0;
  if (!g_hash_table_add(search->seen, GINT_TO_POINTER(qpdf_oh_get_object_id(search->qpdf, stream)))) return 0;
  qpdf_oh dictionary = qpdf_oh_get_dict(search->qpdf, stream);
  return search_resources(search, qpdf_oh_get_key_if_dict(search->qpdf, dictionary, "/Resources"), depth + 1);
}

static int search_resources(struct search *search, qpdf_oh resources, int depth) {
  static const char *const kinds[] = {"/XObject", "/Pattern"};
  if (depth > DEEPEST || !qpdf_oh_is_dictionary(search->qpdf, resources)) return 0;
  int found = 0;
  GArray *fonts = values_of(search, qpdf_oh_get_key(search->qpdf, resources, "/Font"));
  for (guint index = 0; !found && index < fonts->len; index++) found = is_missing(search, g_array_index(fonts, qpdf_oh, index));
  g_array_free(fonts, TRUE);
  for (size_t kind = 0; !found && kind < G_N_ELEMENTS(kinds); kind++) {
    GArray *streams = values_of(search, qpdf_oh_get_key(search->qpdf, resources, kinds[kind]));
    for (guint index = 0; !found && index < streams->len; index++) {
      found = search_stream(search, g_array_index(streams, qpdf_oh, index), depth);
    }
    g_array_free(streams, TRUE);
  }
  return found;
}

static int search_annotations(struct search *search, qpdf_oh page) {
  qpdf_data qpdf = search->qpdf;
  qpdf_oh annotations = qpdf_oh_get_key(qpdf, page, "/Annots");
  const int count = qpdf_oh_is_array(qpdf, annotations) ? qpdf_oh_get_array_n_items(qpdf, annotations) : 0;
  for (int index = 0; index < count && search->left > 0; index++) {
    search->left--;
    qpdf_oh annotation = qpdf_oh_get_array_item(qpdf, annotations, index);
    qpdf_oh look = qpdf_oh_get_key_if_dict(qpdf, qpdf_oh_get_key_if_dict(qpdf, annotation, "/AP"), "/N");
    qpdf_oh state = qpdf_oh_get_key_if_dict(qpdf, annotation, "/AS");
    if (qpdf_oh_is_dictionary(qpdf, look) && qpdf_oh_is_name(qpdf, state)) {
      look = qpdf_oh_get_key(qpdf, look, qpdf_oh_get_name(qpdf, state));
    }
    if (search_stream(search, look, 0)) return 1;
  }
  return 0;
}

// The resources of a page, which it may inherit from a node above it.
static qpdf_oh resources_of(qpdf_data qpdf, qpdf_oh page) {
  qpdf_oh node = page;
  for (int height = 0; height < 64 && qpdf_oh_is_dictionary(qpdf, node); height++) {
    if (qpdf_oh_has_key(qpdf, node, "/Resources")) return qpdf_oh_get_key(qpdf, node, "/Resources");
    node = qpdf_oh_get_key(qpdf, node, "/Parent");
  }
  return qpdf_oh_new_null(qpdf);
}

static qpdf_data objects_of(vp_poppler_document *document) {
  if (document->objects_opened) return document->objects;
  document->objects_opened = 1;
  document->objects = vp_objects_open(document->bytes, document->count, document->password);
  // qpdf and poppler may see different pages in a damaged document.
  if (document->objects && qpdf_get_num_pages(document->objects) != document->pages) vp_objects_close(&document->objects);
  return document->objects;
}

int vp_poppler_missing_font(vp_poppler_document *document, int index, char *name, size_t capacity) {
  qpdf_data qpdf = objects_of(document);
  if (!qpdf || index < 0 || index >= document->pages) return 0;
  struct search search = {
      .qpdf = qpdf,
      .seen = g_hash_table_new(g_direct_hash, g_direct_equal),
      .left = MOST_OBJECTS,
      .name = name,
      .capacity = capacity,
  };
  qpdf_oh page = qpdf_get_page_n(qpdf, (size_t)index);
  int found = search_resources(&search, resources_of(qpdf, page), 0) || search_annotations(&search, page);
  g_hash_table_destroy(search.seen);
  qpdf_oh_release_all(qpdf);
  return found;
}
