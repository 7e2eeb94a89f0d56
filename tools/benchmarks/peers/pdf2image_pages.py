"""The first pages of PDF files as PNG files, by pdf2image and Pillow: FOLDER DPI PAGES FILE..."""
import sys

import pdf2image

folder, dpi, pages, *files = sys.argv[1:]
for number, file in enumerate(files):
  for index, image in enumerate(pdf2image.convert_from_path(file, dpi=int(dpi), last_page=int(pages))):
    image.save(f"{folder}/{number:03}-{index}.png")
