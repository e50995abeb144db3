"""Crystals: random arrangements of every space group, variants of real structures, and the symmetry of each."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import spglib

from . import tables

spglib.error.OLD_ERROR_HANDLING = False  # errors are exceptions
MOST_ATOMS = 40  # in the primitive cell
LARGEST_CELL = 450.0  # Å³, primitive
CENTRING_ORDERS = {"P": 1, "S": 2, "I": 2, "R": 3, "F": 4}


@dataclass
class Crystal:
    """A primitive cell (rows in Å), fractional positions, atomic numbers, and the symmetry that spglib finds."""

    cell: np.ndarray
    positions: np.ndarray
    numbers: np.ndarray
    space_group: int
    rotations: np.ndarray  # Cartesian rotations of the Laue group, (R, 3, 3)

    @property
    def lattice(self) -> str:
        return tables.lattice(self.space_group)


@cache
def hall_number(space_group: int) -> int:
    """The number of the first setting of a space group in Hall's order, spglib's standard one."""
    return next(h for h in range(1, 531) if spglib.get_spacegroup_type(h).number == space_group)


@cache
def operations(space_group: int):
    """Rotations (N, 3, 3) and translations (N, 3) of the standard setting."""
    o = spglib.get_symmetry_from_database(hall_number(space_group))
    return o["rotations"].astype(float), o["translations"]


def centring_order(space_group: int) -> int:
    """The number of lattice points in the conventional cell."""
    return CENTRING_ORDERS[tables.lattice(space_group)[1]]


@cache
def groups_of(lattice: str) -> tuple:
    """The space groups of a Bravais lattice."""
    return tuple(n for n in range(1, 231) if tables.lattice(n) == lattice)


def symmetry(atoms, **options):
    """Spglib's symmetry of atoms (cell, positions, numbers); None if it finds none."""
    try:
        return spglib.get_symmetry_dataset(atoms, symprec=tables.value("symmetryTolerance"), **options)
    except spglib.SpglibError:
        return None


def cell_matrix(a, b, c, alpha, beta, gamma) -> np.ndarray:
    """Rows a, b, c; a along x, b in the xy plane; raises ValueError for angles that span no cell."""
    ca, cb, cg = np.cos(np.radians([alpha, beta, gamma]))
    sg = np.sqrt(max(1 - cg * cg, 1e-12))
    y = (ca - cb * cg) / sg
    z2 = 1 - cb * cb - y * y
    if z2 < 0.05:
        raise ValueError("the angles span no cell")
    return np.array([[a, 0, 0], [b * cg, b * sg, 0], [c * cb, c * y, c * np.sqrt(z2)]])


def parameters(cell: np.ndarray):
    """Lengths in Å and angles in degrees of a cell."""
    length = np.linalg.norm(cell, axis=1)

    def angle(i, j):
        return np.degrees(np.arccos(np.clip(cell[i] @ cell[j] / length[i] / length[j], -1, 1)))

    return (*length, angle(1, 2), angle(0, 2), angle(0, 1))


def random_cell(space_group: int, rng) -> np.ndarray:
    """A cell of unit volume, its metric well apart from that of a higher lattice."""
    n = space_group

    def ratio(low, high):
        return float(np.exp(rng.uniform(np.log(low), np.log(high))))

    def apart(x, others):
        return all(abs(np.log(x / o)) > 0.04 for o in others)

    while True:
        if n >= 195:
            p = (1, 1, 1, 90, 90, 90)
        elif n >= 143:
            p = (1, 1, ratio(0.45, 4.5), 90, 90, 120)
        elif n >= 75:
            p = (1, 1, ratio(0.4, 3.2), 90, 90, 90)
            if not apart(p[2], [1]):
                continue
        else:
            b, c = ratio(0.4, 2.5), ratio(0.4, 2.5)
            if not (apart(b, [1]) and apart(c, [1, b])):
                continue
            if n >= 16:
                p = (1, b, c, 90, 90, 90)
            elif n >= 3:
                p = (1, b, c, 90, rng.uniform(91.5, 125), 90)
            else:
                p = (1, b, c, *rng.uniform(66, 114, 3))
        try:
            m = cell_matrix(*p)
        except ValueError:
            continue
        return m / np.cbrt(np.linalg.det(m))


def orbit(position: np.ndarray, space_group: int) -> np.ndarray:
    """The images of a position under a space group, each once, in [0, 1)."""
    r, t = operations(space_group)
    images = (r @ position + t) % 1
    kept = [images[0]]
    for image in images[1:]:
        d = np.array(kept) - image
        if (np.abs(d - np.round(d)).max(1) > 1e-4).all():
            kept.append(image)
    return np.array(kept)


_NEIGHBOURS = np.array([(i, j, k) for i in (-1, 0, 1) for j in (-1, 0, 1) for k in (-1, 0, 1)], float)


def shortest_distance(cell: np.ndarray, positions: np.ndarray) -> float:
    """The shortest distance in Å between two atoms, or an atom and its image in a neighbouring cell."""
    d = positions[:, None] - positions[None]
    d -= np.round(d)
    length = np.linalg.norm((d[:, :, None] + _NEIGHBOURS) @ cell, axis=-1)
    length[length < 1e-9] = np.inf
    return float(length.min())


_SPECIAL = np.array([0, 0, 0, 0.5, 0.5, 0.5, 0.25, 0.75, 1 / 3, 2 / 3, 0.125, 0.375, 0.625, 0.875])


def random_position(rng) -> np.ndarray:
    """A position; special ones, on points, lines and planes, are as frequent as general ones."""
    x, y, z = rng.random(3)

    def s():
        return rng.choice(_SPECIAL)

    kind = rng.integers(12)
    position = [
        (s(), s(), s()),
        (s(), s(), s()),
        (x, s(), s()),
        (x, x, s()),
        (x, x, x),
        (x, -x, s()),
        (x, 2 * x, s()),
        (x, y, s()),
        (x, x, z),
        (x, y, z),
        (1 / 3, 2 / 3, z),
        (s(), s(), z),
    ][kind]
    position = np.array(position, float)
    return (position if kind in (6, 10) else position[rng.permutation(3)]) % 1


def random_element(rng) -> int:
    """An atomic number; light elements, transition metals and oxygen more often than others."""
    return int(rng.choice([rng.integers(1, 93), rng.integers(3, 35), rng.integers(11, 84), 8, 8]))


def random_arrangement(space_group: int, rng):
    """Atoms at random positions of a space group; two crystals in five have few. None if chance makes none."""
    simple = rng.random() < 0.4
    order = centring_order(space_group)
    for _ in range(40):
        cell = random_cell(space_group, rng)
        positions, numbers = np.empty((0, 3)), []
        for _ in range(int(rng.choice([1, 1, 2, 3])) if simple else min(int(rng.geometric(0.35)), 6)):
            own = orbit(random_position(rng), space_group)
            trial = np.vstack([positions, own])
            if len(trial) / order > (6 if simple else 36) or len(trial) > 160:
                continue
            if shortest_distance(cell, trial) < 0.78 / np.cbrt(len(trial)):
                continue
            positions = trial
            numbers += [random_element(rng)] * len(own)
        if not numbers:
            continue
        scale = rng.uniform(1.7, 2.9) / shortest_distance(cell, positions)
        if 7 < scale**3 / len(numbers) < 40 and scale**3 / order < LARGEST_CELL:
            return cell * scale, positions, np.array(numbers)
    return None


@dataclass
class Prototype:
    """A real structure in the standard setting: its cell and one atom of each orbit."""

    space_group: int
    cell: np.ndarray
    positions: np.ndarray
    numbers: np.ndarray

    @staticmethod
    def of(cell, positions, numbers):
        """The prototype of a structure; None if its orbits cannot be separated."""
        own = (cell, positions, numbers)
        data = symmetry(own)
        data = data and symmetry(own, hall_number=hall_number(data.number))
        if data is None:
            return None
        left, representatives = list(range(len(data.std_types))), []
        while left:
            images = orbit(data.std_positions[left[0]], data.number)
            d = images[:, None] - data.std_positions[left][None]
            hit = np.abs(d - np.round(d)).max(2).min(0) < 3e-3
            if not hit[0]:
                return None
            representatives.append(left[0])
            left = [j for j, h in zip(left, hit, strict=True) if not h]
        kept = data.std_positions[representatives], data.std_types[representatives]
        return Prototype(data.number, data.std_lattice, *kept)

    def variant(self, rng):
        """The same arrangement with another cell, other elements and other free parameters; None without luck."""
        n = self.space_group
        r, t = operations(n)
        for _ in range(10):
            strain = np.exp(rng.normal(size=3) * 0.07)
            if n >= 195:
                strain[:] = strain[0]
            elif n >= 75:
                strain[1] = strain[0]
            cell = self.cell * strain[:, None]
            if n < 16:
                p = list(parameters(cell))
                p[4] += rng.normal() * 3
                if n < 3:
                    p[3], p[5] = p[3] + rng.normal() * 3, p[5] + rng.normal() * 3
                try:
                    cell = cell_matrix(*p)
                except ValueError:
                    continue
            cell = cell * rng.uniform(0.88, 1.2)
            swap = {z: (z if rng.random() < 0.25 else random_element(rng)) for z in set(self.numbers.tolist())}
            positions, numbers = [], []
            for x, z in zip(self.positions, self.numbers.tolist(), strict=True):
                d = r @ x + t - x
                stabiliser = np.abs(d - np.round(d)).max(1) < 1e-3
                shift = r[stabiliser].mean(0) @ (rng.normal(size=3) * 0.25 @ np.linalg.inv(cell))
                own = orbit((x + shift) % 1, n)
                positions.append(own)
                numbers += [swap[z]] * len(own)
            positions = np.vstack(positions)
            if len(positions) > 1 and shortest_distance(cell, positions) < 1.5:
                continue
            if abs(np.linalg.det(cell)) / centring_order(n) < LARGEST_CELL:
                return cell, positions, np.array(numbers)
        return None


def checked(cell, positions, numbers) -> Crystal | None:
    """The crystal of some atoms with the symmetry that spglib finds; None if it finds none or the cell is large."""
    try:
        primitive = spglib.find_primitive((cell, positions, numbers), symprec=tables.value("symmetryTolerance"))
    except spglib.SpglibError:
        return None
    if primitive is None or len(primitive[2]) > MOST_ATOMS:
        return None
    # The primitive cell may be turned against the given one, so its own operations count.
    data = symmetry(primitive)
    if data is None:
        return None
    to_cartesian = np.asarray(primitive[0]).T
    inverse = np.linalg.inv(to_cartesian)
    rotations = {}
    for r in data.rotations:
        own = to_cartesian @ r @ inverse
        for image in (own, -own):
            rotations[tuple(np.round(image, 3).ravel() + 0.0)] = image
    return Crystal(*primitive, data.number, np.array(list(rotations.values())))


def virtual_crystal(lattice: str, prototypes: list, rng) -> Crystal | None:
    """A virtual crystal of a lattice: a variant of a prototype or a random arrangement; None if chance makes none."""
    own = [p for p in prototypes if tables.lattice(p.space_group) == lattice]
    if own and rng.random() < 0.4:
        made = own[rng.integers(len(own))].variant(rng)
    elif own and rng.random() < 0.5:
        made = random_arrangement(own[rng.integers(len(own))].space_group, rng)
    else:
        made = random_arrangement(int(rng.choice(groups_of(lattice))), rng)
    crystal = made and checked(*made)
    return crystal if crystal and crystal.lattice == lattice else None
