"""Counts right answers on patterns of other simulators and cameras."""
import math

import numpy as np
import torch

from .preprocess import LocalContrast

HIGH_PASS = 1.2  # σ in pixels of 128, and at least this many of the image's own pixels


@torch.no_grad()
def logits(model, images, widths, device, high_pass=HIGH_PASS, size=128):
    """Lattice logits (B, 14) of images (B, 128, 128) that were `widths` pixels wide."""
    prepare = LocalContrast(device, size)
    model.eval()
    result = []
    for start in range(0, len(images), 256):
        part = torch.as_tensor(images[start : start + 256], dtype=torch.float32, device=device)
        sigma = [high_pass * max(1.0, size / w) for w in widths[start : start + 256]]
        distinct = sorted(set(sigma))
        matrices = prepare.high_pass_matrices(distinct)[[distinct.index(s) for s in sigma]]
        x = prepare(part, matrices)
        result.append(model(x[:, None])[0].float().cpu())
    return torch.cat(result)


def unpacked(packed, name):
    """Images, own widths, labels and specimens of a packed set."""
    return tuple(packed[f"{name}.{key}"] for key in ("images", "widths", "labels", "specimens"))


def score(output, labels, specimens):
    """Right answers for single patterns and, by summed log-probabilities, for specimens; the mean confidence."""
    log_p = torch.log_softmax(output, 1)
    right = (log_p.argmax(1).numpy() == labels)
    fused, number = 0, 0
    for specimen in sorted(set(specimens.tolist())):
        own = specimens == specimen
        fused += int(log_p[torch.tensor(own)].sum(0).argmax()) == labels[own][0]
        number += 1
    return dict(
        right=int(right.sum()), patterns=len(labels), fused=int(fused), specimens=number,
        confidence=round(float(log_p.exp().amax(1).mean()), 4), loss=round(float(-log_p[torch.arange(len(labels)), torch.tensor(labels)].mean()), 4),
        answers=[int(a) for a in log_p.argmax(1)] if len(labels) < 30 else None,
    )


def evaluate(model, packed, name, device, high_pass=HIGH_PASS):
    images, widths, labels, specimens = unpacked(packed, name)
    return score(logits(model, images, widths, device, high_pass), labels, specimens)
