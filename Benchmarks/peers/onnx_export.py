#!/usr/bin/env python3
"""Compare the answers of `ednet classify` with those of ONNX Runtime on models that `ednet export` wrote.

    python3 Benchmarks/peers/onnx_export.py --ednet .build/release/ednet [--patterns FOLDER] [--threads 2]

Needs numpy, onnx, onnxruntime and pillow. Simulates patterns of Samples/structures and derives others from them: small,
large, not square, 16 bit, saturated, with hot and dead pixels, with a round screen, without contrast, and noise. Models: the
two that come with ednet, a small one in the format of version 1 without local contrast, and that one with other steps of
preprocessing. --patterns adds PNG files of a folder. Demands the same verdict ("not a pattern") for every image whose
out-of-distribution score is not 1 to the last bits, and a difference of probabilities below 1e-4 for all but those without
structure: images of equal pixels, or of fewer than 8 rows or columns, which become nearly linear when they are enlarged. Local contrast and scaling make the rounding errors of these as large
as a pattern, in both programs.
"""

import argparse
import json
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import time

import numpy as np
import onnx
import onnxruntime
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIMIT = 1e-4
# A batch of all patterns of a size would need gigabytes.
BATCH = 32


def run(*arguments):
    result = subprocess.run([str(argument) for argument in arguments], capture_output=True, text=True)
    if result.returncode != 0:
        raise SystemExit(f"error: {' '.join(map(str, arguments))}: {result.stderr.strip()}")
    return result


def structures():
    """Up to eight structures of Samples, of different lattices."""
    found = {}
    for path in sorted((ROOT / "Samples/structures").glob("*/*.cif")):
        found.setdefault(path.parent.name, path)
    return list(found.values())[:8]


def save(folder, name, pixels, bits=8):
    pixels = np.clip(np.rint(pixels), 0, 2**bits - 1)
    Image.fromarray(pixels.astype(np.uint8 if bits == 8 else np.uint16)).save(folder / f"{name}.png")


def resized(pixels, width, height):
    return np.asarray(Image.fromarray(pixels.astype(np.float32)).resize((width, height), Image.BICUBIC))


def derive(rng, folder, name, pixels):
    """Writes variants of one pattern of 160 × 160 pixels."""
    def with_outliers(image, count):
        image = image.copy()
        rows, columns = rng.integers(0, image.shape[0], count), rng.integers(0, image.shape[1], count)
        image[rows, columns] = rng.choice([0, image.max() * 1.5, 255], count)
        return image

    save(folder, f"{name}-plain", pixels)
    save(folder, f"{name}-16bit", pixels * 180 + rng.normal(size=pixels.shape) * 40, bits=16)
    save(folder, f"{name}-faint16", 20000 + pixels * 6, bits=16)
    save(folder, f"{name}-wide", pixels[20:133])
    save(folder, f"{name}-tall", pixels[:, 31:128])
    save(folder, f"{name}-small", resized(pixels, 40, 40))
    save(folder, f"{name}-odd", resized(pixels, 61, 47))
    save(folder, f"{name}-size128", resized(pixels, 128, 128))
    save(folder, f"{name}-hot", with_outliers(pixels, 60))
    save(folder, f"{name}-hotwide", with_outliers(resized(pixels, 240, 180), 300))
    x = (np.arange(160) - 79.5) / 80
    disc = np.hypot(x[:, None], x[None]) < rng.uniform(0.8, 1)
    save(folder, f"{name}-round", pixels * disc)
    save(folder, f"{name}-roundhot16", with_outliers(pixels * disc, 25) * 250, bits=16)
    light = np.exp(-(((x[:, None] - rng.uniform(-1, 1)) ** 2 + x[None] ** 2) / rng.uniform(0.3, 1)))
    save(folder, f"{name}-uneven", pixels * light)
    save(folder, f"{name}-saturated", np.minimum(pixels, np.percentile(pixels, 60)) * 1.6)
    save(folder, f"{name}-large", resized(pixels, 480, 400))


def write_patterns(ednet, folder, seed):
    rng = np.random.default_rng(seed)
    simulated = folder.parent / "simulated"
    run(ednet, "simulate", *structures(), "--output", simulated, "--per-structure", 2, "--size", 160, "--kinematical",
        "--quiet", "--seed", seed)
    for path in sorted(simulated.rglob("*.png")):
        name = f"{path.parent.name}-{path.stem}"
        derive(rng, folder, name, np.asarray(Image.open(path)).astype(float))
    for index in range(6):
        save(folder, f"noise-{index}", rng.normal(120, 30, size=(90 + 10 * index, 100)))
    save(folder, "constant", np.full((50, 70), 77))
    save(folder, "black", np.zeros((128, 128)))
    for height, width in [(1, 1), (1, 9), (2, 2), (3, 3), (3, 8), (5, 4), (300, 4), (8, 8), (8, 30), (11, 9), (16, 16)]:
        save(folder, f"tiny-{height}x{width}", rng.uniform(0, 255, size=(height, width)))


# The file of a model: the length of the header, the header in JSON, the values.

def read_model(path):
    content = path.read_bytes()
    length = struct.unpack("<Q", content[:8])[0]
    return json.loads(content[8:8 + length]), content[8 + length:]


def write_model(path, header, values):
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + values)


def old_models(ednet, folder):
    """A small model in the format of version 1, and models of the same network with other preprocessing."""
    simulated = folder / "training"
    run(ednet, "simulate", *structures()[:3], "--output", simulated, "--per-structure", 24, "--size", 48, "--kinematical",
        "--quiet", "--overwrite")
    run(ednet, "train", simulated, "--output", folder / "run", "--overwrite", "--size", 32, "--epochs", 2, "--keep-outliers", "--quiet",
        "--allow-duplicates")
    header, values = read_model(folder / "run/model.safetensors")
    metadata = header["__metadata__"]
    preprocessing = json.loads(metadata["preprocessing"])
    preprocessing.pop("localContrast", None)
    preprocessing.pop("replaceOutliers", None)
    metadata.update(format_version="1", preprocessing=json.dumps(preprocessing))
    if "outOfDistribution" in metadata:
        metadata["novelty"] = metadata.pop("outOfDistribution").replace("kurtosisLimit", "bandLimit")
        for name in [name for name in header if name.startswith("outOfDistribution.")]:
            header[name.replace("outOfDistribution.", "novelty.", 1)] = header.pop(name)
    models = {}

    def variant(name, **changes):
        metadata["preprocessing"] = json.dumps(preprocessing | changes)
        models[name] = folder / f"{name}.safetensors"
        write_model(models[name], header, values)

    variant("version1")
    variant("subtract", background={"method": "subtract", "sigma": 0.2}, circularMask=True, replaceOutliers=True)
    variant("percentile", scaling={"method": "percentile", "low": 2, "high": 99}, circularMask=True, fit="crop")
    variant("filled", fillShadows=True, fit="pad", background={"method": "divide", "sigma": 0.05})
    variant("contrast", fillShadows=True, circularMask=True, localContrast={"highPass": 0}, replaceOutliers=True)
    variant("plain", background={"method": "none"})
    return models


def decoded(path):
    return np.asarray(Image.open(path)).astype(np.float32)[None, None]


def compare(ednet, name, model, folder, files, threads):
    """Prints the differences of a model's answers; returns the greatest one of probabilities."""
    path = folder / f"{name}.onnx"
    run(ednet, "export", "--model", model, path, "--quiet")
    onnx.checker.check_model(str(path), full_check=True)
    result = subprocess.run([str(ednet), "classify", "-", "--model", str(model), "--format", "json", "--threads", str(threads)],
                            input="\n".join(map(str, files)), capture_output=True, text=True)
    answers = {pathlib.Path(line["file"]): line for line in map(json.loads, result.stdout.splitlines())}
    rate = re.search(r"(\d+) patterns per second", result.stderr)

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    metadata = session.get_modelmeta().custom_metadata_map
    classes = json.loads(metadata["classes"])
    outputs = [output.name for output in session.get_outputs()]
    images = {file: decoded(file) for file in files}
    empty = {file for file in files
             if min(images[file].shape[2:]) < 8 or f"{file}: all pixels are equal" in result.stderr}
    began = time.perf_counter()
    results = {file: dict(zip(outputs, session.run(None, {"image": image}))) for file, image in images.items()}
    seconds = time.perf_counter() - began

    differences = {}
    worst = {"Laue": 0.0, "score": 0.0, "verdicts": 0, "batch": 0.0}
    for file in files:
        answer, result = answers[file], results[file]
        # At the limit of the score, which a pattern of the validation set may have set, rounding decides.
        is_at_limit = abs(float(result.get("out_of_distribution_score", [0])[0]) - 1) < 1e-6
        if not is_at_limit:
            worst["verdicts"] += bool(result["is_pattern"][0]) != (answer["prediction"] != "not a pattern")
        if file in empty:
            continue
        expected = np.array([answer["probabilities"][name] for name in classes])
        differences[file] = float(np.abs(result["probabilities"][0] - expected).max())
        if "laue_probabilities" in result:
            laue = np.array([answer["laueClasses"][name] for name in json.loads(metadata["laue_classes"])])
            worst["Laue"] = max(worst["Laue"], float(np.abs(result["laue_probabilities"][0] - laue).max()))
        if "out_of_distribution_score" in result:
            score = answer["outOfDistributionScore"]
            worst["score"] = max(worst["score"], abs(float(result["out_of_distribution_score"][0]) / score - 1))
    sizes = {}
    for file in files:
        sizes.setdefault(images[file].shape, []).append(file)
    for group in (group[first:first + BATCH] for group in sizes.values() for first in range(0, len(group), BATCH)):
        batch = session.run(["probabilities"], {"image": np.concatenate([images[file] for file in group])})[0]
        single = np.concatenate([results[file]["probabilities"] for file in group])
        worst["batch"] = max(worst["batch"], float(np.abs(batch - single).max()))

    file = max(differences, key=lambda file: differences[file] if np.isfinite(differences[file]) else np.inf)
    values = sorted(differences.values())
    print(f"{name}: {len(files)} patterns of {len(sizes)} sizes, {len(empty)} of them without structure; largest difference of probabilities {differences[file]:.1e} "
          f"({file.name}), median {values[len(values) // 2]:.1e}; Laue {worst['Laue']:.1e}, score {worst['score']:.1e} "
          f"relative, in batches {worst['batch']:.1e}; {worst['verdicts']} other verdicts; patterns per second on {threads} "
          f"threads: ednet {rate.group(1) if rate else '?'} with decoding, ONNX Runtime {len(files) / seconds:.0f} one by one",
          flush=True)
    if worst["verdicts"]:
        raise SystemExit(f"error: {name}: {worst['verdicts']} images are a pattern for one program only")
    return max(differences[file], worst["Laue"], worst["batch"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ednet", type=pathlib.Path, default=ROOT / ".build/release/ednet")
    parser.add_argument("--patterns", type=pathlib.Path, action="append", default=[], help="a folder of further patterns")
    parser.add_argument("--models", nargs="*", default=None, help="only models of these names")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for the files, which is kept")
    options = parser.parse_args()
    ednet = options.ednet.resolve()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or pathlib.Path(temporary)
        patterns = folder / "patterns"
        patterns.mkdir(parents=True, exist_ok=True)
        if not list(patterns.glob("*.png")):
            write_patterns(ednet, patterns, options.seed)
        files = sorted(patterns.glob("*.png"))
        for other in options.patterns:
            files += sorted(path.resolve() for path in other.rglob("*.png"))
        models = {"bravais": "bravais", "fast": "fast"} | old_models(ednet, folder)
        models = {name: model for name, model in models.items() if options.models is None or name in options.models}
        print(f"ONNX Runtime {onnxruntime.__version__}, {len(files)} patterns", flush=True)
        worst = {name: compare(ednet, name, model, folder, files, options.threads) for name, model in models.items()}
    failed = [name for name, difference in worst.items() if not difference < LIMIT]
    print(json.dumps({"limit": LIMIT, "largest": worst}))
    if failed:
        sys.exit(f"error: the probabilities of {', '.join(failed)} differ by more than {LIMIT}")


if __name__ == "__main__":
    main()
