"""Pages of drawings at 300 DPI, one job: visionprep, rendering alone, and four other ways to PNG files."""
import functools
import io
import subprocess
import sys

import datasets
import measure
import numpy
import programs
import report
from PIL import Image

Image.MAX_IMAGE_PIXELS = None
DOCUMENTS, PAGES, DPI = 40, 3, 300
# The first page of every EACH-th document is compared.
EACH = 7


def run(inputs, folder, rounds):
  documents = datasets.by_name(inputs.drawings, ".pdf")[:DOCUMENTS]
  (folder / "in").mkdir()
  for path in documents:
    (folder / "in" / path.name).symlink_to(path)
  recipe = datasets.write_recipe(
    folder / "drawings.yaml", {"documents": "in/*.[pP][dD][fF]"}, render={"dpi": DPI, "pages": f"1-{PAGES}", "per": "page"}, image={"format": "png"})
  render = programs.compiled("render", "poppler-glib", "cairo")
  (folder / "reference").mkdir()
  subprocess.run([render, "--write", folder / "reference", str(DPI), "1", *documents[::EACH]], check=True)

  def visionprep(name, jobs):
    output = folder / f"visionprep-{jobs}"
    result = functools.partial(made_by_us, documents, folder / "reference")
    return measure.Contender(name, datasets.prepare(recipe, output, "--jobs", jobs), output, result)

  def peer(name, *command):
    output = folder / command[-1].stem
    return measure.Contender(name, [*command, output, DPI, PAGES, *documents], output, functools.partial(made_by_peer, folder / "reference"))

  ours, alone, ours_twice, pymupdf, _, pdf2image, pdftoppm = figures = measure.compare([
    visionprep("visionprep", 1),
    measure.Contender("rendering alone", [render, DPI, PAGES, *documents]),
    visionprep("visionprep, 2 jobs", 2),
    peer("PyMuPDF", sys.executable, programs.PEERS / "pymupdf_pages.py"),
    peer("pypdfium2 + Pillow", sys.executable, programs.PEERS / "pypdfium2_pages.py"),
    peer("pdf2image", sys.executable, programs.PEERS / "pdf2image_pages.py"),
    peer("pdftoppm -png", "sh", programs.PEERS / "pdftoppm_pages.sh"),
  ], rounds)

  rendered = datasets.rows(folder / "visionprep-1")
  pixels = sum(image["width"] * image["height"] for row in rendered for image in row["images"]) / 1e6
  section = report.Section("drawings", f"{len(rendered)} pages of {len(documents)} drawings at {DPI} DPI, {pixels:.0f} megapixels, 1 job", figures)
  section.note("quality: mean difference of gray values (0 to 255) to what poppler draws with cairo, over a sample of pages")
  section.at_most("at most 1.3 times rendering alone", 1.3, wall=ours.wall / alone.wall, processor=ours.processor / alone.processor)
  section.faster(ours, pymupdf, 3)
  section.faster(ours, pdf2image, 6.5)
  section.faster(ours, pdftoppm, 12)
  section.at_most("no more bytes than PyMuPDF", 1, bytes=ours.megabytes / pymupdf.megabytes)
  section.at_least("2 jobs 1.9 times as fast as 1", 1.9, wall=ours.wall / ours_twice.wall)
  return section


def made_by_us(documents, reference, output):
  made = {image["source"].rpartition("/")[2]: data for image, data in datasets.images(output) if image["page"] == 1}
  return datasets.image_megabytes(output), difference(reference, [io.BytesIO(made[path.name]) for path in documents[::EACH]])


def made_by_peer(reference, output):
  first = {path.name[:3]: path for path in sorted(output.iterdir(), reverse=True)}
  return datasets.total_megabytes(output.iterdir()), difference(reference, [path for _, path in sorted(first.items())][::EACH])


def difference(reference, pages):
  return f"{numpy.mean([page_difference(reference / f'{number}-0.ppm', page) for number, page in enumerate(pages)]):.2f}"


def page_difference(wanted, got):
  wanted, got = (numpy.asarray(Image.open(file).convert("L"), "int16") for file in (wanted, got))
  # Some programs round the size of a page up.
  height, width = numpy.minimum(wanted.shape, got.shape)
  return float(numpy.abs(wanted[:height, :width] - got[:height, :width]).mean())
