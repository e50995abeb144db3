import numpy as np
import pytest

from ednet_training import bands, crystals, tables


@pytest.fixture
def caesium_chloride():
    return crystals.checked(np.diag([4.12, 4.12, 4.12]), np.array([[0, 0, 0], [0.5, 0.5, 0.5]]), np.array([55, 17]))


def test_potentials_are_sums_and_differences_of_scattering_factors(caesium_chloride):
    own = bands.Bands.of(caesium_chloride, np.array([0.5, 0.5]))
    length = np.linalg.norm(own.vectors, axis=1)
    for squares, sign in ((1, -1), (2, 1)):
        g = squares**0.5 / 4.12
        f = [tables.scattering_factor(z, np.array([g]))[0] for z in (55, 17)]
        expected = (f[0] + sign * f[1]) * np.exp(-0.5 * g * g / 4) / (np.pi * 4.12**3)
        found = own.potentials[np.abs(length - g) < 1e-4]
        assert len(found) == (3 if squares == 1 else 6)
        assert found == pytest.approx(expected, rel=1e-5)
    assert np.linalg.norm(own.histogram) == pytest.approx(8, rel=1e-5)
    assert own.lattice == tables.value("lattices").index("cP")


def test_symmetry_elements_of_a_cube(caesium_chloride):
    axes, kinds = bands.symmetry_elements(caesium_chloride.rotations)
    # Fourfold axes are twofold as well.
    assert [int((kinds == k).sum()) for k in range(5)] == [9, 4, 3, 0, 9]
    assert np.linalg.norm(axes[kinds >= 0], axis=1) == pytest.approx(1)


@pytest.mark.no_tables
def test_atoms_of_an_element_share_a_temperature_factor():
    drawn = bands.temperature_factors(np.array([26, 8, 26, 8]), np.random.default_rng(1))
    assert drawn[0] == drawn[2] != drawn[1] == drawn[3]
    assert ((drawn >= 0.08) & (drawn <= 4)).all()


def test_families_of_planes_stay_complete():
    # 4 Å: more than 400 pairs of planes down to 0.55 Å, of which the last family is cut.
    cell = np.diag([3.9, 3.9, 3.9])
    crystal = crystals.checked(cell, np.array([[0.0, 0, 0]]), np.array([84]))
    own = bands.Bands.of(crystal, np.array([0.5]))
    count = int((own.weights != 0).sum())
    assert 350 < count < bands.PAIRS
    indices = np.round(own.vectors[:count] * 3.9).astype(int)
    pairs = {tuple(h) for h in np.concatenate([indices, -indices]).tolist()}
    assert len(pairs) == 2 * count
    assert all((k, m, h) in pairs and (k, h, -m) in pairs for h, k, m in pairs)
