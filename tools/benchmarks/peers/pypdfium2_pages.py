"""The first pages of PDF files as PNG files, by pypdfium2 and Pillow: FOLDER DPI PAGES FILE..."""
import sys

import pypdfium2

folder, dpi, pages, *files = sys.argv[1:]
for number, file in enumerate(files):
  document = pypdfium2.PdfDocument(file)
  for index in range(min(int(pages), len(document))):
    document[index].render(scale=int(dpi) / 72).to_pil().save(f"{folder}/{number:03}-{index}.png")
  document.close()
