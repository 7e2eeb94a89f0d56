"""The base64 kernel by itself, on bytes in the cache."""
import subprocess

import harness
import programs
import report

SIZES = (16 << 10, 256 << 10)


def run(inputs, folder, rounds):
  kernels = harness.REPOSITORY / "Sources" / "CPrepKernels"
  program = programs.compiled("encode_base64", sources=[kernels / "base64.c"], include=[kernels / "include"])
  section = report.Section("base64", "the kernel by itself, GB of input a second")
  speeds = {f"{size >> 10}_KiB": max(speed(program, size) for _ in range(rounds)) for size in SIZES}
  section.at_least("5 GB a second in the cache", 5, **speeds)
  return section


def speed(program, size):
  return float(subprocess.check_output([program, str(size), "0.3"], text=True).split()[0]) / 1e9
