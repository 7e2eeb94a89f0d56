"""A network of the script's own, in which it may have any address and answer for any name, and nothing leaves the machine."""
import os
import pathlib
import socket
import struct
import subprocess
import sys
import threading

# The first is in a network for documentation, which visionprep takes for public; the second tells machines of a cloud their
# secrets.
PUBLIC, METADATA = "203.0.113.7", "169.254.169.254"


def enter():
  """Starts the script again in such a network; false when this system does not allow it."""
  if os.environ.get("VERIFY_NETWORK") == "own":
    for command in (["link", "set", "lo", "up"], ["addr", "add", f"{PUBLIC}/32", "dev", "lo"], ["addr", "add", f"{METADATA}/32", "dev", "lo"]):
      subprocess.run(["ip", *command], check=True)
    for name in list(os.environ):
      if name.lower().endswith("_proxy"):
        del os.environ[name]
    return True
  unshare = ["unshare", "--net", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
  if subprocess.run([*unshare, "true"], capture_output=True).returncode != 0:
    return False
  os.environ["VERIFY_NETWORK"] = "own"
  os.execvp("unshare", [*unshare, sys.executable, *sys.argv])


class Names:
  """The name server. Each name has a list of answers, which are given in turn, the last one for ever. An answer is a list of
  addresses; an empty list says that the name does not exist, and None is silence."""

  def __init__(self, folder, answers):
    self.answers = {name: list(turns) for name, turns in answers.items()}
    self.asked = dict.fromkeys(answers, 0)
    self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    self.socket.bind(("127.0.0.1", 53))
    (folder / "resolv.conf").write_text("nameserver 127.0.0.1\noptions timeout:2 attempts:2\n")
    subprocess.run(["mount", "--bind", folder / "resolv.conf", pathlib.Path("/etc/resolv.conf").resolve()], check=True)
    threading.Thread(target=self._serve, daemon=True).start()

  def turn(self, name):
    """From now on the name's next answer is given."""
    self.answers[name].pop(0)

  def _serve(self):
    while True:
      query, client = self.socket.recvfrom(4096)
      labels, at = [], 12
      while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode("latin-1"))
        at += 1 + query[at]
      name, kind = ".".join(labels).lower(), struct.unpack_from(">H", query, at + 1)[0]
      turns = self.answers.get(name, [[]])
      if name in self.asked:
        self.asked[name] += 1
      if turns[0] is None:
        continue
      addresses = turns[0] if kind == 1 else []
      flags = 0x8180 | (0 if turns[0] else 3)
      head = query[:2] + struct.pack(">HHHHH", flags, 1, len(addresses), 0, 0) + query[12:at + 5]
      records = b"".join(struct.pack(">HHHIH", 0xC00C, 1, 1, 0, 4) + socket.inet_aton(address) for address in addresses)
      self.socket.sendto(head + records, client)
