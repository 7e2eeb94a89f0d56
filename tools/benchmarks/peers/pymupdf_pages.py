"""The first pages of PDF files as PNG files, by PyMuPDF: FOLDER DPI PAGES FILE..."""
import sys

import pymupdf

folder, dpi, pages, *files = sys.argv[1:]
pymupdf.TOOLS.mupdf_display_errors(False)
for number, file in enumerate(files):
  with pymupdf.open(file) as document:
    for index in range(min(int(pages), len(document))):
      document[index].get_pixmap(dpi=int(dpi)).save(f"{folder}/{number:03}-{index}.png")
