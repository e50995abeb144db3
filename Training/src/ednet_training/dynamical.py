"""Master patterns by dynamical theory, computed on the device where the network learns.

The wave of each direction is propagated through slices of the crystal, beam by beam: a product with one matrix, the
same for all directions, and the phases of the excitation errors (Strang splitting). Documentation/Physics.md has
the equations; ednet's Bloch waves are the exact solution.
"""

import math
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from . import tables
from .crystals import Crystal

LARGEST_CELL = 120.0  # Å³, primitive; two beams describe larger cells well
REFLECTIONS = 1500  # the strongest ones of a crystal
BEAMS = 72  # of the directions of one tile
OPERATIONS = 48  # of the largest Laue group
DEPTH_DEVIATION = 0.3  # of the logarithm of the depth of electrons
SLICE = 2.0  # Å
REACH = 5.0  # slices end at this multiple of the most probable depth
STEP, TILE, TILES = 0.0075, 12, 32  # of a chart: radians a pixel, pixels a tile, and tiles along a side
ABSORPTION = (0.04, 0.25)  # U′ relative to U
PART = 512  # tiles at once
MARGIN = 3.0  # pixels of a chart beyond its sector, for interpolation


@dataclass
class Potential:
    """Fourier coefficients of a crystal over indices (i, j, k) from -limit to limit, and its strongest reflections."""

    cell: np.ndarray
    rotations: np.ndarray
    indices: np.ndarray  # (N, 3), the direct beam first
    limits: np.ndarray  # (3,), of the differences of indices
    elastic: np.ndarray  # U_g in Å⁻² for electrons at rest mass
    emission: np.ndarray  # Σ Z² exp(-B g²/4) exp(-2πi g·r)
    depth: float  # the most probable depth in Å at 20 kV

    @staticmethod
    def of(crystal: Crystal, temperature_factors: np.ndarray, beams: int = REFLECTIONS) -> "Potential":
        """The potential of a crystal; `temperature_factors` are B in Å², one an atom."""
        cell, z = np.asarray(crystal.cell, float), np.asarray(crystal.numbers)
        volume = abs(np.linalg.det(cell))
        reach = 1 / tables.finest_spacing(volume)
        limits = 2 * np.array([int(reach * np.linalg.norm(v)) for v in cell])
        h = np.stack(np.meshgrid(*[np.arange(-n, n + 1) for n in limits], indexing="ij"), -1)
        length = np.linalg.norm(h @ np.linalg.inv(cell).T, axis=-1)
        elastic, emission = np.zeros(length.shape, complex), np.zeros(length.shape, complex)
        for number, b in {(int(a), float(b)) for a, b in zip(z, temperature_factors, strict=True)}:
            own = np.asarray(crystal.positions)[(z == number) & (temperature_factors == b)]
            phases = [np.exp(-2j * np.pi * np.arange(-n, n + 1)[:, None] * own[:, i]) for i, n in enumerate(limits)]
            wave = np.einsum("ia,ja,ka->ijk", *phases) * np.exp(-b * length**2 / 4)
            elastic += tables.scattering_factor(number, length.ravel()).reshape(length.shape) * wave
            emission += float(number) ** 2 * wave
        elastic /= np.pi * volume
        strength = np.where(length <= reach, np.abs(elastic), -1).ravel()
        strength[strength.size // 2] = np.inf
        order = np.argsort(-strength, kind="stable")
        order = order[strength[order] > 1e-4 * strength[order[1]]]
        if len(order) > beams:  # equivalent reflections, whose |U_g| differ by rounding, stay together
            order = order[:beams][strength[order[:beams]] > strength[order[beams]] * (1 + 1e-6)]
        depth = tables.value("depthProfile")["scale"] / (np.sqrt(z.astype(float)).sum() / volume) ** 0.5
        indices = h.reshape(-1, 3)[order]
        return Potential(cell, crystal.rotations, indices, limits, elastic, emission, float(depth))


class Sector:
    """One sector of a Laue group around a drawn direction, and its chart: Lambert's azimuthal projection.

    The grid is askew to the symmetry elements, so that interpolation on it says nothing about them.
    """

    def __init__(self, rotations: np.ndarray, axis: torch.Tensor, device):
        own = torch.as_tensor(rotations, dtype=torch.float32, device=device)
        # Repeated operations fill up to one shape for all groups.
        self.rotations = own[torch.arange(OPERATIONS, device=device) % len(own)]
        self.axis = F.normalize(axis.to(device), dim=0)
        helper = torch.eye(3, device=device)[self.axis.abs().argmin()]
        first = F.normalize(torch.linalg.cross(self.axis, helper), dim=0)
        self.frame = torch.stack([first, torch.linalg.cross(self.axis, first), self.axis])

    def tiles(self):
        """The directions (C, TILE², 3) of the tiles that the sector and its margin touch, and the tiles' places."""
        side = TILE * TILES
        c = (torch.arange(side, device=self.axis.device) - (side - 1) / 2) * STEP
        y, x = torch.meshgrid(c, c, indexing="ij")
        square = (x * x + y * y).clamp(max=4)
        r = (1 - square / 4).sqrt()
        d = F.normalize(torch.stack([x * r, y * r, 1 - square / 2], -1), dim=-1) @ self.frame
        d = d.reshape(TILES, TILE, TILES, TILE, 3).transpose(1, 2).reshape(TILES * TILES, TILE * TILE, 3)
        # Of all images of a direction, the one in the sector is nearest to the axis.
        apart = self.rotations.transpose(1, 2) @ self.axis - self.axis
        distance = apart.norm(dim=1)
        apart = apart[distance > 1e-3] / distance[distance > 1e-3, None]
        inside = (d @ apart.T).amax(2) <= MARGIN * STEP
        places = inside.any(1).nonzero()[:, 0]
        return d[places], places

    def chart(self, values, places):
        """The chart (side, side) of the values (C, TILE²) of tiles."""
        all_ = torch.zeros(TILES * TILES, TILE * TILE, device=values.device)
        all_[places] = values
        side = TILE * TILES
        return all_.reshape(TILES, TILES, TILE, TILE).transpose(1, 2).reshape(side, side)


class Coefficients:
    """The Fourier coefficients of a potential on a device, for one voltage and absorption."""

    def __init__(self, potential: Potential, device, absorption: float, voltage: float):
        def complex_(values):
            return torch.as_tensor(values.ravel(), dtype=torch.complex64, device=device)

        self.elastic = complex_(potential.elastic) * (tables.mass_ratio(voltage) * (1 + 1j * absorption))
        emission = complex_(potential.emission)
        middle = len(emission) // 2
        self.emission = emission / emission[middle].real
        mean = float(self.elastic[middle].real)
        # The mean potential is in the wavenumber; the mean absorption stays.
        self.elastic[middle] -= mean
        self.wavenumber = math.sqrt(tables.wavenumber(voltage) ** 2 + mean)
        self.limits = torch.as_tensor(potential.limits, device=device)
        self.indices = torch.as_tensor(potential.indices, device=device)
        inverse = np.linalg.inv(potential.cell).T
        self.vectors = self.indices.float() @ torch.as_tensor(inverse, dtype=torch.float32, device=device)
        self.strengths = self.elastic[self._flat(self.indices)].abs()

    def _flat(self, indices):
        shifted, sizes = indices + self.limits, 2 * self.limits + 1
        return (shifted[..., 0] * sizes[1] + shifted[..., 1]) * sizes[2] + shifted[..., 2]

    def matrices(self, beams):
        """U + iU' in Å⁻² and emission, (C, N, N) each, between the beams (C, N) of C tiles."""
        own = self.indices[beams]
        difference = self._flat(own[:, :, None] - own[:, None, :])
        return self.elastic[difference], self.emission[difference]

    def strongest(self, directions):
        """The beams (C, N) that matter most in the directions (C, D, 3) of each tile; the direct beam comes first."""
        middle = F.normalize(directions.mean(1), dim=1)
        radius = (directions - middle[:, None]).norm(dim=2).amax(1)[:, None]
        length = self.vectors.norm(dim=1)
        error = self.errors(self.vectors, middle[:, None])[..., 0]
        nearest = (error.abs() - length * radius).clamp(min=0)
        weight = self.strengths / (self.wavenumber * nearest + self.strengths)
        # Beyond half a turn in a slice a phase means something else.
        weight = torch.where(error.abs() + length * radius < 0.5 / SLICE, weight, 0)
        weight[:, 0] = 2
        return weight.topk(min(BEAMS, weight.shape[1]), dim=1)

    def errors(self, vectors, directions):
        """Excitation errors in Å⁻¹ of vectors (..., N, 3) in directions (..., D, 3) to the screen: (..., N, D).

        By reciprocity the wave comes from the screen.
        """
        return vectors @ directions.transpose(-1, -2) - (vectors * vectors).sum(-1)[..., None] / (2 * self.wavenumber)


@torch.no_grad()
def intensities(potential: Potential, directions, absorption: float, depth: float, voltage: float = 20.0):
    """Intensities (C, D) in directions (C, D, 3), unit vectors of C tiles; `depth` is the most probable one in Å."""
    own = Coefficients(potential, directions.device, absorption, voltage)
    weight, beams = own.strongest(directions)
    elastic, emission = own.matrices(beams)
    # Beams without weight only fill up the shape.
    used = (weight > 0).float()
    elastic = elastic * (used[:, :, None] * used[:, None, :])
    step = torch.linalg.matrix_exp((1j * math.pi * SLICE / own.wavenumber) * elastic)
    error = own.errors(own.vectors[beams], directions)
    half = torch.polar(used[:, :, None].expand_as(error).contiguous(), math.pi * SLICE * error)
    wave = torch.zeros_like(half)
    wave[:, 0] = 1
    total = torch.zeros(directions.shape[:2], device=directions.device)
    for slice_ in range(1, math.ceil(REACH * depth / SLICE) + 1):
        wave = half * (step @ (half * wave))
        z = slice_ * SLICE / depth
        if slice_ % 2 == 0:
            total += z * math.exp(-z) * (wave.conj() * (emission @ wave)).real.sum(1)
    return total


def master(potential: Potential, rng: np.random.Generator, device) -> dict:
    """A master pattern under drawn conditions: its chart, the operations of its Laue group, its sector's frame."""
    sector = Sector(potential.rotations, torch.as_tensor(rng.normal(size=3), dtype=torch.float32), device)
    directions, places = sector.tiles()
    voltage = drawn_voltage(rng)
    depth = potential.depth * (voltage / 20) ** tables.value("depthProfile")["exponent"]
    depth *= np.exp(rng.normal() * DEPTH_DEVIATION)
    absorption = float(rng.uniform(*ABSORPTION))
    values = [intensities(potential, part, absorption, float(depth), voltage) for part in directions.split(PART)]
    chart = sector.chart(torch.cat(values), places)
    return {"chart": (chart / chart.max()).half(), "rotations": sector.rotations, "frame": sector.frame}


def drawn_voltage(rng: np.random.Generator) -> float:
    """The usual voltage in kV for half of the master patterns, else one of the range of two-beam theory."""
    if rng.random() < 0.5:
        return float(tables.value("masterPatternVoltage"))
    return float(rng.uniform(*tables.value("twoBeamVoltage")))


@torch.no_grad()
def sampled(directions, masters, part: int = 32):
    """Intensities (B, P) of master patterns, stacked, in unit directions (B, P, 3) of their crystals; P is a square."""
    result = []
    for own in range(0, len(directions), part):
        d = directions[own : own + part]
        rotations, frame, chart = (masters[f][own : own + part] for f in ("rotations", "frame", "chart"))
        images = torch.einsum("brji,bj->bri", rotations, frame[:, 2])
        nearest = (d @ images.transpose(1, 2)).argmax(2)
        turn = frame[:, None] @ rotations
        folded = (torch.take_along_dim(turn, nearest[..., None, None], 1) @ d[..., None])[..., 0]
        scale = (2 / (1 + folded[..., 2:])).sqrt() / (STEP * (TILE * TILES - 1) / 2)
        side = math.isqrt(d.shape[1])
        places = (folded[..., :2] * scale).reshape(-1, side, side, 2)
        picture = chart[:, None].float()
        result.append(F.grid_sample(picture, places, mode="bicubic", align_corners=True).reshape(-1, side * side))
    return torch.cat(result)
