"""Kikuchi bands of two-beam theory, drawn straight onto screens.

The reflections g and -g together are a ratio of polynomials in v = (d·g k σ / |U_g|)²; see Documentation/Physics.md and
Sources/Diffraction/Kinematical/TwoBeamBands.swift.
"""
import math

import torch

from . import tables

try:
    import triton
    import triton.language as tl
except ImportError:  # a machine without GPU
    triton = None


def draw_bands(vectors, potentials, weights, *, voltage, sharpness, thickness, absorption, strength):
    """The coefficients of the bands of a batch of patterns.

    vectors (B, N, 3) in Å⁻¹, potentials and weights (B, N); voltage in kV, sharpness, thickness in Å and absorption (B,);
    strength: three (B,) tensors, amplitude, frequency and phase of a smooth factor exp(a cos(f|g| + p)) on |U_g|.
    Returns (B, N, 7): the vector k σ g / |U_g|, numerator 0 and 1, denominator 0 and 1 in v.
    """
    c1 = lambda x: x[:, None]
    k = c1(tables.wavenumber(voltage))
    length2 = (vectors * vectors).sum(-1)
    a, f, p = strength
    u = potentials * c1(tables.mass_ratio(voltage)) * torch.exp(c1(a) * torch.cos(c1(f) * length2.sqrt() + c1(p)))
    scale = k * c1(sharpness) / u
    c = length2 / 2 * c1(sharpness) / u
    b = 1 + (k / (math.pi * c1(thickness) * u)) ** 2
    e = c1(absorption)
    cb = c * c + b
    return torch.cat(
        [
            vectors * scale[..., None],
            torch.stack([2 * weights * (e + c) * cb, 2 * weights * (e - c), cb * cb, 2 * (b - c * c)], -1),
        ],
        -1,
    ).contiguous()


def render_plain(directions, bands):
    """Intensities (B, P) of bands (B, N, 7) in unit directions (B, P, 3): the slow reference."""
    v = torch.einsum("bpc,bnc->bpn", directions, bands[..., :3]) ** 2
    n0, n1, d0, d1 = (bands[:, None, :, i] for i in range(3, 7))
    return ((n0 + n1 * v) / (d0 + v * (d1 + v))).sum(-1)


if triton:

    @triton.jit
    def _render(directions, bands, out, P, N: tl.constexpr, BLOCK: tl.constexpr):
        pattern, block = tl.program_id(0), tl.program_id(1)
        pixel = block * BLOCK + tl.arange(0, BLOCK)
        inside = pixel < P
        base = directions + (pattern * P + pixel) * 3
        x = tl.load(base, inside, 0.0)
        y = tl.load(base + 1, inside, 0.0)
        z = tl.load(base + 2, inside, 0.0)
        total = tl.zeros((BLOCK,), tl.float32)
        for n in range(N):
            row = bands + (pattern * N + n) * 7
            u = x * tl.load(row) + y * tl.load(row + 1) + z * tl.load(row + 2)
            v = u * u
            total += (tl.load(row + 3) + tl.load(row + 4) * v) / (tl.load(row + 5) + v * (tl.load(row + 6) + v))
        tl.store(out + pattern * P + pixel, total, inside)


def render(directions, bands):
    """Intensities (B, P) of bands (B, N, 7) in unit directions (B, P, 3)."""
    if triton is None or directions.device.type != "cuda":
        return torch.cat([render_plain(d[None], b[None]) for d, b in zip(directions, bands)])
    B, P, _ = directions.shape
    out = torch.empty(B, P, device=directions.device)
    _render[(B, triton.cdiv(P, 512))](directions.contiguous(), bands, out, P, bands.shape[1], 512, num_warps=4)
    return out
