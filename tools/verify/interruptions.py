"""Ends runs at chosen moments, and says what they were at.

A moment is either any time within a run or, for what takes a few milliseconds only, shortly after a sign on disk that it begins.
"""
import os
import pathlib
import struct
import time

PHASES = ["planning", "taking up the folder", "working, journal empty", "working, journal begun", "synchronising", "publishing", "leaving"]
AIMS = ["any time", "planning", "taking up the folder", "synchronising", "publishing"]
# Bytes of a journal entry, and the place of the row's length in it.
ENTRY, ROW_LENGTH = 32, 16


class Watched:
  """A run's output folder, seen from outside."""

  def __init__(self, process, folder):
    self.process, self.folder = process, folder
    self.state = folder / ".visionprep"
    self.published_before = (folder / "manifest.json").exists()

  def holds(self, name):
    """Whether the program has a file of `.visionprep` open."""
    try:
      files = os.listdir(f"/proc/{self.process.pid}/fd")
    except OSError:
      return False
    for file in files:
      try:
        if os.readlink(f"/proc/{self.process.pid}/fd/{file}").endswith(f".visionprep/{name}"):
          return True
      except OSError:
        pass
    return False

  def size(self, name):
    try:
      return os.stat(self.state / name).st_size
    except OSError:
      return 0

  def row_bytes_in_journal(self):
    try:
      journal = (self.state / "journal").read_bytes()
    except OSError:
      return 0
    return sum(struct.unpack_from("<I", journal, at + ROW_LENGTH)[0] for at in range(0, len(journal) - ENTRY + 1, ENTRY))

  def look(self, aim):
    """What `phase` needs to know and can only be seen before the end. Where the end must come at once nothing is looked at, and known anyway."""
    if aim in ("synchronising", "publishing"):
      return {"lock", "journal"}
    return {name for name in ("lock", "journal") if self.holds(name)}

  def phase(self, open_files):
    """What a run that has been ended was at."""
    if "lock" not in open_files:
      return "planning"
    if "journal" not in open_files:
      return "taking up the folder"
    if (self.folder / "manifest.json").exists():
      return "leaving"
    if (self.state / "parts" / "manifest.json").exists() and not self.published_before:
      return "publishing"
    if self.size("parts/items.jsonl") > self.row_bytes_in_journal():
      return "synchronising"
    return "working, journal begun" if self.size("journal") else "working, journal empty"

  def wait_for(self, aim, chance, seconds):
    """Returns at a moment of the kind `aim`, or when the run has ended. `seconds` is what a whole run takes."""
    if aim == "any time":
      self._sleep(chance.uniform(0, seconds))
    elif aim == "planning":
      self._sleep(chance.uniform(0, 0.15 * seconds))
    else:
      rows = self.size("parts/items.jsonl")
      sign = {
        "taking up the folder": lambda: self.holds("lock"),
        "synchronising": lambda: self.size("parts/items.jsonl") > rows,
        "publishing": lambda: (self.state / "parts" / "manifest.json").exists() and not self.published_before,
      }[aim]
      while self.process.poll() is None and not sign():
        pass
      # A few milliseconds, mostly fewer: such a phase takes no more.
      time.sleep(0.004 * chance.random() ** 2)

  def _sleep(self, seconds):
    until = time.monotonic() + seconds
    while self.process.poll() is None and (left := until - time.monotonic()) > 0:
      time.sleep(min(left, 0.02))
