"""Copies of JPEG photos as different files with the same pixels, because a program that recognises a file would skip a copy."""
import struct

import datasets
from PIL import Image

Image.MAX_IMAGE_PIXELS = None


def jpegs(folder):
  """The photos that are whole, in the order of their names."""
  return [path for path in datasets.by_name(folder, ".jpg", ".jpeg") if is_whole(path)]


def is_whole(path):
  try:
    with Image.open(path) as image:
      image.load()
      return image.format == "JPEG" and image.mode == "RGB"
  except (OSError, SyntaxError):
    return False


def copies(photos, folder, times):
  """Writes each photo `times` times. Returns the files, one round after the other."""
  folder.mkdir()
  files = []
  for turn in range(times):
    for number, photo in enumerate(photos):
      file = folder / f"{turn:03}-{number:03}.jpg"
      file.write_bytes(with_comment(photo.read_bytes(), b"copy %03d" % turn))
      files.append(file)
  return files


def copies_of_about(size, photos, folder):
  """As many copies of all photos as have about this many bytes."""
  return copies(photos, folder, max(1, round(size / sum(path.stat().st_size for path in photos))))


def with_comment(data, text):
  """The photo with a comment after its application segments."""
  place = 2
  while 0xE0 <= data[place + 1] <= 0xEF:
    place += 2 + struct.unpack(">H", data[place + 2:place + 4])[0]
  return data[:place] + b"\xff\xfe" + struct.pack(">H", 2 + len(text)) + text + data[place:]
