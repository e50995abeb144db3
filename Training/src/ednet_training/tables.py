"""Constants, symmetry tables and ranges of ednet, read from the JSON that `training-reference tables` prints."""

import json
import os
from functools import cache
from pathlib import Path

import numpy as np

VARIABLE = "EDNET_TABLES"
_RECIPE = "swift run -c release training-reference tables > tables.json"
_used: dict | None = None


def read(path: str | Path | None = None) -> dict:
    """The tables of a file, by default the one that the environment variable EDNET_TABLES names."""
    name = path or os.environ.get(VARIABLE)
    if not name:
        raise SystemExit(f"error: ednet's tables are missing; name their file by {VARIABLE}; to write it: {_RECIPE}")
    try:
        return json.loads(Path(name).read_text())
    except (OSError, ValueError) as error:
        raise SystemExit(f"error: {name} cannot be read as ednet's tables ({error}); to write it: {_RECIPE}") from None


def use(tables: dict):
    """Sets the tables that all functions of this module refer to."""
    global _used
    _used = tables
    scattering_coefficients.cache_clear()


def value(name: str):
    """The table of a name, such as `camera`; a range is a list of its two bounds."""
    if _used is None:
        use(read())
    if name not in _used:
        raise SystemExit(f'error: the tables have no "{name}"; they come from another version of ednet: {_RECIPE}')
    return _used[name]


@cache
def scattering_coefficients() -> np.ndarray:
    """Coefficients a, b (Å, Å²) of Lobato and Van Dyck (2014) by atomic number from 1: shape (103, 5, 2)."""
    return np.array(value("scatteringFactors")).reshape(-1, 5, 2)


def scattering_factor(z: int, g: np.ndarray) -> np.ndarray:
    """Elastic scattering factors in Å of an element at |g| in Å⁻¹; elements beyond the table use its last one."""
    table = scattering_coefficients()
    a, b = table[min(z, len(table)) - 1].T[:, :, None]
    spread = 1 + b * g * g
    return (a * (1 + spread) / (spread * spread)).sum(0)


def wavenumber(voltage):
    """1/λ in Å⁻¹ of electrons of an accelerating voltage in kV, relativistic."""
    electron = value("electron")
    rest = electron["restEnergy"]
    return (voltage * (voltage + 2 * rest)) ** 0.5 / (electron["comptonWavelength"] * rest)


def mass_ratio(voltage):
    """The relativistic factor γ at an accelerating voltage in kV."""
    return 1 + voltage / value("electron")["restEnergy"]


def lattice(space_group: int) -> str:
    """The Bravais lattice of a space group."""
    return value("spaceGroups")[space_group - 1]["lattice"]


def lattice_index(space_group: int) -> int:
    """The index of the Bravais lattice of a space group among the outputs of a network."""
    return value("lattices").index(lattice(space_group))


def laue_index(space_group: int) -> int:
    """The index of the Laue class of a space group among the outputs of a network."""
    return value("laueClasses").index(value("spaceGroups")[space_group - 1]["laueClass"])


def finest_spacing(primitive_volume: float) -> float:
    """The spacing in Å of the finest planes that count, by the volume of the primitive cell in Å³."""
    planes = value("finestPlanes")
    return float(np.interp(np.log(primitive_volume), np.log(planes["volumes"]), planes["spacings"]))
