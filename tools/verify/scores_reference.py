"""Scoring once more, written in Python from the documented rules alone: with Python's json, decimal, unicodedata and
regular expressions, and sacreBLEU. Slow and plain; tools/verify/scores compares the program's scores with it."""
import bisect
import decimal
import json
import re
import unicodedata

import sacrebleu

decimal.getcontext().prec = 400
decimal.getcontext().Emax = decimal.MAX_EMAX
decimal.getcontext().Emin = decimal.MIN_EMIN
FENCE = "`" * 3
SPACES = "\u00a0\u2009\u202f"
MISSING = object()
chrf = sacrebleu.CHRF()


class Fault(Exception):
  """A truth that the rules cannot be applied to."""


# --- Texts

def nfc(text):
  return unicodedata.normalize("NFC", text)


def is_space(character):
  return character.isspace()


def category(character):
  return unicodedata.category(character)


def lower(text):
  return "".join(character.lower() for upper in text for character in upper.upper())


def fold(text, ignored):
  if "accents" in ignored:
    text = "".join(c for c in unicodedata.normalize("NFD", text) if category(c) != "Mn")
  if "spaces" in ignored:
    text = "".join(c for c in text if not is_space(c))
  if "punctuation" in ignored:
    text = "".join(c for c in text if not category(c).startswith("P"))
  if "case" in ignored:
    text = lower(text)
  return nfc(text)


def similarity(truth, answer):
  truth, answer = nfc(truth), nfc(answer)
  if "".join(truth.split()) == "".join(answer.split()):
    return 1.0
  return chrf.sentence_score(answer, [truth]).score / 100


# --- JSON

def no_constant(name):
  raise ValueError(name)


def strict(text):
  """The value and whether a key occurs twice; ValueError when it is no JSON."""
  doubled = []

  def make(pairs):
    if len({key for key, _ in pairs}) < len(pairs):
      doubled.append(True)
    # Keys that are equal in form C are one key, and the last one counts.
    return {nfc(key): value for key, value in pairs}

  # The standard module also takes characters as white space only where JSON does, but control characters as RFC 8259.
  value = json.loads(text, object_pairs_hook=make, parse_int=decimal.Decimal, parse_float=decimal.Decimal, parse_constant=no_constant)
  if depth(value) > 512:
    raise ValueError("too deep")
  return whole_surrogates(value), bool(doubled)


def depth(value):
  if isinstance(value, dict):
    return 1 + max(map(depth, value.values()), default=0)
  if isinstance(value, list):
    return 1 + max(map(depth, value), default=0)
  return 0


def whole_surrogates(value):
  if isinstance(value, str):
    return re.sub("[\ud800-\udfff]", "\ufffd", value)
  if isinstance(value, list):
    return [whole_surrogates(element) for element in value]
  if isinstance(value, dict):
    return {whole_surrogates(key): whole_surrogates(element) for key, element in value.items()}
  return value


def attempt(text, wanted=None):
  try:
    value, doubled = strict(text)
  except (ValueError, RecursionError):
    return None
  if wanted and not isinstance(value, {"object": dict, "array": list, "any": (dict, list)}[wanted]):
    return None
  return value, doubled


def read(data, wanted):
  """The reading of bytes: (value, "valid" or "repaired"), or None."""
  text = data.decode("utf-8", errors="replace")
  clean = text.encode("utf-8", errors="replace") == data
  whole = attempt(text)
  if whole:
    return whole[0], "valid" if clean and not whole[1] else "repaired"
  best = None
  for piece in text.split(FENCE)[1::2]:
    piece = re.sub(r"\A[A-Za-z][A-Za-z0-9_+.-]*", "", piece)
    best = attempt(piece, wanted) or best
  if not best:
    opening = {"object": "{", "array": "[", "any": "[{"}[wanted]
    start = 0
    while True:
      start = next((place for place in range(start, len(text)) if text[place] in opening), None)
      end = start is not None and closing(text, start)
      if not end:
        break
      best = attempt(text[start:end], wanted) or best
      start = end
  return (best[0], "repaired") if best else None


def closing(text, start):
  level = 0
  for match in re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)|[\[{]|[\]}]', re.DOTALL).finditer(text, start):
    if match[0] in "[{":
      level += 1
    elif match[0] in "]}":
      level -= 1
      if level == 0:
        return match.end()
  return None


def kind(value):
  return {bool: "bool", decimal.Decimal: "number", str: "text", list: "array", dict: "object", type(None): "null"}[type(value)]


def canonical(value, ignored):
  """Something hashable that is equal for equal values."""
  if isinstance(value, decimal.Decimal):
    return "number", value + 0 if value else decimal.Decimal(0)
  if isinstance(value, str):
    return "text", fold(value, ignored)
  if isinstance(value, list):
    return "array", tuple(canonical(element, ignored) for element in value)
  if isinstance(value, dict):
    return "object", frozenset((nfc(key), canonical(element, ignored)) for key, element in value.items())
  return kind(value), value


# --- Paths

def keys(path):
  parts = [""]
  for piece in re.findall(r"\\[.\\]|.", path, re.DOTALL):
    if piece == ".":
      parts.append("")
    else:
      parts[-1] += piece[-1]
  return [nfc(part) for part in parts]


def path_text(parts):
  return ".".join(re.sub(r"([.\\])", r"\\\1", part) for part in parts) if parts else "answer"


def find(value, parts):
  for part in parts:
    if not isinstance(value, dict) or nfc(part) not in value:
      return MISSING
    value = value[nfc(part)]
  return value


def leaves(value, path=()):
  if isinstance(value, dict) and value:
    return [leaf for key, part in value.items() for leaf in leaves(part, (*path, key))]
  return [path]


# --- Numbers

def written_number(text, start, spaces):
  """The number at a place: (Decimal or None, end), or None when there is no number at all."""
  first = re.compile(r"[0-9]+|(?=\.[0-9])").match(text, start)
  if not first:
    return None
  groups, marks, place = [first[0]], [], first.end()
  while True:
    match = re.compile(r"([.,'\u2019\u00a0\u2009\u202f" + (" " if spaces else "") + r"])([0-9]+)").match(text, place)
    if not match:
      break
    mark = " " if match[1] in SPACES else "'" if match[1] == "\u2019" else match[1]
    if mark == " " and not (len(match[2]) == 3 and 1 <= len(groups[-1]) <= 3):
      break
    marks.append(mark)
    groups.append(match[2])
    place = match.end()
  exponent = 0
  power = re.compile(r"[eE]([+\-\u2212]?)([0-9]+)").match(text, place)
  if power and not (power.end() < len(text) and category(text[power.end()])[0] in "LMN"):
    exponent = int(power[2]) * (1 if power[1] in ("", "+") else -1)
    place = power.end()
  whole, fraction = split_groups(groups, marks)
  if whole is None:
    return None, place
  return decimal.Decimal(f"{whole or '0'}.{fraction or '0'}e{exponent}"), place


def split_groups(groups, marks):
  def thousands(parts):
    return 1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])

  if not marks:
    return groups[0], ""
  if marks == ["."]:
    return groups[0], groups[1]
  if marks == [","]:
    return ("".join(groups), "") if thousands(groups) and groups[0][0] != "0" else (groups[0], groups[1])
  if len(set(marks)) == 1:
    return ("".join(groups), "") if thousands(groups) else (None, None)
  if marks[-1] in ".," and marks.count(marks[-1]) == 1 and len(set(marks[:-1])) == 1 and thousands(groups[:-1]):
    return "".join(groups[:-1]), groups[-1]
  return None, None


UNITS = {}
for line in """% percent
° deg degree degrees
°C ℃
°F ℉
s sec secs second seconds
ms millisecond milliseconds
min mins minute minutes
h hr hrs hour hours
d day days
week weeks
month months
year years yr yrs
µm μm um micron microns micrometer micrometers micrometre micrometres
mm millimeter millimeters millimetre millimetres
cm centimeter centimeters centimetre centimetres
m meter meters metre metres
km kilometer kilometers kilometre kilometres
in inch inches " ″
ft foot feet
mg milligram milligrams
g gram grams
kg kilogram kilograms
oz ounce ounces
lb lbs pound pounds
ml mL milliliter milliliters millilitre millilitres
l L liter liters litre litres
$ USD usd dollar dollars
€ EUR eur euro euros
£ GBP gbp
mm² mm2 mm^2
cm² cm2 cm^2
m² m2 m^2
cm³ cm3 cm^3
m³ m3 m^3""".splitlines():
  names = line.split()
  UNITS |= {nfc(name): names[0] for name in names}


def known_unit(spelling):
  return UNITS.get(nfc(spelling)) or (UNITS.get(nfc(spelling.lower())) if len(spelling) >= 3 else None)


def unit_of(text):
  """The name of a unit; None when the text is none."""
  if not 1 <= len(text) <= 32:
    return None
  body = text[:-1] if text[-1] in "23" and len(text) > 1 and category(text[-2])[0] in "LM" else text
  if re.search("[0-9]", body):
    return None
  spelling = text.removesuffix(".")
  return (known_unit(spelling) or nfc(spelling)) if spelling else None


def quantity(text):
  """(number, unit or None), or None."""
  if len(text.encode()) > 4096:
    return None
  text = text.strip()
  sign = text[:1] in ("+", "-", "\u2212") and text[:1]
  place = len(sign or "")
  currency = None
  if place < len(text) and category(text[place]) == "Sc":
    currency = unit_of(text[place])
    place += 1
    while place < len(text) and is_space(text[place]):
      place += 1
  number = written_number(text, place, spaces=True)
  if not number or number[0] is None:
    return None
  value = -number[0] if sign and sign != "+" else number[0]
  rest = text[number[1]:].strip()
  if not rest:
    return value, currency
  unit = unit_of(rest)
  return (value, unit) if unit else None


def same_unit(first, second):
  return first is None or second is None or first == second


def near(answer, truth, rule):
  if "share" in rule:
    return abs(answer - truth) <= decimal.Decimal(rule["share"]) * abs(truth)
  if "absolute" in rule:
    return abs(answer - truth) <= decimal.Decimal(rule["absolute"])
  return answer == truth


def finite(*values):
  floats = [float(value) for value in values]
  return floats if all(abs(value) < float("inf") for value in floats) else []


def judge_quantities(truth, answer, rule, with_units):
  if with_units and not same_unit(truth[1], answer[1]):
    return ["wrong"]
  return ["right" if near(answer[0], truth[0], rule) else "wrong", *finite(truth[0], answer[0])]


# --- Dates and ranges

MONTHS = "january february march april may june july august september october november december".split()
MONTHS = {name: place + 1 for place, name in enumerate(MONTHS)} | {name[:3]: place + 1 for place, name in enumerate(MONTHS)} | {"sept": 9}


def day(year, month=None, number=None):
  year, month, number = (part and int(part) for part in (year, month, number))
  if month is not None and not 1 <= month <= 12:
    return None
  if number is not None:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= number <= [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]:
      return None
  return year, month, number


def date(text):
  if len(text.encode()) > 64:
    return None
  text = text.strip()
  if not text.isascii():
    return None
  if match := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9][0-9:.+Z-]*)?", text):
    return day(*match.groups())
  if match := re.fullmatch(r"([0-9]{4})([/.])([0-9]{1,2})\2([0-9]{1,2})", text):
    return day(match[1], match[3], match[4])
  if match := re.fullmatch(r"([0-9]{4})-([0-9]{2})", text) or re.fullmatch(r"([0-9]{4})", text):
    return day(*match.groups())
  if match := re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", text):
    return day(match[3], match[2], match[1])
  if match := re.fullmatch(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})", text):
    first, second = int(match[1]), int(match[3])
    if first == second or first > 12 >= second:
      return day(match[4], second, first)
    return day(match[4], first, second) if second > 12 >= first else None
  words = [word for word in re.split(r"[\s\x1c-\x1f,.\-/]+", text.lower()) if word and word != "of"]
  if len(words) not in (2, 3):
    return None
  month = next((place for place, word in enumerate(words) if word in MONTHS), None)
  year = next((place for place, word in enumerate(words) if re.fullmatch("[0-9]{4}", word)), None)
  if month is None or year is None:
    return None
  if len(words) == 2:
    return day(words[year], MONTHS[words[month]])
  place = 3 - month - year
  number = re.fullmatch(r"([0-9]{1,2})(st|nd|rd|th)?", words[place])
  if not number or not (place < year or year < month < place):
    return None
  return day(words[year], MONTHS[words[month]], number[1])


def number_range(text):
  if len(text.encode()) > 128:
    return None
  text = text.strip()
  text = re.sub(r"\A(?:from|between)(?=\s)", "", text, flags=re.IGNORECASE).strip()
  for cut in (r"(?<=\s)to(?=\s)", r"(?<=\s)and(?=\s)", r"\.\.\.", r"\.\.", "…", "–", "—", "\u2012", "\u2010", "-"):
    for match in re.finditer(f"(?={cut})", text):
      if match.start() == 0:
        continue
      length = {r"\.\.\.": 3, r"\.\.": 2}.get(cut) or (3 if "and" in cut else 2 if "to" in cut else 1)
      lower_end, upper_end = quantity(text[:match.start()]), quantity(text[match.start() + length:])
      if lower_end and upper_end:
        return (lower_end[0], lower_end[1] or upper_end[1]), upper_end
  return None


def same_range(first, second):
  return all(a[0] == b[0] and same_unit(a[1], b[1]) for a, b in zip(first, second))


# --- Prose

RETRACTIONS = ["wait", "correction", "sorry", "scratch that", "i mean", "i meant", "make that", "on second thought"]


def words_of(text):
  """Pairs of a word and the place behind it."""
  found, word = [], ""
  for place, character in enumerate(text + " "):
    if category(character)[0] in "LMN" and place < len(text):
      word += character
    elif word:
      found.append((nfc(lower(word)), place))
      word = ""
  return found


def retractions(words):
  """The indices of the words behind each retraction."""
  plain = [word for word, _ in words]
  return [place + len(phrase) for place in range(len(plain)) for phrase in map(str.split, RETRACTIONS)
          if plain[place:place + len(phrase)] == phrase]


def behind(text, mark):
  if mark is None or mark not in text:
    return None
  return text[text.rindex(mark) + len(mark):].strip() or None


def first_line(text):
  return re.split("[\r\n]", text)[0].strip()


def whole_quantity(text):
  found = quantity(text)
  return found if found and (found[1] is None or found[1] in UNITS.values()) else None


def prose_numbers(text):
  """Pairs of a place and a quantity."""
  found, place = [], 0
  while place < len(text):
    number = written_number(text, place, spaces=False)
    if not number:
      place += 1
      continue
    start, (value, place) = place, number
    before = text[start - 1] if start else " "
    if category(before)[0] in "LMN" or before in "_.":
      continue
    currency = None
    if category(before) == "Sc":
      start -= 1
      currency = unit_of(text[start])
    if start and text[start - 1] in "+-\u2212":
      earlier = text[start - 2] if start > 1 else " "
      if is_space(earlier) or category(earlier) == "Sc" or earlier in "([{=:<>~≈*|":
        start -= 1
        value = -value if value is not None and text[start] != "+" else value
    if value is None:
      continue
    attached = unit_run(text, place)
    unit = unit_of(attached)
    if not attached and text[place:place + 1] in (" ", "\u00a0"):
      run = unit_run(text, place + 1)
      unit = unit_of(run) if run != "in" and known_unit(run) else None
    found.append((start, (value, unit or currency)))
  return found


def unit_run(text, place):
  end = place
  while end < len(text) and (category(text[end])[0] in "LM" or text[end] in '%°²³µ"″'):
    end += 1
  return text[place:end]


def prose_number(text, marked):
  if whole := whole_quantity(text):
    return whole
  numbers = prose_numbers(text)
  if not numbers or not marked:
    return numbers[-1][1] if numbers else None
  words = words_of(text)
  places = [place for place, _ in numbers]
  for index in reversed(retractions(words)):
    following = bisect.bisect_left(places, words[index - 1][1])
    if following < len(numbers):
      return numbers[following][1]
  return numbers[0][1]


class Classes:
  def __init__(self, truths):
    self.named = {}
    for truth in truths:
      self.named.setdefault(self.plain(truth), truth)
    self.place = {name: f"class {place}" for place, name in enumerate(self.named.values())}

  @staticmethod
  def plain(text):
    return nfc(lower(text.strip()))

  def whole(self, text):
    return self.named.get(self.plain(text))

  def find(self, text):
    if whole := self.whole(text):
      return whole
    words = [word for word, _ in words_of(text)]
    phrases = {}
    for name in self.named.values():
      phrase = tuple(word for word, _ in words_of(name))
      if phrase:
        phrases.setdefault(phrase, set()).add(name)
    mentions, place = [], 0
    while place < len(words):
      best = max((phrase for phrase in phrases if tuple(words[place:place + len(phrase)]) == phrase), key=len, default=None)
      if not best:
        place += 1
        continue
      if not self.negated(words[:place]):
        mentions.append((place, phrases[best]))
      place += len(best)
    for start in [*reversed(retractions(words_of(text))), 0]:
      named = [names for place, names in mentions if place >= start]
      if named:
        union = set.union(*named)
        return union.pop() if len(union) == 1 else None
    return None

  @staticmethod
  def negated(before):
    while before and before[-1] in ("a", "an", "the"):
      before = before[:-1]
    return before[-1:] in (["not"], ["never"], ["nor"], ["neither"]) or before[-2:] in (["isn", "t"], ["wasn", "t"])


# --- Scores

def is_refusal(text, refusals):
  def bare(text):
    kept = [place for place, c in enumerate(text) if not is_space(c) and not category(c).startswith("P")]
    return nfc(lower(text[kept[0]:kept[-1] + 1])) if kept else ""

  return bare(text) in {bare(refusal) for refusal in refusals}


def longest_common(first, second):
  row = [0] * (len(second) + 1)
  for element in first:
    diagonal = 0
    for place, other in enumerate(second):
      above = row[place + 1]
      row[place + 1] = diagonal + 1 if element == other else max(above, row[place])
      diagonal = above
  return row[-1]


class Field:
  """One field's truth under one rule."""

  def __init__(self, truth, rule, label=None):
    self.truth, self.rule, self.label = truth, rule, label
    self.compare, self.ignored = rule.get("compare", "exact"), rule.get("ignore", [])
    self.value = canonical(truth, self.ignored)
    self.elements = self.value[1] if self.value[0] == "array" else (self.value,)
    self.quantity = None
    if self.compare == "number":
      self.quantity = quantity(truth) if isinstance(truth, str) else (truth, None) if isinstance(truth, decimal.Decimal) else None

  def absent(self, outcome):
    if self.truth is None:
      return [outcome]
    if self.compare == "set":
      return [outcome, 0, 0, len(set(self.elements))]
    if self.compare == "list" and isinstance(self.truth, list):
      return [outcome, 0, 0, len(self.truth)]
    if self.compare == "similarity" and isinstance(self.truth, str):
      return [outcome, 0.0]
    if self.label is not None:
      return [outcome, self.label, None]
    return [outcome]

  def equal(self):
    if self.truth is None:
      return ["right"]
    if self.compare == "number" and self.quantity:
      return ["right", *finite(self.quantity[0], self.quantity[0])]
    if self.compare == "set":
      return ["right", len(set(self.elements)), 0, 0]
    if self.compare == "list" and isinstance(self.truth, list):
      return ["right", len(self.truth), 0, 0]
    if self.compare == "similarity" and isinstance(self.truth, str):
      return ["right", 1.0]
    if self.label is not None:
      return ["right", self.label, self.label]
    return ["right"]

  def judge(self, answer, classes=()):
    if answer is None:
      return ["right"] if self.truth is None else self.absent("null")
    if self.truth is None:
      return ["wrong"]
    value = canonical(answer, self.ignored)
    same = kind(answer) == kind(self.truth)
    if self.compare == "number" and self.quantity:
      return self.number(answer, value, same)
    if self.compare == "any_of" and isinstance(self.truth, list):
      if value == self.value or value in self.elements:
        return ["right"]
      return ["wrong" if any(value[0] == element[0] for element in self.elements) else "typeMismatch"]
    if self.label is not None:
      given = dict(classes).get(value, "other")
      return ["right" if given == self.label else "wrong" if same else "typeMismatch", self.label, given]
    if self.compare == "set":
      if isinstance(answer, list) != isinstance(self.truth, list) or not isinstance(answer, list) and not same:
        return self.absent("typeMismatch")
      given, wanted = set(value[1] if isinstance(answer, list) else [value]), set(self.elements)
      return ["right" if given == wanted else "wrong", len(given & wanted), len(given - wanted), len(wanted - given)]
    if not same:
      return self.absent("typeMismatch")
    if self.compare == "list" and isinstance(answer, list):
      shared = longest_common(self.elements, value[1])
      return ["right" if self.value == value else "wrong", shared, len(answer) - shared, len(self.truth) - shared]
    if self.compare == "similarity" and isinstance(answer, str):
      score = similarity(fold(self.truth, self.ignored), value[1])
      return ["right" if score >= self.rule["threshold"] else "wrong", score]
    if self.compare in ("date", "range") and isinstance(answer, str):
      reader = date if self.compare == "date" else number_range
      first, second = reader(self.truth), reader(answer)
      if first and second:
        return ["right" if (first == second if reader is date else same_range(first, second)) else "wrong"]
    return ["right" if value == self.value else "wrong"]

  def number(self, answer, value, same):
    units = self.rule.get("units", False)
    if not same and not (units and isinstance(answer, (str, decimal.Decimal))):
      return ["typeMismatch"]
    given = quantity(answer) if isinstance(answer, str) else (answer, None)
    if not given:
      return ["right" if value == self.value else "wrong" if same else "typeMismatch"]
    return judge_quantities(self.quantity, given, self.rule, True)


def result(outcome, json_state=None, further=False, fields=None):
  return {"outcome": outcome, "json": json_state, "further": further, "fields": fields or {}}


def score(case):
  finish, rules = case["finish"], case["rules"]
  unanswered = finish in ("failed", "missing")
  return (score_text if "answer" in rules else score_json)(case, rules, finish, unanswered)


def truth_value(text, rules):
  """The truth as JSON; MISSING when it is a refusal."""
  refusals = rules.get("refusals", [])
  if is_refusal(text, refusals):
    return MISSING
  try:
    value, doubled = strict(text)
  except ValueError:
    raise Fault from None
  if doubled:
    raise Fault
  if isinstance(value, str) and is_refusal(value, refusals):
    return MISSING
  if "fields" in rules and not isinstance(value, dict):
    raise Fault
  return value


def score_json(case, rules, finish, unanswered):
  refusals = rules.get("refusals", [])
  learned = [truth_value(text, rules) for text in [*case["learned"], case["truth"]]]
  truth = learned[-1]
  if "fields" in rules:
    named = [(tuple(keys(path)), rule) for path, rule in rules["fields"]]
  else:
    named = [(path, {}) for path in leaves(truth)] if truth is not MISSING else []
  fields, all_classes = {}, {}
  for path, rule in named if truth is not MISSING else ():
    value = find(truth, path)
    if rule.get("compare") == "none" or value is MISSING:
      continue
    classes = {}
    if rule.get("compare") == "label":
      for other in learned:
        given = find(other, path) if other is not MISSING else MISSING
        if given is not MISSING and given is not None:
          classes.setdefault(canonical(given, rule.get("ignore", [])), f"class {len(classes)}")
    fields[path] = Field(value, rule, classes.get(canonical(value, rule.get("ignore", []))))
    all_classes[path] = classes
  primary = tuple(keys(rules["primary"])) if "primary" in rules else None
  if unanswered or truth is not MISSING and (primary not in fields if primary else not fields):
    return result("unscored")

  def absent(outcome, state):
    return result(outcome, state, False, {path_text(path): field.absent("missing") for path, field in fields.items()})

  def primary_refused():
    return primary in fields and isinstance(fields[primary].truth, str) and is_refusal(fields[primary].truth, refusals)

  def whole_refusal(state):
    if truth is not MISSING and not primary_refused():
      return absent("refused", state)
    score = absent("right", state)
    if truth is not MISSING:
      score["fields"][path_text(primary)] = fields[primary].equal()
    return score

  if finish in ("refused", "filtered"):
    return absent("refused", "none")
  data = bytes.fromhex(case["answer"])
  reading = read(data, "object" if isinstance(truth, dict) else "array" if isinstance(truth, list) else "any")
  if not reading:
    text = data.decode("utf-8", errors="replace")
    return whole_refusal("none") if is_refusal(text, refusals) else absent("invalid", "none")
  answer, state = reading
  if isinstance(answer, str) and is_refusal(answer, refusals):
    return whole_refusal(state)
  if truth is MISSING:
    return result("wrong", state)
  judged, refused = {}, False
  for path, field in fields.items():
    found = find(answer, path)
    judged[path] = field.absent("missing") if found is MISSING else field.judge(found, all_classes[path].items())
    if path == primary and isinstance(found, str) and is_refusal(found, refusals):
      if primary_refused():
        judged[path] = field.equal()
      else:
        refused = True
  right = judged[primary][0] == "right" if primary else all(entry[0] == "right" for entry in judged.values())
  known = {nfc(path[0]) for path, _ in named if path} | set(truth if isinstance(truth, dict) else ())
  further = isinstance(answer, dict) and not set(answer) <= known
  return result("refused" if refused else "right" if right else "wrong", state, further,
                {path_text(path): entry for path, entry in judged.items()})


def score_text(case, rules, finish, unanswered):
  refusals, mark, rule = rules.get("refusals", []), rules.get("after"), rules["answer"]
  truth, compare = case["truth"], rule.get("compare", "exact")
  if unanswered or compare == "none":
    return result("unscored")
  marked = behind(truth, mark)
  plain = (marked or truth).strip()
  value, wanted_text = plain, canonical(plain, rule.get("ignore", []))
  if compare in ("set", "list", "any_of"):
    array = attempt(truth)
    if array and not array[1] and isinstance(array[0], list):
      value = array[0]
  classes = Classes([*case["learned"], truth]) if compare == "label" else None
  field = Field(value, rule, classes and classes.place[classes.whole(truth)])
  if compare == "number":
    field.quantity = prose_number(first_line(marked), True) if marked else prose_number(truth, False)
  refused = is_refusal(truth, refusals) or bool(marked and is_refusal(marked, refusals))

  def absent(outcome, state=None):
    return result(outcome, state, False, {"answer": field.absent("missing")})

  if finish in ("refused", "filtered"):
    return absent("refused")
  text = bytes.fromhex(case["answer"]).decode("utf-8", errors="replace")
  answer = behind(text, mark)
  if is_refusal(text, refusals) or answer and is_refusal(answer, refusals):
    return result("right", None, False, {"answer": field.equal()}) if refused else absent("refused")
  given = (answer or text).strip()
  state = None
  if canonical(given, field.ignored) == wanted_text:
    entry = field.equal()
  elif not given:
    entry = None
  elif compare == "label":
    found = classes.find(first_line(answer)) if answer else classes.find(text) if mark is None else classes.whole(text)
    found = found and classes.place[found]
    entry = found and ["right" if found == field.label else "wrong", field.label, found]
  elif compare == "number" and field.quantity:
    found = prose_number(first_line(answer), True) if answer else prose_number(text, False) if mark is None else whole_quantity(text)
    entry = found and judge_quantities(field.quantity, found, rule, rule.get("units", False))
  elif compare in ("set", "list") and isinstance(value, list):
    reading = read(given.encode(), "array")
    entry, state = (field.judge(reading[0]), reading[1]) if reading else (None, "none")
  else:
    entry = field.judge(given)
  if not entry:
    return absent("invalid", state)
  return result("right" if entry[0] == "right" else "wrong", state, False, {"answer": entry})
