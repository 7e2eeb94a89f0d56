"""What a section found, as a table for people, as Markdown and as JSON."""
import dataclasses


@dataclasses.dataclass
class Target:
  """A target, what was measured, and whether it is met."""
  words: str
  measured: str
  met: bool


class Section:
  """The figures of one section. Ratios are to its first figure."""

  def __init__(self, name, inputs, figures=()):
    self.name, self.inputs, self.figures = name, inputs, list(figures)
    self.targets, self.notes = [], []

  def at_most(self, words, limit, **measured):
    """Each of the measured values may be at most the limit."""
    self._target(words, measured, all(value <= limit for value in measured.values()))

  def at_least(self, words, limit, **measured):
    self._target(words, measured, all(value >= limit for value in measured.values()))

  def _target(self, words, measured, met):
    text = ", ".join(f"{name.replace('_', ' ')} {value:.{2 if value < 10 else 0}f}" for name, value in measured.items())
    self.targets.append(Target(words, text, met))

  def faster(self, ours, theirs, factor):
    """Ours needs at most 1/factor of their time."""
    self.at_least(f"{factor:g} times as fast as {theirs.name}", factor, wall=theirs.wall / ours.wall, processor=theirs.processor / ours.processor)

  def note(self, text):
    self.notes.append(text)

  HEAD = ["", "wall s", "x", "processor s", "x", "peak MB", "made MB", "quality", "rounds"]

  def rows(self):
    first = self.figures[0] if self.figures else None
    for figure in self.figures:
      yield [
        figure.name, seconds(figure.wall), f"{figure.wall / first.wall:.2f}", seconds(figure.processor),
        f"{figure.processor / max(first.processor, 1e-9):.2f}", f"{figure.peak / 1e6:.0f}",
        "" if figure.megabytes is None else f"{figure.megabytes:.1f}", figure.quality, str(figure.rounds)]

  def text(self):
    lines = [f"{self.name}: {self.inputs}"]
    if self.figures:
      table = [self.HEAD, *self.rows()]
      widths = [max(len(row[column]) for row in table) for column in range(len(self.HEAD))]
      for row in table:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:]))]
        lines.append("  " + "  ".join(cells).rstrip())
    lines += [f"  {note}" for note in self.notes]
    lines += [f"  {'met    ' if target.met else 'NOT MET'} {target.words}: {target.measured}" for target in self.targets]
    return "\n".join(lines)

  def markdown(self):
    lines = [f"## {self.name}", "", f"{self.inputs}."]
    if self.figures:
      lines += ["", "| " + " | ".join(self.HEAD) + " |", "|---|" + "--:|" * (len(self.HEAD) - 1)]
      lines += ["| " + " | ".join(row) + " |" for row in self.rows()]
    lines += [f"\n{note}." for note in self.notes]
    if self.targets:
      lines += ["", "| target | measured | met |", "|---|---|---|"]
      lines += [f"| {target.words} | {target.measured} | {'yes' if target.met else '**no**'} |" for target in self.targets]
    return "\n".join(lines) + "\n"

  def json(self):
    return {
      "section": self.name, "inputs": self.inputs, "figures": [dataclasses.asdict(figure) for figure in self.figures], "notes": self.notes,
      "targets": [dataclasses.asdict(target) for target in self.targets]}


def seconds(value):
  return f"{value:.3f}" if value < 1 else f"{value:.2f}"
