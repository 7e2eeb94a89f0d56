"""What a run costs before and after its work: the version, a table of one row, a document of one small page."""
import sys

import datasets
import harness
import measure
import report
import sheets

# A start is short, so it is measured more often.
TIMES = 5


def run(inputs, folder, rounds):
  (folder / "texts.csv").write_text("key\nfirst\n")
  text = datasets.write_recipe(folder / "text.yaml", {"table": "texts.csv", "id": "key", "images": []})
  sheets.write_sheet(folder / "page.pdf", marks=10)
  page = datasets.write_recipe(folder / "page.yaml", {"documents": "page.pdf"}, render={"dpi": 20}, image={"format": "png"})
  version, row, _, _ = figures = measure.compare([
    measure.Contender("visionprep --version", [harness.program(), "--version"]),
    measure.Contender("one row of text", datasets.prepare(text, folder / "text"), folder / "text"),
    measure.Contender("one small page", datasets.prepare(page, folder / "page"), folder / "page"),
    measure.Contender("python3 -c pass", [sys.executable, "-I", "-c", "pass"]),
  ], TIMES * rounds)
  section = report.Section("startup", "whole processes; a run flushes its files to disk several times", figures)
  section.at_most("the version in 0.05 s", 0.05, wall=version.wall, processor=version.processor)
  section.at_most("one row in 0.1 s of processor time", 0.1, processor=row.processor)
  return section
