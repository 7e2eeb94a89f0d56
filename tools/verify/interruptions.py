"""Ends runs at chosen moments, and says what they were doing.

A moment is either any time within a run or, for what takes a few milliseconds only, shortly after a sign on disk that it begins.
"""
import os
import pathlib
import time

PHASES = ["planning", "taking up the folder", "working, journal empty", "working, journal begun", "synchronising", "publishing", "leaving"]
AIMS = ["any time", "planning", "taking up the folder", "synchronising", "publishing"]
# Bytes of a journal entry, one for each row of items.jsonl that is safely on disk.
ENTRY = 112


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

  def rows(self):
    try:
      return (self.state / "parts" / "items.jsonl").read_bytes().count(b"\n")
    except OSError:
      return 0

  def heeds(self, number):
    """Whether the program has a handler for a signal; before it is loaded it has none."""
    try:
      status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
    except OSError:
      return False
    return bool(int(next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt")), 16) >> (number - 1) & 1)

  def look(self, aim):
    """What `phase` needs and is visible only before the end. Where the run must end at once, it is known without looking."""
    if aim in ("synchronising", "publishing"):
      return {"lock", "journal"}
    return {name for name in ("lock", "journal") if self.holds(name)}

  def phase(self, open_files):
    """What a run was doing when it was ended."""
    if "lock" not in open_files:
      return "planning"
    if "journal" not in open_files:
      return "taking up the folder"
    if (self.folder / "manifest.json").exists():
      return "leaving"
    if (self.state / "parts" / "manifest.json").exists() and not self.published_before:
      return "publishing"
    if self.rows() > self.size("journal") // ENTRY:
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
