"""Runs programs in turn and measures them as a whole: wall time, processor time including their children, and peak memory."""
import dataclasses
import os
import pathlib
import shutil
import statistics
import subprocess
import threading
import time
import typing

import processes

PAGE = os.sysconf("SC_PAGE_SIZE")
# A program that took this long in total gets no more rounds.
LONGEST = 45


@dataclasses.dataclass
class Contender:
  """A program with its arguments that is compared with others."""
  name: str
  command: list
  # The folder that it writes to; emptied before each round.
  output: pathlib.Path | None = None
  # Called with the output folder after the last round; returns (megabytes made, quality).
  result: typing.Callable | None = None
  # Called before each round, for work that is not measured.
  before: typing.Callable | None = None
  environment: dict = dataclasses.field(default_factory=dict)
  # Exit codes that are correct.
  codes: tuple = (0,)


@dataclasses.dataclass
class Figures:
  """What a contender took: medians over its rounds, and the highest memory of all rounds."""
  name: str
  wall: float
  processor: float
  peak: int
  rounds: int
  megabytes: float | None = None
  quality: str = ""


class Peak(threading.Thread):
  """Samples the memory of a process and its descendants. PSS is slow to read, so it is read only when RSS has grown."""

  def __init__(self, pid):
    super().__init__(daemon=True)
    self.pid, self.bytes, self._rss = pid, 0, 0
    self._ended = threading.Event()
    self.start()

  def run(self):
    while not self._ended.wait(0.02):
      tree = list(self._tree(self.pid))
      rss = sum(map(self._resident, tree))
      if rss > 1.02 * self._rss:
        self._rss = rss
        self.bytes = max(self.bytes, sum(size[0] for size in map(processes.memory_of, tree) if size))

  def end(self):
    self._ended.set()
    self.join()
    return self.bytes

  def _tree(self, pid):
    yield pid
    for child in processes.children_of(pid):
      yield from self._tree(child)

  @staticmethod
  def _resident(pid):
    try:
      return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
      return 0


def run(contender):
  """One whole process. Returns wall and processor seconds, and the peak of memory in bytes."""
  if contender.output:
    shutil.rmtree(contender.output, ignore_errors=True)
    contender.output.mkdir(parents=True)
  if contender.before:
    contender.before()
  # This program must not wait until what others wrote or removed is on disk.
  os.sync()
  environment = {**os.environ, **contender.environment}
  began = time.monotonic()
  process = subprocess.Popen(
    list(map(str, contender.command)), env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
  peak = Peak(process.pid)
  # Read while it runs; otherwise a program that prints much would wait for us.
  said = []
  listener = threading.Thread(target=lambda: said.append(process.stderr.read()[-1000:]), daemon=True)
  listener.start()
  _, status, usage = os.wait4(process.pid, 0)
  wall = time.monotonic() - began
  process.returncode = os.waitstatus_to_exitcode(status)
  listener.join(1)
  process.stderr.close()
  if process.returncode not in contender.codes:
    raise SystemExit(f"{contender.name} ended with {process.returncode}: {b''.join(said).decode(errors='replace')}")
  return wall, usage.ru_utime + usage.ru_stime, peak.end()


def compare(contenders, rounds):
  """Runs the contenders in turn, round after round, so that other load affects all of them alike. Returns their figures."""
  taken = {contender.name: [] for contender in contenders}
  for number in range(rounds):
    for contender in contenders:
      if sum(wall for wall, _, _ in taken[contender.name]) < LONGEST:
        taken[contender.name].append(run(contender))
  return [_figures(contender, taken[contender.name]) for contender in contenders]


def _figures(contender, taken):
  walls, processors, peaks = zip(*taken)
  megabytes, quality = contender.result(contender.output) if contender.result else (None, "")
  return Figures(contender.name, statistics.median(walls), statistics.median(processors), max(peaks), len(taken), megabytes, quality)
