"""Master patterns on small charts, in tiles of the usual size."""

import numpy as np
import pytest
import torch
from conftest import STRUCTURES
from PIL import Image

from ednet_training import bands, crystals, dynamical, structures, supply

torch.set_num_threads(1)


@pytest.fixture
def coarse_charts(monkeypatch):
    """Charts of half the rows, in smaller tiles that are as wide as usual."""
    monkeypatch.setattr(dynamical, "STEP", dynamical.STEP * 2)
    monkeypatch.setattr(dynamical, "TILE", dynamical.TILE // 2)


def potential_of(programs, path):
    entry = programs.reference("structures", path)[0]
    crystal = crystals.checked(*structures.atoms_of(entry))
    return crystal, dynamical.Potential.of(crystal, np.full(len(crystal.numbers), 0.4))


def square_lambert(rows: int) -> torch.Tensor:
    """The directions (rows², 3) of the northern hemisphere in the square Lambert projection of ednet's files."""
    x, y = np.meshgrid(*[np.linspace(-1, 1, rows) * (np.pi / 2) ** 0.5] * 2)
    far = np.maximum(np.abs(x), np.abs(y))
    wide = np.abs(x) >= np.abs(y)
    near = np.where(wide, y * np.sign(x), x * np.sign(y))
    angle = np.pi / 4 * near / np.maximum(far, 1e-12)
    radius = 2 * far / np.pi * np.sqrt(np.maximum(np.pi - far * far, 0)) * np.where(wide, np.sign(x), np.sign(y))
    along, across = radius * np.cos(angle), radius * np.sin(angle)
    d = np.stack([np.where(wide, along, across), np.where(wide, across, along), 1 - 2 * far * far / np.pi], -1)
    return torch.tensor(d.reshape(-1, 3), dtype=torch.float32)


def correlation(a, b):
    return float(np.corrcoef(np.asarray(a, float).ravel(), np.asarray(b, float).ravel())[0, 1])


def stacked(master):
    return {f: v[None] for f, v in master.items()}


# Absorption is thermal diffuse scattering atom by atom in ednet; for tungsten, a multiple of U is a rough model of it.
@pytest.mark.parametrize(
    ("name", "absorption", "least"), [("cF/nickel.cif", 0.1, 0.95), ("hP/tungsten-carbide.cif", 0.2, 0.85)]
)
def test_master_patterns_are_those_of_bloch_waves(programs, tmp_path, monkeypatch, name, absorption, least):
    path = STRUCTURES / name
    rows, part = 101, slice(38, 62)
    options = ["--master-pattern", "--master-size", rows, "--minimum-spacing", 0.7, "--quiet", "--no-cache"]
    programs.ednet("simulate", path, "--output", tmp_path / "masters", *options)
    picture = next((tmp_path / "masters").rglob("*.png"))
    expected = np.asarray(Image.open(picture)).astype(float)[:, :rows][part, part]
    monkeypatch.setattr(dynamical.tables, "finest_spacing", lambda _: 0.7)
    _, potential = potential_of(programs, path)
    d = square_lambert(rows).reshape(rows, rows, 3)[part, part]
    d = d.reshape(12, 2, 12, 2, 3).transpose(1, 2).reshape(144, 4, 3)
    found = dynamical.intensities(potential, d, absorption=absorption, depth=potential.depth)
    found = found.reshape(12, 12, 2, 2).transpose(1, 2).reshape(24, 24).numpy()
    assert correlation(found, expected) > least


def test_no_wave_is_lost_without_absorption(programs):
    _, potential = potential_of(programs, STRUCTURES / "cF/nickel.cif")
    own = dynamical.Coefficients(potential, "cpu", absorption=0.0, voltage=20.0)
    elastic, emission = own.matrices(torch.arange(40)[None])
    assert torch.allclose(elastic, elastic.mH, atol=1e-6)
    assert torch.allclose(emission, emission.mH, atol=1e-6)
    step = torch.linalg.matrix_exp(1j * torch.pi * dynamical.SLICE / own.wavenumber * elastic)[0]
    assert torch.allclose(step @ step.mH, torch.eye(40, dtype=step.dtype), atol=1e-5)


@pytest.mark.usefixtures("coarse_charts")
def test_sampled_patterns_have_the_symmetry_of_the_crystal(programs):
    crystal, potential = potential_of(programs, STRUCTURES / "hP/tungsten-carbide.cif")
    master = stacked(dynamical.master(potential, np.random.default_rng(3), "cpu"))
    generator = torch.Generator().manual_seed(1)
    d = torch.nn.functional.normalize(torch.randn(1, 400, 3, generator=generator), dim=2)
    first = dynamical.sampled(d, master)
    for rotation in crystal.rotations:
        turned = d @ torch.tensor(rotation, dtype=torch.float32).T
        assert torch.allclose(dynamical.sampled(turned, master), first, atol=2e-3)
    # Other directions differ.
    assert correlation(dynamical.sampled(d.flip(1), master), first) < 0.3


@pytest.mark.usefixtures("coarse_charts")
def test_two_charts_of_a_crystal_show_one_pattern(programs, monkeypatch):
    _, potential = potential_of(programs, STRUCTURES / "hP/tungsten-carbide.cif")
    directions = square_lambert(64)[None]
    patterns = []
    for seed in (1, 2):
        rng = np.random.default_rng(seed)
        # Both under the same conditions.
        monkeypatch.setattr(dynamical, "ABSORPTION", (0.1, 0.1))
        monkeypatch.setattr(dynamical, "DEPTH_DEVIATION", 0.0)
        monkeypatch.setattr(dynamical, "drawn_voltage", lambda _: 20.0)
        patterns.append(dynamical.sampled(directions, stacked(dynamical.master(potential, rng, "cpu"))))
    assert correlation(*patterns) > 0.85


def test_equivalent_reflections_stay_together(programs):
    crystal, potential = potential_of(programs, STRUCTURES / "cF/nickel.cif")
    few = dynamical.Potential.of(crystal, np.full(1, 0.4), beams=30)
    assert few.indices[0].tolist() == [0, 0, 0]
    # 8 of {111} and 6 of {200}; the 12 of {220} would be 27 with the direct beam, 24 more follow.
    lengths = np.round(np.linalg.norm(few.indices @ np.linalg.inv(crystal.cell).T, axis=1), 4)
    assert np.unique(lengths, return_counts=True)[1].tolist() == [1, 8, 6, 12]
    assert len(potential.indices) > len(few.indices)


def test_large_cells_are_left_to_two_beams(programs):
    rng = np.random.default_rng(1)
    small, _ = potential_of(programs, STRUCTURES / "cF/nickel.cif")
    assert supply.many_beam(small, rng) is not None
    large = crystals.Crystal(np.diag([6.0, 6, 6]), np.zeros((1, 3)), np.array([28]), 221, small.rotations)
    assert supply.many_beam(large, rng) is None
    assert isinstance(supply.two_beam(small, rng), bands.Bands)
