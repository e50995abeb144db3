import numpy as np
import pytest
from conftest import STRUCTURES

from ednet_training import crystals, structures, tables


def maps_onto_itself(crystal, rotation) -> bool:
    """True if a Cartesian rotation and some translation map the crystal, or its mirror image, onto itself."""
    inverse = np.linalg.inv(crystal.cell)
    lattice = crystal.cell @ rotation.T @ inverse
    if np.abs(lattice - np.round(lattice)).max() > 1e-3:
        return False
    turned = crystal.positions @ lattice
    for sign in (1, -1):
        rarest = min(set(crystal.numbers.tolist()), key=crystal.numbers.tolist().count)
        first = np.flatnonzero(crystal.numbers == rarest)
        for target in first:
            shifted = sign * turned + crystal.positions[target] - sign * turned[first[0]]
            d = shifted[:, None] - crystal.positions[None]
            near = (np.abs(d - np.round(d)) @ np.abs(crystal.cell)).max(-1) < 0.05
            if (near & (crystal.numbers[:, None] == crystal.numbers[None])).any(1).all():
                return True
    return False


@pytest.fixture(scope="module")
def prototypes(programs):
    names = ["mS/tenorite.cif", "oI/silicon-high-pressure.cif", "hR/eskolaite.cif", "tP/stishovite.cif"]
    entries = programs.reference("structures", *[STRUCTURES / n for n in names])
    return [crystals.Prototype.of(*structures.atoms_of(e)) for e in entries]


def test_virtual_crystals_have_their_lattice_and_their_symmetry(prototypes):
    rng = np.random.default_rng(3)
    for lattice in tables.value("lattices"):
        made = [c for c in (crystals.virtual_crystal(lattice, prototypes, rng) for _ in range(12)) if c]
        assert made, lattice
        for crystal in made[:4]:
            assert crystal.lattice == lattice
            assert all(maps_onto_itself(crystal, r) for r in crystal.rotations), (lattice, crystal.space_group)


def test_symmetry_of_a_turned_cell_is_in_the_frame_of_its_primitive_cell():
    # A tetragonal cell with its fourfold axis along x.
    cell, positions = np.diag([5.0, 3.0, 3.0]), np.array([[0, 0, 0], [0.5, 0.5, 0.5], [0.3, 0, 0], [0.7, 0, 0]])
    crystal = crystals.checked(cell, positions, np.array([26, 26, 8, 8]))
    assert crystal.space_group == 123
    assert len(crystal.rotations) == 16
    assert all(maps_onto_itself(crystal, r) for r in crystal.rotations)


def test_ednet_and_spglib_agree_on_real_structures(programs):
    entries = programs.reference("structures", STRUCTURES / "cF", STRUCTURES / "mP")
    assert len(entries) >= 20
    for entry in entries:
        crystal = crystals.checked(*structures.atoms_of(entry))
        assert crystal.lattice == entry["lattice"], entry["name"]
        assert abs(np.linalg.det(crystal.cell)) == pytest.approx(abs(np.linalg.det(entry["cell"])), rel=1e-4)


@pytest.mark.no_tables
def test_a_shared_position_goes_to_the_most_frequent_element():
    atom = {"position": [0, 0, 0], "element": "Cu", "atomicNumber": 29, "occupancy": 0.25}
    other = atom | {"position": [1.0, 0, 0], "element": "Au", "atomicNumber": 79, "occupancy": 0.75}
    _, positions, numbers = structures.atoms_of({"cell": np.eye(3), "atoms": [atom, other]})
    assert numbers.tolist() == [79] and len(positions) == 1


def test_structures_survive_packing(prototypes):
    crystal = crystals.checked(np.diag([4.0, 4, 4]), np.array([[0, 0, 0], [0.5, 0.5, 0.5]]), np.array([55, 17]))
    kept = structures.unpacked(structures.packed([structures.Structure(crystal, prototypes[0], False)]))[0]
    assert np.array_equal(kept.crystal.rotations, crystal.rotations)
    assert np.array_equal(kept.prototype.positions, prototypes[0].positions)
    assert kept.crystal.space_group == 221 and not kept.held_out
