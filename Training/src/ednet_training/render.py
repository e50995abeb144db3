"""Kikuchi bands of two-beam theory, drawn straight onto screens.

The reflections g and -g together are a ratio of polynomials in v = (d·g k σ / |U_g|)²; see Documentation/Physics.md and
Sources/Diffraction/Kinematical/TwoBeamBands.swift.
"""

import math

import torch
import torch.nn.functional as F

from . import tables

try:
    import triton
    import triton.language as tl
except ImportError:  # a machine without GPU
    triton = None


def directions(size: int, centre, device="cpu"):
    """Unit vectors (B, size, size, 3) to pixels in the detector frame: x right, y up, z from the sample to the screen.

    `centre` holds the pattern centres in Bruker's convention: x, y and distance, each (B, 1, 1).
    """
    c = (torch.arange(size, device=device) + 0.5) / size
    y, x = torch.meshgrid(c, c, indexing="ij")
    pc_x, pc_y, distance = centre
    return F.normalize(torch.stack([x - pc_x, pc_y - y, distance.expand(len(distance), size, size)], -1), dim=-1)


def turned(rotation, vectors):
    """Vectors (B, P, 3) after rotations (B, 3, 3), each in full precision.

    It is not a matrix product: the reduced precision of tensor cores would move edges.
    """
    return sum(rotation[:, None, :, i] * vectors[:, :, i, None] for i in range(3))


def draw_bands(vectors, potentials, weights, *, voltage, sharpness, thickness, absorption, strength):
    """The coefficients of the bands of a batch of patterns.

    vectors (B, N, 3) in Å⁻¹, potentials and weights (B, N); voltage in kV, sharpness, thickness in Å and absorption
    (B,); strength: three (B,) tensors, amplitude a, period q in Å⁻¹ and phase p of the factor exp(a cos(2π|g|/q + p))
    on |U_g|. Returns (B, N, 7): the vector k σ g / |U_g|, numerator 0 and 1, denominator 0 and 1 in v.
    """
    voltage, sharpness, thickness, absorption = (x[:, None] for x in (voltage, sharpness, thickness, absorption))
    amplitude, period, phase = (x[:, None] for x in strength)
    k = tables.wavenumber(voltage)
    length2 = (vectors * vectors).sum(-1)
    factor = torch.exp(amplitude * torch.cos(2 * math.pi * length2.sqrt() / period + phase))
    u = potentials * tables.mass_ratio(voltage) * factor
    scale = k * sharpness / u
    c = length2 / 2 * sharpness / u
    b = 1 + (k / (math.pi * thickness * u)) ** 2
    cb = c * c + b
    coefficients = [2 * weights * (absorption + c) * cb, 2 * weights * (absorption - c), cb * cb, 2 * (b - c * c)]
    return torch.cat([vectors * scale[..., None], torch.stack(coefficients, -1)], -1).contiguous()


def draw_profile(vectors, potentials, weights, *, voltage, sharpness, **_):
    """The coefficients of bands that all have one profile, for comparison: arguments and result of `draw_bands`.

    The profile is 1 / (1 + (x / x₀)⁴) with the edges at x₀, times |U_g|.
    """
    relative = potentials * (weights != 0) / potentials.amax(1, keepdim=True)
    u = potentials * tables.mass_ratio(voltage)[:, None]
    edge4 = ((vectors * vectors).sum(-1) / 2 * sharpness[:, None] / u) ** 4
    zero = torch.zeros_like(edge4)
    k = tables.wavenumber(voltage)[:, None]
    scaled = vectors * (k * sharpness[:, None] / u)[..., None]
    rest = torch.stack([relative * edge4, zero, edge4.clamp(min=1e-12), zero], -1)
    return torch.cat([scaled, rest], -1).contiguous()


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
        return torch.cat([render_plain(d[None], b[None]) for d, b in zip(directions, bands, strict=True)])
    patterns, pixels, _ = directions.shape
    out = torch.empty(patterns, pixels, device=directions.device)
    grid = (patterns, triton.cdiv(pixels, 512))
    _render[grid](directions.contiguous(), bands, out, pixels, bands.shape[1], 512, num_warps=4)
    return out
