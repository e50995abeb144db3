"""Crystal structures, read by ednet, and their form in a packed file."""

import json
from dataclasses import dataclass

import numpy as np

from . import crystals


@dataclass
class Structure:
    """A crystal with its prototype, which is None if it has none or is held out of training."""

    crystal: crystals.Crystal
    prototype: crystals.Prototype | None
    held_out: bool


def atoms_of(entry: dict):
    """The cell, positions and atomic numbers of an entry of `training-reference structures`.

    A position that several elements share goes to the most frequent one.
    """
    kept: dict[tuple, dict] = {}
    for atom in entry["atoms"]:
        position = tuple(round(x, 4) % 1 for x in atom["position"])
        if position not in kept or atom["occupancy"] > kept[position]["occupancy"]:
            kept[position] = atom
    positions = np.array([a["position"] for a in kept.values()])
    return np.array(entry["cell"]), positions, np.array([a["atomicNumber"] for a in kept.values()])


def packed(structures: list[Structure]) -> str:
    """The structures as JSON."""

    def plain(value):
        return value.tolist() if isinstance(value, np.ndarray) else vars(value)

    return json.dumps(structures, default=plain)


def unpacked(text: str) -> list[Structure]:
    """The structures of `packed`."""

    def arrays(fields):
        return {k: np.array(v) if isinstance(v, list) else v for k, v in fields.items()}

    return [
        Structure(
            crystals.Crystal(**arrays(entry["crystal"])),
            crystals.Prototype(**arrays(entry["prototype"])) if entry["prototype"] else None,
            entry["held_out"],
        )
        for entry in json.loads(text)
    ]
