"""Photos made to fit 1,024 pixels at quality 90: visionprep and img2dataset from a local server, vipsthumbnail from files."""
import concurrent.futures
import functools
import io
import os
import pathlib
import sys
import tempfile

import datasets
import measure
import photographs
import report
import webserver
from PIL import Image, ImageCms, ImageOps
from ssimulacra2 import compute_ssimulacra2

Image.MAX_IMAGE_PIXELS = None
SIDE, QUALITY = 1024, 90
# About this many files are made of the photos; and this many of the photos themselves are compared.
FILES, SAMPLES = 400, 6


def run(inputs, folder, rounds):
  photos = photographs.jpegs(inputs.photos)
  files = photographs.copies(photos, folder / "files", max(1, round(FILES / len(photos))))
  samples = sample(photos)
  cores = len(os.sched_getaffinity(0))
  with webserver.Nginx(folder / "nginx", folder / "files") as server:
    addresses = [f"http://127.0.0.1:{server.port}/{file.name}" for file in files]
    (folder / "photos.csv").write_text("key,url\n" + "".join(f"{file.name},{address}\n" for file, address in zip(files, addresses)))
    (folder / "addresses.txt").write_text("\n".join(addresses) + "\n")
    recipe = datasets.write_recipe(
      folder / "photos.yaml", {"table": "photos.csv", "id": "key", "images": ["url"]}, fetch={"allow_private": True, "per_host": 64},
      image={"format": "jpeg", "max_side": SIDE, "quality": QUALITY})
    ours, theirs, vips = figures = measure.compare([
      measure.Contender("visionprep", datasets.prepare(recipe, folder / "visionprep"), folder / "visionprep", functools.partial(made_by_us, samples)),
      measure.Contender(
        "img2dataset", [
          pathlib.Path(sys.executable).parent / "img2dataset", "--url_list", folder / "addresses.txt", "--output_folder", folder / "img2dataset",
          "--image_size", SIDE, "--resize_mode", "keep_ratio_largest", "--resize_only_if_bigger", "--skip_reencode", "--encode_quality", QUALITY,
          "--processes_count", cores, "--thread_count", 32, "--number_sample_per_shard", max(1, len(files) // (2 * cores)),
          "--output_format", "files"],
        folder / "img2dataset", functools.partial(made_by_img2dataset, samples, addresses), environment={"NO_ALBUMENTATIONS_UPDATE": "1"}),
      measure.Contender(
        "vipsthumbnail", [
          "xargs", "--arg-file", write_list(folder / "files.txt", files), f"--max-procs={cores}", "--max-args=16",
          "vipsthumbnail", f"--size={SIDE}x{SIDE}>", "--output", f"{folder}/vips/%s.jpg[Q={QUALITY}]"],
        folder / "vips", functools.partial(made_by_vips, samples, files), environment={"VIPS_CONCURRENCY": "1"}),
    ], rounds)
  section = report.Section(
    "photos", f"{len(files)} JPEG files of {len(photos)} photos to fit {SIDE}, quality {QUALITY}, on {cores} processors", figures)
  section.note(f"quality: SSIMULACRA2 to the fully decoded photo at the same size by Pillow's Lanczos, mean and lowest of {len(samples)} photos")
  section.note(f"visionprep makes {len(files) / ours.wall:.0f} photos a second")
  section.faster(ours, theirs, 2)
  section.faster(ours, vips, 2)
  return section


def write_list(path, files):
  path.write_text("".join(f"{file}\n" for file in files))
  return path


def sample(photos):
  """Photos that are made smaller, evenly out of all of them, by number."""
  large = [number for number, path in enumerate(photos) if max(Image.open(path).size) > SIDE]
  chosen = large[::max(1, len(large) // SAMPLES)][:SAMPLES]
  return {number: photos[number] for number in chosen}


def made_by_us(samples, output):
  pictures = dict(zip(range(max(samples, default=-1) + 1), (data for _, data in datasets.images(output))))
  return datasets.image_megabytes(output), quality({path: pictures[number] for number, path in samples.items()})


def made_by_img2dataset(samples, addresses, output):
  made = sorted(output.rglob("*.jpg"))
  if len(made) != len(addresses):
    raise SystemExit(f"img2dataset made {len(made)} of {len(addresses)} images")
  # Files are numbered by shard and place; their order is that of the addresses.
  return datasets.total_megabytes(made), quality({path: made[number].read_bytes() for number, path in samples.items()})


def made_by_vips(samples, files, output):
  made = [output / file.name for file in files]
  return datasets.total_megabytes(made), quality({path: made[number].read_bytes() for number, path in samples.items()})


def quality(pictures):
  with concurrent.futures.ProcessPoolExecutor() as pool:
    scores = list(pool.map(score, pictures, pictures.values()))
  return f"{sum(scores) / len(scores):.1f}, {min(scores):.1f}" if scores else ""


def score(photo, data):
  """SSIMULACRA2 of a picture made of the photo: 90 is hard to tell apart, 70 is good."""
  with tempfile.TemporaryDirectory() as folder:
    made = upright(Image.open(io.BytesIO(data)))
    made.save(f"{folder}/made.png")
    upright(Image.open(photo)).resize(made.size, Image.LANCZOS).save(f"{folder}/wanted.png")
    return compute_ssimulacra2(f"{folder}/wanted.png", f"{folder}/made.png")


def upright(image):
  """As it is shown: turned, and in sRGB."""
  profile = image.info.get("icc_profile")
  image = ImageOps.exif_transpose(image)
  if profile and image.mode in ("RGB", "CMYK"):
    image = ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB")
  image = image.convert("RGB")
  image.info.clear()
  return image
