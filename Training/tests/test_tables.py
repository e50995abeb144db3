import json

import numpy as np
import pytest

from ednet_training import tables


def test_symmetry_of_space_groups():
    groups = (2, 15, 62, 74, 136, 139, 167, 194, 221, 229, 225)
    assert [tables.lattice(n) for n in groups] == ["aP", "mS", "oP", "oI", "tP", "tI", "hR", "hP", "cP", "cI", "cF"]
    laue = tables.value("laueClasses")
    assert [laue[tables.laue_index(n)] for n in (1, 15, 74, 88, 142, 148, 167, 176, 194, 206, 230)] == laue


def test_scattering_factor_is_that_of_lobato_and_van_dyck():
    # f(0) = 2 Σ a, and it falls with |g|; the values of carbon and gold at 0 are those of their table.
    zero, one = tables.scattering_factor(6, np.array([0.0, 1.0]))
    assert zero == pytest.approx(2 * tables.scattering_coefficients()[5, :, 0].sum())
    assert 2.3 < zero < 2.6 and one < zero / 2
    assert tables.scattering_factor(105, np.array([0.3])) == tables.scattering_factor(103, np.array([0.3]))


def test_electrons_are_relativistic():
    # The wavelength at 20 kV is 0.08588 Å.
    assert 1 / tables.wavenumber(20.0) == pytest.approx(0.08588, abs=1e-5)
    assert tables.mass_ratio(511.0) == pytest.approx(2, abs=1e-4)


def test_finest_spacing_is_linear_in_the_logarithm_of_the_volume():
    planes = tables.value("finestPlanes")
    (small, large), (fine, coarse) = planes["volumes"], planes["spacings"]
    assert tables.finest_spacing(small / 2) == fine
    assert tables.finest_spacing(2 * large) == coarse
    assert tables.finest_spacing((small * large) ** 0.5) == pytest.approx((fine + coarse) / 2)


@pytest.mark.no_tables
def test_missing_tables_name_the_remedy(monkeypatch, tmp_path):
    monkeypatch.delenv(tables.VARIABLE, raising=False)
    with pytest.raises(SystemExit, match="training-reference tables"):
        tables.read()
    damaged = tmp_path / "tables.json"
    damaged.write_text('{"lattices": [')
    with pytest.raises(SystemExit, match="cannot be read"):
        tables.read(damaged)


@pytest.mark.no_tables
def test_tables_of_another_version_are_refused(monkeypatch, tmp_path):
    old = tmp_path / "tables.json"
    old.write_text(json.dumps({"lattices": []}))
    monkeypatch.setattr(tables, "_used", tables.read(old))
    with pytest.raises(SystemExit, match='no "camera"'):
        tables.value("camera")
