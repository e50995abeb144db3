"""Counts right answers on patterns of other simulators and cameras."""

import numpy as np
import torch

from . import tables
from .preprocess import SIZE, LocalContrast


@torch.no_grad()
def logits(model, images, widths, device, size=SIZE):
    """Lattice logits (B, 14) of images (B, 128, 128) that were `widths` pixels wide.

    The high pass is that of ednet, but in pixels of an image that is smaller than the network's input.
    """
    prepare = LocalContrast(device, size)
    high_pass = tables.value("localContrast")["highPass"]
    model.eval()
    result = []
    for start in range(0, len(images), 256):
        part = torch.as_tensor(images[start : start + 256], dtype=torch.float32, device=device)
        sigma = [high_pass * max(1.0, size / w) for w in widths[start : start + 256]]
        distinct = sorted(set(sigma))
        matrices = prepare.high_pass_matrices(distinct)[[distinct.index(s) for s in sigma]]
        result.append(model(prepare(part, matrices)[:, None])[0].float().cpu())
    return torch.cat(result)


def score(output, labels, specimens):
    """Right answers for single patterns and, by summed log-probabilities, for specimens; the mean confidence."""
    log_p = torch.log_softmax(output, 1)
    answers = log_p.argmax(1).numpy()
    names = sorted(set(specimens.tolist()))
    fused = 0
    for name in names:
        own = specimens == name
        fused += int(int(log_p[torch.tensor(own)].sum(0).argmax()) == labels[own][0])
    return {
        "right": int((answers == labels).sum()),
        "patterns": len(labels),
        "fused": fused,
        "specimens": len(names),
        "confidence": round(float(log_p.exp().amax(1).mean()), 4),
        "loss": round(float(-log_p[torch.arange(len(labels)), torch.tensor(labels)].mean()), 4),
    }


def evaluate(model, packed, name, device):
    """The score of a model on a packed set of patterns."""
    images, widths, labels, specimens = (packed[f"{name}.{key}"] for key in ("images", "widths", "labels", "specimens"))
    return score(logits(model, images, widths, device), labels, specimens)


def pattern_sets(packed) -> list[str]:
    """The names of the packed sets of patterns."""
    return [key.removesuffix(".images") for key in packed if key.endswith(".images")]


@torch.no_grad()
def evaluate_simulated(model, simulator, crystals, per_crystal: int, seed: int = 99):
    """The score of a model on simulated patterns of crystals, `per_crystal` of each; the same patterns for a seed."""
    tables_ = {
        k: torch.as_tensor(v).to(simulator.device).repeat_interleave(per_crystal, 0) for k, v in crystals.items()
    }
    count = len(tables_["lattice"])
    with torch.random.fork_rng(devices=[0] if simulator.device == "cuda" else []):
        torch.manual_seed(seed)
        outputs = []
        for start in range(0, count, 500):
            inputs = simulator.batch({k: v[start : start + 500] for k, v in tables_.items()})[0]
            outputs.append(model(inputs)[0].float().cpu())
    specimens = np.repeat(np.arange(count // per_crystal), per_crystal)
    return score(torch.cat(outputs), tables_["lattice"].cpu().numpy(), specimens)
