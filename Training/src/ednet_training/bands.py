"""Tables of a crystal for the renderer and for the targets of a network: reflections and symmetry elements."""

from dataclasses import dataclass

import numpy as np

from . import tables
from .crystals import Crystal

PAIRS = 400  # of reflections g, -g
ELEMENTS = 26  # symmetry elements of m-3m, the most there are
BINS = 64  # of the histogram of |U_g|
HISTOGRAM_REACH = 1.6  # Å⁻¹


@dataclass
class Bands:
    """The tables of a crystal; lengths in Å, for electrons at rest mass (multiply U by γ)."""

    vectors: np.ndarray  # (PAIRS, 3) g in Å⁻¹, Cartesian; 0 if there are fewer
    potentials: np.ndarray  # (PAIRS,) |U_g| in Å⁻²
    weights: np.ndarray  # (PAIRS,) Re(S_g U_g*) / |U_g|, S_0 = 1
    axes: np.ndarray  # (ELEMENTS, 3) unit vectors: rotation axes and normals of mirror planes
    kinds: np.ndarray  # (ELEMENTS,) 0–3 for axes of order 2, 3, 4, 6, 4 for mirror planes, -1 for none
    histogram: np.ndarray  # (BINS,) roots of the summed |U_g| over |g|, of length 8
    lattice: int
    laue: int

    @staticmethod
    def of(crystal: Crystal, temperature_factors: np.ndarray) -> "Bands":
        """The tables of a crystal; `temperature_factors` are B in Å², one an atom."""
        cell, z = np.asarray(crystal.cell, float), np.asarray(crystal.numbers)
        volume = abs(np.linalg.det(cell))
        reach = 1 / tables.finest_spacing(volume)
        limits = [int(reach * np.linalg.norm(v)) for v in cell]
        h = np.stack(np.meshgrid(*[np.arange(-n, n + 1) for n in limits], indexing="ij"), -1).reshape(-1, 3)
        h = h[len(h) // 2 + 1 :]  # one of each pair
        g = h @ np.linalg.inv(cell).T
        length = np.linalg.norm(g, axis=1)
        inside = length <= reach
        h, g, length = h[inside], g[inside], length[inside]
        potential, emission = np.zeros(len(g), complex), np.zeros(len(g), complex)
        for key in {(int(a), float(b)) for a, b in zip(z, temperature_factors, strict=True)}:
            own = (z == key[0]) & (temperature_factors == key[1])
            phase = np.exp(-2j * np.pi * (h @ np.asarray(crystal.positions)[own].T)).sum(1)
            phase *= np.exp(-key[1] * length**2 / 4)
            potential += tables.scattering_factor(key[0], length) * phase
            emission += float(key[0]) ** 2 * phase
        u = np.abs(potential) / (np.pi * volume)
        charges = float((z.astype(float) ** 2).sum())
        weight = (emission * potential.conj()).real / np.maximum(np.abs(potential), 1e-12) / charges
        bins = np.minimum((length / HISTOGRAM_REACH * BINS).astype(int), BINS)
        histogram = np.bincount(bins, 2 * u, BINS + 1)[:BINS] ** 0.5
        order = np.argsort(-u)
        # Families of equivalent planes, whose |U_g| differ by rounding, stay complete.
        first_left_out = u[order[PAIRS]] * (1 + 1e-9) if len(order) > PAIRS else 0
        strongest = order[:PAIRS]
        strongest = strongest[u[strongest] > max(1e-3 * u[order[0]], first_left_out)]
        vectors, potentials, weights = np.zeros((PAIRS, 3)), np.ones(PAIRS), np.zeros(PAIRS)
        n = len(strongest)
        vectors[:n], potentials[:n], weights[:n] = g[strongest], u[strongest], weight[strongest]
        axes, kinds = symmetry_elements(crystal.rotations)
        return Bands(
            vectors.astype(np.float32),
            potentials.astype(np.float32),
            weights.astype(np.float32),
            axes,
            kinds,
            (8 * histogram / max(np.linalg.norm(histogram), 1e-9)).astype(np.float32),
            tables.lattice_index(crystal.space_group),
            tables.laue_index(crystal.space_group),
        )


def symmetry_elements(rotations: np.ndarray):
    """Axes and mirror planes of the Cartesian operations of a Laue group: unit vectors and their kinds."""
    found: dict[int, list] = {k: [] for k in range(5)}
    for operation in rotations:
        determinant = round(float(np.linalg.det(operation)))
        proper = operation * determinant
        order = {-1: 2, 0: 3, 1: 4, 2: 6}.get(round(float(np.trace(proper))))
        if order is None:
            continue
        if order == 2:
            axis = np.linalg.eigh((proper + proper.T) / 2)[1][:, -1]
        else:
            axis = np.array([proper[2, 1] - proper[1, 2], proper[0, 2] - proper[2, 0], proper[1, 0] - proper[0, 1]])
            axis = axis / np.linalg.norm(axis)
        if determinant < 0 and order != 2:
            continue
        kind = 4 if determinant < 0 else [2, 3, 4, 6].index(order)
        if all(abs(abs(a @ axis) - 1) > 1e-3 for a in found[kind]):
            found[kind].append(axis)
    axes, kinds = np.zeros((ELEMENTS, 3), np.float32), np.full(ELEMENTS, -1, np.int64)
    flat = [(kind, axis) for kind, own in found.items() for axis in own][:ELEMENTS]
    for i, (kind, axis) in enumerate(flat):
        axes[i], kinds[i] = axis, kind
    return axes, kinds


def temperature_factors(numbers: np.ndarray, rng) -> np.ndarray:
    """A random B in Å² for each element of a crystal, 0.08 to 4; tungsten has 0.16 at room temperature, lead 2."""
    elements = sorted(set(np.asarray(numbers).tolist()))
    own = {z: float(np.clip(np.exp(rng.normal(np.log(0.5), 0.75)), 0.08, 4)) for z in elements}
    return np.array([own[int(z)] for z in numbers])
