"""The texts that every record of the built-in recipes must have, computed independently from a recipe and its input.

`expected_items(recipe)` gives the items in plan order, each a dictionary: id, row, system, user, answer.
"""
import csv
import json
import re
import sqlite3

import yaml


def expected_items(recipe_path, prompt="tuned"):
  recipe = yaml.safe_load(recipe_path.read_text("utf-8"))
  rows = _rows(recipe, recipe_path.parent)
  system, user = (_chosen(recipe["prompt"].get(key), prompt) for key in ("system", "user"))
  return [
    {"id": row[recipe["source"].get("id", "file")], "row": row, "system": _fill(system, row), "user": _fill(user, row),
     "answer": _answer(recipe["answer"], row)}
    for row in rows]


def _rows(recipe, folder):
  source = recipe["source"]
  if "sqlite" in source:
    database = sqlite3.connect(folder / source["sqlite"])
    database.row_factory = sqlite3.Row
    return [dict(row) for row in database.execute(source["query"])]
  if "documents" in source:
    labels = {row[source.get("id", "file")]: row for row in _table(folder / source["labels"])}
    return [labels[path.name] for path in sorted(folder.glob(source["documents"]))]
  return _table(folder / source["table"])


def _table(path):
  with open(path, encoding="utf-8-sig", newline="") as file:
    if path.suffix == ".jsonl":
      return [json.loads(line) for line in file if line.strip()]
    return _typed(list(csv.DictReader(file)))


def _typed(rows):
  """A column of a CSV is of numbers when every value is one, written as JSON writes it."""
  number = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
  for column in rows[0]:
    if all(number.fullmatch(row[column]) for row in rows):
      for row in rows:
        row[column] = json.loads(row[column])
  return rows


def _chosen(text, prompt):
  return text[prompt] if isinstance(text, dict) else text


def _fill(template, row):
  if template is None:
    return None
  return re.sub(r"\{(\w+)\}", lambda match: str(row[match[1]]), template)


def _answer(answer, row):
  if "text" in answer:
    return _fill(answer["text"], row)
  return json.dumps({column: row[column] for column in answer["json"]}, ensure_ascii=False, separators=(",", ":"))
