"""Constants and tables, read from ednet's sources so that none stands twice."""
import math
import re
from functools import cache
from pathlib import Path

import numpy as np

LATTICES = "aP mP mS oP oS oI oF tP tI hR hP cP cI cF".split()
LAUE_CLASSES = "-1 2/m mmm 4/m 4/mmm -3 -3m 6/m 6/mmm m-3 m-3m".split()
LAST_GROUP_OF_LAUE_CLASS = [2, 15, 74, 88, 142, 148, 167, 176, 194, 206, 230]

_FACTORS = "Sources/Diffraction/Scattering/ElectronScatteringFactor+Table.swift"
REST_ENERGY = 510.99895  # keV
COMPTON_WAVELENGTH = 0.0242631023867  # Å


def package_root() -> Path:
    """The folder of ednet, found upwards from this file or the current folder."""
    for start in (Path(__file__).resolve(), Path.cwd() / "x"):
        for folder in start.parents:
            if (folder / "Package.swift").exists() and (folder / _FACTORS).exists():
                return folder
    raise FileNotFoundError(f"no folder above holds {_FACTORS}; run inside a clone of ednet")


@cache
def scattering_coefficients() -> np.ndarray:
    """Coefficients a, b (Å, Å²) of Lobato and Van Dyck (2014): shape (103, 5, 2)."""
    text = (package_root() / _FACTORS).read_text()
    rows = re.findall(r"^\s+((?:-?[\d.]+(?:e-?\d+)?\s+){9}-?[\d.]+(?:e-?\d+)?)\s*$", text, re.M)
    table = np.array([[float(n) for n in row.split()] for row in rows])
    if table.shape != (103, 10):
        raise ValueError(f"{_FACTORS} holds {table.shape[0]} lines of ten numbers, not 103")
    return table.reshape(103, 5, 2)


def scattering_factor(z: np.ndarray, g: np.ndarray) -> np.ndarray:
    """Elastic scattering factors in Å of elements z (A,) at |g| in Å⁻¹ (M,): shape (A, M)."""
    a, b = np.moveaxis(scattering_coefficients()[np.minimum(z, 103) - 1], 2, 0)
    spread = 1 + b[:, :, None] * (g * g)[None, None, :]
    return (a[:, :, None] * (1 + spread) / (spread * spread)).sum(1)


def wavenumber(voltage):
    """1/λ in Å⁻¹ of electrons of an accelerating voltage in kV, relativistic."""
    root = (voltage * (voltage + 2 * REST_ENERGY)) ** 0.5
    return root / (COMPTON_WAVELENGTH * REST_ENERGY)


def mass_ratio(voltage):
    """The relativistic factor γ at an accelerating voltage in kV."""
    return 1 + voltage / REST_ENERGY


def laue_index(space_group: int) -> int:
    """The index in LAUE_CLASSES of a space group."""
    return next(i for i, last in enumerate(LAST_GROUP_OF_LAUE_CLASS) if space_group <= last)


def finest_spacing(primitive_volume: float) -> float:
    """The spacing in Å of the finest planes that count, by the volume of the primitive cell in Å³."""
    return 0.55 if primitive_volume < 60 else 0.6 if primitive_volume < 150 else 0.7 if primitive_volume < 300 else 0.8


PI = math.pi
