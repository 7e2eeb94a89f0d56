"""What the scripts of this folder and tools/bench share: their surroundings, running the program, and counting checks.

Environment variables:
  VISIONPREP   the program to check (default: .build/release/visionprep of this repository)
  CORPUS       a folder with the folders drawings and photos (default: none; the fixtures serve instead)
  VERIFY_WORK  where temporary files go (default: the system's folder for them)
"""
import contextlib
import hashlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
FIXTURES = REPOSITORY / "fixtures"
SAMPLES = FIXTURES / "samples"


def enter(*commands, pins=HERE / "requirements.txt", environment="visionprep-verify", needs_program=True):
  """Restarts the script in its own Python environment, and installs Debian packages: `command` or `command=package`."""
  _install([command.partition("=") for command in commands])
  name = hashlib.sha256(pins.read_bytes()).hexdigest()[:12]
  cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
  venv = cache / environment / name
  if not (venv / "ready").exists():
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    subprocess.run([venv / "bin/pip", "install", "--quiet", "--requirement", pins], check=True)
    (venv / "ready").touch()
  if pathlib.Path(sys.prefix) != venv:
    os.execv(venv / "bin/python", [str(venv / "bin/python"), *sys.argv])
  if needs_program:
    program()


def _install(wanted):
  os.environ["PATH"] += ":/usr/sbin:/sbin"
  absent = [package or command for command, _, package in wanted if not shutil.which(command)]
  if absent:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet, stdout=subprocess.DEVNULL)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *absent], check=True, env=quiet, stdout=subprocess.DEVNULL)


def program():
  path = pathlib.Path(os.environ.get("VISIONPREP") or REPOSITORY / ".build/release/visionprep").resolve()
  if not os.access(path, os.X_OK):
    sys.exit(f"no program at {path}; build it with: swift build -c release --static-swift-stdlib, or name another in VISIONPREP")
  return str(path)


def corpus(kind, needed=True):
  """The folder `kind` of the corpus (first argument or CORPUS); None without a corpus, or without a folder that is optional."""
  given = next((argument for argument in sys.argv[1:] if not argument.startswith("-")), None) or os.environ.get("CORPUS")
  return corpus_folder(given, kind, needed) if given else None


def corpus_folder(given, kind, needed=True):
  folder = pathlib.Path(given).resolve() / kind
  if folder.is_dir():
    return folder
  return sys.exit(f"the corpus has no folder {kind}: {folder}") if needed else None


def number(name, default):
  """The whole number given as `--name=N`."""
  return next((int(argument.partition("=")[2]) for argument in sys.argv if argument.startswith(f"--{name}=")), default)


@contextlib.contextmanager
def work_folder():
  """A temporary folder; kept, and named, when the block fails and VERIFY_KEEP is set."""
  folder = pathlib.Path(tempfile.mkdtemp(prefix="visionprep-verify-", dir=os.environ.get("VERIFY_WORK")))
  try:
    yield folder
  finally:
    if os.environ.get("VERIFY_KEEP"):
      print(f"  kept {folder}")
    else:
      shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def mounted(folder, options):
  """A file system in memory. Only root may mount."""
  folder.mkdir(exist_ok=True)
  subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True, stderr=subprocess.DEVNULL)
  try:
    yield folder
  finally:
    subprocess.run(["umount", "-l", folder], check=True)


def can_mount(folder):
  try:
    with mounted(folder / "trial", "size=65536"):
      return True
  except (OSError, subprocess.CalledProcessError):
    return False


def enlarge(disk, size):
  subprocess.run(["mount", "-o", f"remount,size={size}", disk], check=True)


class Run:
  """One finished run of the program."""

  def __init__(self, code, seconds, stdout, stderr):
    self.code, self.seconds, self.stdout, self.stderr = code, seconds, stdout, stderr
    self.text = stdout + stderr


def start(*arguments, cwd=None, env=None):
  return subprocess.Popen(
    [program(), *map(str, arguments)], cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    text=True, errors="replace", start_new_session=True)


def finish(process, began, timeout=900):
  """Waits for a process of `start`. One that outlives the timeout is ended with its helpers, and its code is "hang"."""
  try:
    stdout, stderr = process.communicate(timeout=max(1, began + timeout - time.monotonic()))
    code = process.returncode
  except subprocess.TimeoutExpired:
    os.killpg(process.pid, signal.SIGKILL)
    stdout, stderr = process.communicate()
    code = "hang"
  return Run(code, time.monotonic() - began, stdout, stderr or "")


def run(*arguments, timeout=900, cwd=None, env=None):
  began = time.monotonic()
  return finish(start(*arguments, cwd=cwd, env=env), began, timeout)


def prepare(recipe, output, *options, timeout=900):
  return run("prepare", recipe, "--output", output, "--quiet", *options, timeout=timeout)


def output_bytes(folder):
  """The digest of every file that a run makes the same each time: all but .visionprep."""
  return {
    str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
    for path in sorted(folder.rglob("*")) if path.is_file() and ".visionprep" not in path.parts}


def same_output(checks, name, wanted, folder):
  """A finished folder has the bytes of an undisturbed run."""
  got = output_bytes(folder)
  checks.equal(sorted(file for file in wanted.keys() | got.keys() if wanted.get(file) != got.get(file)), [],
               f"{name}: files that differ from those of the undisturbed run")


def no_torn_files(checks, name, wanted, folder):
  """After an interruption a file under its final name is whole. The manifest, written last, is what makes a folder finished."""
  for file, digest in output_bytes(folder).items():
    checks.equal(digest, wanted.get(file), f"{name}: {file}, which stands in an unfinished folder")


class Checks:
  """Counts what was checked, prints what failed, and ends the script."""

  def __init__(self, name):
    self.name, self.done, self.failed, self.began = name, 0, 0, time.monotonic()
    print(f"{name}: {program()}" if os.environ.get("VERIFY_VERBOSE") else f"{name}:", flush=True)

  def that(self, truth, sentence):
    self.done += 1
    if not truth:
      self.failed += 1
      if self.failed <= 40:
        print(f"  FAILED  {sentence}", flush=True)
    return bool(truth)

  def equal(self, got, expected, what):
    return self.that(got == expected, f"{what}: got {str(got)[:300]!r}, expected {str(expected)[:300]!r}")

  def figure(self, name, value):
    print(f"  {name:<34}{value}", flush=True)

  def end(self):
    verdict = "ok" if not self.failed else f"{self.failed} FAILED"
    print(f"{self.name}: {verdict}, {self.done} checks in {time.monotonic() - self.began:.1f} s", flush=True)
    sys.exit(1 if self.failed else 0)
