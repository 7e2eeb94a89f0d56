"""Recipes, and what a run of visionprep made of them."""
import base64
import json
import os

import harness
import yaml


def write_recipe(path, source, **sections):
  path.write_text(yaml.safe_dump({
    "dataset": path.stem, "source": source, "prompt": {"user": "What is this?"}, "answer": {"text": "This."}, **sections}, sort_keys=False))
  return path


def by_name(folder, *suffixes):
  """The files of a folder with one of these suffixes, in byte order, which the program uses in every locale."""
  return sorted((path for path in folder.iterdir() if path.suffix.lower() in suffixes), key=lambda path: os.fsencode(path.name))


def prepare(recipe, output, *options):
  return [harness.program(), "prepare", recipe, "--output", output, "--quiet", *options]


def rows(output):
  return [json.loads(line) for line in (output / "items.jsonl").read_text().splitlines()]


def images(output):
  """For each image its row, and its bytes from the record."""
  lines = {}
  for row in rows(output):
    place = row["record"]
    if place is None:
      raise SystemExit(f"{row['id']}: {row['failure']['message']}")
    if place["file"] not in lines:
      lines[place["file"]] = (output / place["file"]).read_bytes().split(b"\n")
    record = json.loads(lines[place["file"]][place["line"] - 1])
    parts = [part for message in record["messages"] if isinstance(message["content"], list) for part in message["content"]]
    addresses = [part["image_url"]["url"] for part in parts if part["type"] == "image_url"]
    for image, address in zip(row["images"], addresses, strict=True):
      yield image, base64.b64decode(address.partition(",")[2])


def image_megabytes(output):
  return sum(image["bytes"] for row in rows(output) for image in row["images"]) / 1e6


def total_megabytes(files):
  return sum(file.stat().st_size for file in files) / 1e6
