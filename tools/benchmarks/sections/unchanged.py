"""Photos that need no change: their bytes are checked, hashed, and go into records as they are."""
import datasets
import measure
import photographs
import report

# Bytes of input, approximately; on one processor.
INPUT = 400e6


def run(inputs, folder, rounds):
  photos = photographs.jpegs(inputs.photos)
  files = photographs.copies_of_about(INPUT, photos, folder / "files")
  read = sum(path.stat().st_size for path in files)
  (folder / "photos.csv").write_text("key\n" + "".join(f"files/{file.name}\n" for file in files))

  def contender(verify):
    recipe = datasets.write_recipe(
      folder / f"{verify}.yaml", {"table": "photos.csv", "id": "key", "images": ["key"]}, image={"verify": verify})
    return measure.Contender(f"verify: {verify}", datasets.prepare(recipe, folder / verify, "--jobs", 1), folder / verify, made)

  figures = measure.compare([
    contender("structure"), contender("decode"), measure.Contender("sha256sum", ["sha256sum", *files]),
  ], rounds)
  section = report.Section("unchanged", f"{len(files)} JPEG files, {read / 1e6:.0f} MB in the page cache, 1 job", figures)
  section.note("quality: the share of images whose bytes were kept; digests of all images, records and files are among the work")
  section.at_least("0.4 GB of input a second and processor", 0.4, GB_per_second=read / 1e9 / figures[0].processor)
  return section


def made(output):
  rows = [image for row in datasets.rows(output) for image in row["images"]]
  return sum(path.stat().st_size for path in output.glob("*.jsonl")) / 1e6, f"{sum(image['kept'] for image in rows) / len(rows):.0%} kept"
