"""Memory: flat in the number of items, and small for a large photo and a large page."""

import datasets
import measure
import numpy
import report
import sheets
from PIL import Image

FEW, MANY = 1_000, 100_000


def run(inputs, folder, rounds):
  photo, large = write_photo(folder / "small.jpg", 160, 120), write_photo(folder / "large.jpg", 7680, 4320)
  sheet = sheets.write_sheet(folder / "sheet.pdf")

  def contender(name, source, *options, **sections):
    recipe = datasets.write_recipe(folder / f"{name}.yaml".replace(" ", "-"), source, **sections)
    return measure.Contender(name, datasets.prepare(recipe, folder / "out", *options), folder / "out")

  def items(count):
    names = folder / f"names-{count}.csv"
    names.write_text("key,photo\n" + "".join(f"{number},{photo.name}\n" for number in range(count)))
    return contender(f"{count:,} small photos", {"table": names.name, "id": "key", "images": ["photo"]})

  def one(name, path, **sections):
    (folder / f"{path.stem}.csv").write_text(f"key\n{path.name}\n")
    return contender(name, {"table": f"{path.stem}.csv", "id": "key", "images": ["key"]}, **sections)

  # Two rounds; the highest memory counts.
  few, many, idle, decoded, page = figures = measure.compare([
    items(FEW), items(MANY), one("1 small photo", photo),
    one("33 megapixels to 1024", large, image={"max_side": 1024}),
    contender("A0 page at 300 DPI", {"documents": sheet.name}, render={"dpi": 300}, image={"format": "png"}),
  ], min(rounds, 2))
  section = report.Section("memory", "the highest sum of PSS over a run's processes", figures)
  section.at_most(f"{MANY:,} items need at most 1.1 times the memory of {FEW:,}", 1.1, growth=many.peak / few.peak)
  section.at_most("33 megapixels at most 60 MB above the idle process", 60, MB=(decoded.peak - idle.peak) / 1e6)
  section.at_most("an A0 page at most 700 MB", 700, MB=page.peak / 1e6)
  return section


def write_photo(path, width, height):
  """A baseline JPEG, smooth with some grain."""
  chance = numpy.random.default_rng(width)
  coarse = Image.fromarray(chance.integers(0, 256, (max(2, height // 120), max(2, width // 120), 3), "uint8"))
  smooth = numpy.asarray(coarse.resize((width, height), Image.BICUBIC))
  Image.fromarray(smooth ^ chance.integers(0, 8, (height, width, 1), "uint8")).save(path, quality=90)
  return path
