"""What the scripts share that look at an HTML page which visionprep writes: two parsers that know nothing of each other read it, and
headless Chromium opens it, at the width of a desktop and of a phone, light and dark.
"""
import html.parser
import re
import xml.etree.ElementTree

VIEWS = [(name, width, scheme) for name, width in (("desk", 1280), ("phone", 390)) for scheme in ("light", "dark")]
VOID = {"br", "img", "input", "meta"}


class Reader(html.parser.HTMLParser):
  """Counts elements, and knows which are open."""

  def __init__(self, text):
    super().__init__(convert_charrefs=True)
    self.open, self.wrong, self.outside, self.counts, self.texts = [], [], [], {}, []
    self.feed(text)
    self.close()

  def handle_starttag(self, tag, attributes):
    self.counts[tag] = self.counts.get(tag, 0) + 1
    for name, value in attributes:
      if name in ("src", "href", "action", "srcset", "data", "poster") and not re.match(r"#|data:image/jpeg;base64,", value or ""):
        self.outside.append((tag, name, value))
      if name.startswith("on"):
        self.outside.append((tag, name, value))
    if tag not in VOID:
      self.open.append(tag)

  def handle_startendtag(self, tag, attributes):
    self.handle_starttag(tag, attributes)
    if tag not in VOID:
      self.open.pop()

  def handle_endtag(self, tag):
    if not self.open or self.open.pop() != tag:
      self.wrong.append(tag)

  def handle_data(self, data):
    self.texts.append(data)


def read(checks, name, page):
  """Two parsers that know nothing of each other read the page."""
  text = page.read_text("utf-8")
  reader = Reader(text)
  checks.equal((reader.wrong, reader.open), ([], []), f"{name}: elements that are not closed")
  checks.equal(reader.outside, [], f"{name}: addresses and scripts")
  checks.equal({tag for tag in reader.counts if tag in ("script", "link", "iframe", "object", "embed", "base", "form")}, set(), f"{name}: elements")
  xml.etree.ElementTree.fromstring(text)
  return reader


def look(checks, browser, name, page, shots=None):
  """Opens the page in every view, and puts pictures of it into a folder, if one is given."""
  for view, width, scheme in VIEWS:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, device_scale_factor=1 if view == "desk" else 2)
    tab = context.new_page()
    said, asked = [], []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url) if not request.url.startswith(("file:", "data:")) else None)
    tab.goto(page.as_uri())
    tab.wait_for_load_state("load")
    found = tab.evaluate(
      """() => {
        document.querySelectorAll('details').forEach(d => d.open = true)
        const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth
        const out = [...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll') && e.getBoundingClientRect().right > innerWidth + 1)
        return {wide, out: out.slice(0, 3).map(e => e.outerHTML.slice(0, 120))}
      }""")
    checks.equal(found, {"wide": 0, "out": []}, f"{name}, {view}, {scheme}: what is wider than the window")
    broken = tab.evaluate(
      """async () => {
        const images = [...document.images]
        images.forEach(i => { i.loading = 'eager' })
        await Promise.all(images.map(i => i.decode().catch(() => {})))
        return images.filter(i => !i.naturalWidth || !i.alt).length
      }""")
    checks.equal(broken, 0, f"{name}, {view}, {scheme}: pictures that do not show, or have no words for those who do not see")
    checks.equal((said, asked), ([], []), f"{name}, {view}, {scheme}: console and requests")
    if shots:
      tab.reload()
      shoot(tab, shots / f"{name}-{view}-{scheme}.png")
    context.close()


def shoot(tab, path):
  """The page from its top; long pages are cut, because nobody looks at pictures of a hundred screens."""
  path.parent.mkdir(parents=True, exist_ok=True)
  height = tab.evaluate("document.documentElement.scrollHeight")
  width = tab.viewport_size["width"]
  tab.set_viewport_size({"width": width, "height": min(height, 7000)})
  tab.wait_for_timeout(500)
  tab.screenshot(path=path)
