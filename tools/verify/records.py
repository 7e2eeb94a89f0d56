#!/usr/bin/env python3
"""Reads an output folder independently of the program, and checks everything that it says about itself: the form of every record,
its images (format, mode, size, digest), its place, items.jsonl, manifest.json and the sizes of the files; with the recipe of a
sample also the texts.

  tools/verify/records.py OUTPUT_FOLDER [RECIPE]
"""
import base64
import hashlib
import io
import json
import pathlib
import re
import sys

import harness

STAGES = {"plan", "fetch", "render", "decode", "check", "resize", "encode", "record"}
SPLITS = ("train", "validation", "test")


def sha256(data):
  return hashlib.sha256(data).hexdigest()


def read_rows(folder):
  return [json.loads(line) for line in (folder / "items.jsonl").read_text("utf-8").splitlines()]


def verify(folder, checks, max_bytes=512_000_000, expected=None, on_image=None, decode=True):
  """Checks an output folder; gives its rows. `on_image(row, number, data, image)` is called with each decoded image."""
  rows = read_rows(folder)
  manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
  placed = _verify_rows(rows, checks)
  _verify_manifest(folder, manifest, rows, checks, max_bytes)
  names = sorted({name for name, _ in placed})
  checks.equal(sorted(path.name for path in folder.glob("*-*.jsonl")), names, "the files are those that the rows name")
  for name in names:
    with open(folder / name, "rb") as file:
      count = 0
      for count, line in enumerate(file, 1):
        row = placed.get((name, count))
        if checks.that(row is not None, f"{name}:{count} stands in items.jsonl"):
          texts = expected[row["ordinal"]] if expected else None
          _verify_record(line, row, f"{name}:{count}", texts, checks, on_image, decode)
    checks.equal(count, sum(key[0] == name for key in placed), f"{name} lines")
  if expected:
    checks.equal([row["id"] for row in rows], [item["id"] for item in expected], "ids in the input's order")
  return rows


def _verify_rows(rows, checks):
  """The rows by the place of their record."""
  placed, lines = {}, {}
  checks.equal([row["ordinal"] for row in rows], list(range(len(rows))), "ordinals")
  checks.equal(len({row["id"] for row in rows}), len(rows), "different ids")
  for row in rows:
    what = f"items.jsonl row {row['ordinal']}"
    checks.that(row["split"] in SPLITS, f"{what}: split {row['split']}")
    failure, record = row["failure"], row["record"]
    checks.that((failure is None) != (record is None), f"{what}: exactly one of failure and record")
    checks.equal(row["outcome"], "record" if record else "failure", f"{what}: outcome")
    if failure:
      checks.equal(sorted(failure), ["code", "message", "stage"], f"{what}: keys of failure")
      checks.that(failure["stage"] in STAGES and failure["code"] and failure["message"].endswith((".", "!", "?")), f"{what}: {failure}")
    if record:
      split, number = re.fullmatch(r"(\w+)-(\d{5})\.jsonl", record["file"]).groups()
      checks.equal(split, row["split"], f"{what}: split of its file")
      # In plan order, without gaps, within each split.
      last = lines.get(split, (1, 0))
      following = [(last[0], last[1] + 1), (last[0] + 1, 1)]
      place = (int(number), record["line"])
      checks.that(place in following, f"{what}: place {place} follows {last}")
      lines[split] = place
      placed[record["file"], record["line"]] = row
  return placed


def _verify_manifest(folder, manifest, rows, checks, max_bytes):
  records = [row for row in rows if row["record"]]
  failures = {}
  for row in rows:
    if row["failure"]:
      failures[row["failure"]["code"]] = failures.get(row["failure"]["code"], 0) + 1
  checks.equal((manifest["items"], manifest["records"], manifest["failed"]), (len(rows), len(records), len(rows) - len(records)), "manifest counts")
  checks.equal(manifest["failures"], failures, "manifest failures")
  checks.equal(manifest["splits"], {split: sum(row["split"] == split for row in records) for split in SPLITS}, "manifest splits")
  digests = "".join(row["record"]["sha256"] for row in records)
  checks.equal(manifest["root_sha256"], sha256(digests.encode()), "root digest, over the digests of the records as text")
  found = {path.name for path in folder.iterdir() if path.name not in (".visionprep", "manifest.json", "report.html")}
  checks.equal({file["name"] for file in manifest["files"]}, found, "manifest files")
  for file in manifest["files"]:
    data = (folder / file["name"]).read_bytes()
    checks.equal((file["bytes"], file["sha256"]), (len(data), sha256(data)), f"manifest of {file['name']}")
    checks.equal(file["lines"], data.count(b"\n"), f"manifest lines of {file['name']}")
    checks.that(data.endswith(b"\n"), f"{file['name']} ends with a newline")
    if file["name"] != "items.jsonl":
      checks.that(len(data) <= max_bytes, f"{file['name']} has {len(data)} bytes, at most {max_bytes}")
  _verify_cuts(records, checks, max_bytes)
  everything = json.dumps(manifest)
  checks.that("/home/" not in everything and "/tmp/" not in everything and str(folder.parent) not in everything, "manifest names no place")


def _verify_cuts(records, checks, max_bytes):
  """A file is cut only where the next record would not fit."""
  for split in SPLITS:
    size, number = 0, 1
    for row in (row for row in records if row["split"] == split):
      length = row["record"]["bytes"] + 1
      if size + length > max_bytes:
        size, number = 0, number + 1
      size += length
      checks.equal(row["record"]["file"], f"{split}-{number:05}.jsonl", f"cut at item {row['ordinal']}")


def _verify_record(line, row, place, expected, checks, on_image, decode):
  data = line.removesuffix(b"\n")
  checks.equal((row["record"]["bytes"], row["record"]["sha256"]), (len(data), sha256(data)), f"{place}: bytes and digest of the row")
  record = json.loads(data)
  checks.equal(list(record), ["messages"], f"{place}: keys")
  roles = [message["role"] for message in record["messages"]]
  checks.that(roles in (["system", "user", "assistant"], ["user", "assistant"]), f"{place}: roles {roles}")
  texts = {message["role"]: message["content"] for message in record["messages"]}
  images = []
  if isinstance(texts["user"], list):
    kinds = [part["type"] for part in texts["user"]]
    checks.equal(kinds, ["text"] + ["image_url"] * (len(kinds) - 1), f"{place}: parts")
    images = [part["image_url"] for part in texts["user"][1:]]
    texts["user"] = texts["user"][0]["text"]
  checks.that(all(isinstance(text, str) for text in texts.values()), f"{place}: texts are texts")
  if expected:
    checks.equal(texts, {key: value for key, value in
                         {"system": expected["system"], "user": expected["user"], "assistant": expected["answer"]}.items() if value is not None},
                 f"{place}: texts")
  if checks.equal(len(images), len(row["images"]), f"{place}: images"):
    for number, (image, entry) in enumerate(zip(images, row["images"])):
      _verify_image(image, entry, row, number, f"{place} image {number}", checks, on_image, decode)


def _verify_image(part, entry, row, number, place, checks, on_image, decode):
  from PIL import Image
  Image.MAX_IMAGE_PIXELS = None
  checks.that(set(part) <= {"url", "detail"} and part.get("detail", "auto") in ("low", "high", "auto"), f"{place}: keys {list(part)}")
  named, _, text = part["url"].removeprefix("data:image/").partition(";base64,")
  data = base64.b64decode(text, validate=True)
  checks.equal(base64.b64encode(data).decode(), text, f"{place}: base64 is canonical")
  checks.equal((entry["bytes"], entry["sha256"]), (len(data), sha256(data)), f"{place}: bytes and digest")
  try:
    image = Image.open(io.BytesIO(data))
  except (OSError, SyntaxError, ValueError) as error:
    checks.that(False, f"{place}, from {entry['source']}: Pillow cannot open it: {error}")
    return
  # MPO is JPEG with more pictures behind the first.
  found = "jpeg" if image.format == "MPO" else image.format.lower()
  checks.equal((named, entry["format"]), (found, found), f"{place}: format")
  checks.equal((entry["width"], entry["height"]), image.size, f"{place}: size")
  checks.that(image.mode in ("RGB", "RGBA"), f"{place}: mode {image.mode}")
  if decode:
    try:
      image.load()
    except (OSError, SyntaxError, ValueError) as error:
      checks.that(False, f"{place}, from {entry['source']}: Pillow cannot decode it: {error}")
      return
  if on_image:
    on_image(row, number, data, image)


def verify_groups(rows, group_of, checks):
  """No group is in two splits."""
  splits = {}
  for row in rows:
    splits.setdefault(group_of(row), set()).add(row["split"])
  checks.equal([group for group, found in splits.items() if len(found) > 1], [], "groups in two splits")


def verify_shares(rows, shares, checks, slack, what):
  for split, share in shares.items():
    count = sum(row["split"] == split for row in rows)
    checks.that(abs(count - share * len(rows)) <= slack, f"{what}: {split} has {count} of {len(rows)}, its share is {share}")


if __name__ == "__main__":
  if len(sys.argv) < 2:
    sys.exit(__doc__)
  harness.enter()
  import inputs
  checks = harness.Checks("records")
  wanted = inputs.expected_items(pathlib.Path(sys.argv[2])) if len(sys.argv) > 2 else None
  rows = verify(pathlib.Path(sys.argv[1]), checks, expected=wanted)
  checks.figure("rows", len(rows))
  checks.end()
