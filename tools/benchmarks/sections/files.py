"""Putting files together and cutting them anew, against copying the same bytes."""
import shutil
import subprocess

import datasets
import harness
import measure
import photographs
import programs
import report

# Bytes of input, approximately.
INPUT = 250e6


def run(inputs, folder, rounds):
  photos = photographs.jpegs(inputs.photos)
  files = photographs.copies_of_about(INPUT, photos, folder / "files")
  (folder / "photos.csv").write_text("key\n" + "".join(f"files/{file.name}\n" for file in files))
  source = {"table": "photos.csv", "id": "key", "images": ["key"]}
  recipe = datasets.write_recipe(folder / "photos.yaml", source)
  for shard in range(2):
    subprocess.run(list(map(str, datasets.prepare(recipe, folder / f"part-{shard}", "--shard", f"{shard}/2"))), check=True)
  subprocess.run(list(map(str, datasets.prepare(recipe, folder / "whole"))), check=True)
  # The same recipe except for the size of the files, so the folder is cut anew.
  smaller = datasets.write_recipe(folder / "smaller.yaml", source, dataset="photos", files={"max_bytes": "64MB"})
  parts = [path for shard in range(2) for path in sorted((folder / f"part-{shard}").glob("*.jsonl"))]

  def restore():
    shutil.rmtree(folder / "recut")
    subprocess.run(["cp", "--archive", "--link", folder / "whole", folder / "recut"], check=True)

  def copy(name, after):
    output = folder / f"copies-{after}"
    return measure.Contender(name, ["sh", programs.PEERS / "copy_files.sh", output, after, *parts], output, made)

  merge, cut, copied, synchronized = figures = measure.compare([
    measure.Contender(
      "merge", [harness.program(), "merge", folder / "part-0", folder / "part-1", "--output", folder / "merged", "--quiet"], folder / "merged", made),
    measure.Contender("cut anew", datasets.prepare(smaller, folder / "recut"), folder / "recut", made, before=restore),
    copy("cp", "keep"),
    copy("cp, flushed to disk", "flush"),
  ], rounds)
  section = report.Section("files", f"{len(files)} records, {copied.megabytes:.0f} MB in the page cache, two parts", figures)
  section.note("merge and cut read, compare each record with its digest, write, digest each file, and flush to disk")
  for ours in (merge, cut):
    section.at_most(f"{ours.name} at most 1.3 times cp that is flushed", 1.3, wall=ours.wall / synchronized.wall)
    section.note(f"{ours.name} takes {ours.wall / copied.wall:.2f} times as long as cp that is not flushed")
  return section


def made(output):
  return sum(path.stat().st_size for path in output.glob("*.jsonl")) / 1e6, ""
