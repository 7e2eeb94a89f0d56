"""The processes of a run as /proc shows them: which there are, what memory they hold, and whether one outlives its run.

A run that harness.start began leads a session of its own, so the program and its helpers are told from all other processes by that.
"""
import os
import pathlib
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")


def _fields(pid):
  """The fields of /proc/PID/stat after the name, which may hold spaces; empty when the process is gone."""
  try:
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
  except OSError:
    return []


def of_run(leader):
  """The processes of a run that are alive; a dead one whose parent has not waited for it does not count."""
  found = []
  for name in os.listdir("/proc"):
    if name.isdigit():
      fields = _fields(name)
      if fields and fields[3] == str(leader) and fields[0] not in "ZX":
        found.append(int(name))
  return found


def children_of(pid):
  """Faster than `of_run`, which looks at all processes of the machine."""
  try:
    tasks = pathlib.Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]
  except OSError:
    return []


def outliving(leader, patience=2):
  """What is left of a run that has ended, after a moment for the system to deliver its signals."""
  until = time.monotonic() + patience
  while (left := of_run(leader)) and time.monotonic() < until:
    time.sleep(0.02)
  return left


def memory_of(pid):
  """PSS and RSS in bytes; nothing when the process is gone."""
  try:
    lines = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
  except OSError:
    return None
  kilobytes = {line.split()[0]: int(line.split()[1]) for line in lines if line.startswith(("Pss:", "Rss:"))}
  return tuple(kilobytes[key] * 1024 for key in ("Pss:", "Rss:")) if len(kilobytes) == 2 else None


class Memory(threading.Thread):
  """Samples the memory of all processes of a run until it ends.

  PSS counts a page that n processes share as an n-th for each, so its sum is what the run takes of the machine; the sum of RSS counts
  it n times.
  """

  def __init__(self, process, interval=0.05):
    super().__init__(daemon=True)
    self.process, self.interval = process, interval
    self.pss = self.rss = self.program = self.helper = self.samples = 0
    self.helpers = set()
    self.seconds = {"program": 0.0, "helpers": 0.0}
    self.start()

  def run(self):
    while self.process.poll() is None:
      self._sample()
      time.sleep(self.interval)

  def _sample(self):
    sizes = {pid: size for pid in of_run(self.process.pid) if (size := memory_of(pid))}
    program = sizes.get(self.process.pid, (0, 0))
    helpers = [size for pid, size in sizes.items() if pid != self.process.pid]
    self.samples += 1
    self.helpers.update(sizes.keys() - {self.process.pid})
    self.pss = max(self.pss, sum(pss for pss, _ in sizes.values()))
    self.rss = max(self.rss, sum(rss for _, rss in sizes.values()))
    self.program = max(self.program, program[0])
    self.helper = max([self.helper, *(pss for pss, _ in helpers)])
    fields = _fields(self.process.pid)
    if len(fields) > 14:
      own, children = (sum(map(int, fields[first:first + 2])) / TICKS for first in (11, 13))
      self.seconds = {"program": own, "helpers": children}

  def figures(self):
    return (f"PSS {self.pss / 1e6:.0f} MB, RSS {self.rss / 1e6:.0f} MB (program {self.program / 1e6:.0f} MB, "
            f"largest helper {self.helper / 1e6:.0f} MB, {self.samples} samples)")
