"""The programs of the folder `peers`: small ones in C, compiled here, and scripts."""
import hashlib
import os
import pathlib
import subprocess

PEERS = pathlib.Path(__file__).resolve().parent / "peers"


def compiled(name, *libraries, sources=(), include=()):
  """The program of peers/NAME.c with further sources, compiled when it or they have changed."""
  files = [PEERS / f"{name}.c", *sources]
  digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
  folder = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "visionprep-bench" / "programs"
  program = folder / f"{name}-{digest}"
  if not program.exists():
    folder.mkdir(parents=True, exist_ok=True)
    flags = subprocess.check_output(["pkg-config", "--cflags", "--libs", *libraries], text=True).split() if libraries else []
    subprocess.run(["cc", "-O2", "-o", f"{program}.new", *files, *(f"-I{path}" for path in include), *flags, "-lm"], check=True)
    os.rename(f"{program}.new", program)
  return program
