"""A large drawing, written here: an A0 sheet of lines, circles and numbers."""
import random

# Of A0 in points.
WIDTH, HEIGHT = 3370, 2384


def write_sheet(path, marks=1000):
  chance = random.Random(1)
  content = [b"0.7 w", b"BT /F 24 Tf 100 100 Td (Sheet 1 of 1) Tj ET"]
  for number in range(marks):
    x, y = chance.uniform(50, WIDTH - 150), chance.uniform(50, HEIGHT - 150)
    width, height = chance.uniform(5, 100), chance.uniform(5, 100)
    content.append(
      b"%.2f %.2f %.2f %.2f re S" % (x, y, width, height) if number % 3 == 0 else
      b"%.2f %.2f m %.2f %.2f %.2f %.2f %.2f %.2f c S" % (x, y, x + width, y, x + width, y + height, x, y + height) if number % 3 == 1 else
      b"BT /F 8 Tf %.2f %.2f Td (%d) Tj ET" % (x, y, number))
  stream = b"\n".join(content)
  objects = [
    b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>" % (WIDTH, HEIGHT),
    b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
  data, places = bytearray(b"%PDF-1.4\n"), []
  for number, body in enumerate(objects, 1):
    places.append(len(data))
    data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
  table = len(data)
  data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
  data += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
  path.write_bytes(data)
  return path
