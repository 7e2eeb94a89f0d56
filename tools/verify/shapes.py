"""The documented shapes of records that no program here loads, and a comparison with them.

A shape is a type, a set of allowed values, a list with the shape of its elements, a dictionary with the shapes of its keys (`?` behind a key
that may be absent), or a tuple of shapes of which one fits. A key that the shape does not have is wrong.
"""


def fits(value, shape, path="record"):
  """The first place that does not fit; None when all do."""
  if isinstance(shape, tuple):
    found = [fits(value, one, path) for one in shape]
    return None if None in found else found[0]
  if isinstance(shape, set):
    return None if value in shape else f"{path} is {value!r}, not one of {sorted(shape)}"
  if isinstance(shape, list):
    if not isinstance(value, list):
      return f"{path} is no list"
    return next((fault for number, element in enumerate(value) if (fault := fits(element, shape[0], f"{path}[{number}]"))), None)
  if isinstance(shape, dict):
    if not isinstance(value, dict):
      return f"{path} is no object"
    known = {key.rstrip("?"): part for key, part in shape.items()}
    if unknown := set(value) - set(known):
      return f"{path} has {sorted(unknown)}"
    if missing := {key for key in shape if not key.endswith("?")} - set(value):
      return f"{path} lacks {sorted(missing)}"
    return next((fault for key, part in value.items() if (fault := fits(part, known[key], f"{path}.{key}"))), None)
  return None if isinstance(value, shape) else f"{path} is no {shape.__name__}"


def check(checks, value, shape, what):
  fault = fits(value, shape)
  checks.that(fault is None, f"{what}: {fault}")


# cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-supervised-tuning-prepare, "Dataset example"
GEMINI_TEXT = {"text": str}
GEMINI = {
  "systemInstruction?": {"role": {"system"}, "parts": [GEMINI_TEXT]},
  "contents": [{
    "role": {"user", "model"},
    "parts": [(GEMINI_TEXT, {"fileData": {"mimeType": {"image/png", "image/jpeg", "image/webp"}, "fileUri": str}})],
  }],
}

# docs.aws.amazon.com/bedrock/latest/userguide/preparing-image-text-data.html, "Format example", and
# docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html, "Example dataset formats"
BEDROCK_TEXT = {"text": str}
BEDROCK = {
  "schemaVersion": {"bedrock-conversation-2024"},
  "system?": [BEDROCK_TEXT],
  "messages": [{
    "role": {"user", "assistant"},
    "content": [(BEDROCK_TEXT, {
      "image": {"format": {"png", "jpeg", "webp", "gif"}, "source": {"s3Location": {"uri": str, "bucketOwner?": str}}}})],
  }],
}

# github.com/hiyouga/LLaMA-Factory, data/README.md, "Sharegpt Format" and the table of dataset_info.json
LLAMA_FACTORY = {"conversations": [{"from": {"human", "gpt", "observation", "function_call"}, "value": str}], "system": str, "tools": str, "images": [str]}
LLAMA_FACTORY_ENTRY = {
  "file_name": str, "formatting": {"sharegpt"},
  "columns": {"messages": {"conversations"}, "system": {"system"}, "tools": {"tools"}, "images": {"images"}}}

# swift.readthedocs.io/en/latest/Customization/Custom-dataset.html, "Multimodal", and Agent-support.html
MS_SWIFT = {
  "messages": [{"role": {"system", "user", "assistant", "tool_call", "tool_response"}, "content": str, "loss?": bool}], "images": [str], "tools?": str}

# docs.axolotl.ai/docs/multimodal.html, "Dataset Format"
AXOLOTL = {
  "messages": [{
    "role": {"system", "user", "assistant"},
    "content": [({"type": {"text"}, "text": str}, {"type": {"image"}, "path": str})]}]}

# github.com/haotian-liu/LLaVA, docs/Finetune_Custom_Data.md, "Dataset Format"; without `image` for texts, by llava/train/train.py
LLAVA = {"id": str, "image?": str, "conversations": [{"from": {"human", "gpt"}, "value": str}]}

# The project's own, for the JSON within a shard
WEBDATASET = {
  "id": str, "tools?": str,
  "messages": [{
    "role": {"system", "user", "assistant"},
    "content": [({"type": {"text"}, "text": str}, {"type": {"image"}, "image": str})]}]}
