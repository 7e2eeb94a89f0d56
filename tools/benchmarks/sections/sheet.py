"""One A0 sheet at 300 DPI, with one job and with two."""
import sys

import datasets
import measure
import programs
import report
import sheets

DPI = 300


def run(inputs, folder, rounds):
  sheet = sheets.write_sheet(folder / "sheet.pdf")
  recipe = datasets.write_recipe(folder / "sheet.yaml", {"documents": "sheet.pdf"}, render={"dpi": DPI}, image={"format": "png"})

  def visionprep(name, jobs):
    output = folder / f"visionprep-{jobs}"
    return measure.Contender(name, datasets.prepare(recipe, output, "--jobs", jobs), output, lambda output: (datasets.image_megabytes(output), ""))

  def peer(name, *command):
    output = folder / command[-1].stem
    return measure.Contender(name, [*command, output, DPI, 1, sheet], output, lambda output: (datasets.total_megabytes(output.iterdir()), ""))

  figures = measure.compare([
    visionprep("visionprep, 1 job", 1),
    visionprep("visionprep, 2 jobs", 2),
    measure.Contender("rendering alone", [programs.compiled("render", "poppler-glib", "cairo"), DPI, 1, sheet]),
    peer("PyMuPDF", sys.executable, programs.PEERS / "pymupdf_pages.py"),
    peer("pdftoppm -png", "sh", programs.PEERS / "pdftoppm_pages.sh"),
  ], rounds)
  image = datasets.rows(folder / "visionprep-1")[0]["images"][0]
  return report.Section("sheet", f"an A0 page at {DPI} DPI, {image['width']} x {image['height']}", figures)
