import numpy as np
import pytest
import torch

from ednet_training import bands, crystals, dataset, supply, tables
from ednet_training.camera import Camera

SIZE = 64


@pytest.fixture
def simulator():
    torch.manual_seed(2)
    return dataset.Simulator("cpu", SIZE)


def crystals_tables(count):
    cell, positions = np.diag([4.12, 4.12, 4.12]), np.array([[0, 0, 0], [0.5, 0.5, 0.5]])
    crystal = crystals.checked(cell, positions, np.array([55, 17]))
    own = supply.stacked([bands.Bands.of(crystal, np.array([0.5, 0.5]))] * count)
    return {name: torch.as_tensor(values) for name, values in own.items()}


def test_geometries_keep_to_the_ranges_of_ednet():
    torch.manual_seed(1)
    camera = Camera(size=SIZE)
    _, (x, y, distance) = camera.geometry(2000)
    low, high = tables.value("camera")["detectorDistance"]
    assert distance.min() >= min(low, 0.4) - 1e-4 and distance.max() <= high + 1e-4
    assert (distance > 0.95).any() and (distance < 0.45).any()
    assert y.max() <= tables.value("camera")["patternCenterY"][1]
    assert abs(float(x.mean()) - 0.5) < 0.01


def test_images_are_finite_and_positive_and_some_are_interpolated():
    torch.manual_seed(1)
    camera = Camera(size=SIZE)
    images, factor = camera.images(torch.randn(24, SIZE, SIZE))
    assert images.shape == (24, SIZE, SIZE)
    assert bool(torch.isfinite(images).all()) and float(images.min()) > 0
    # A twelfth each comes from 60, 80 and 96 pixels.
    assert sorted(set(factor.flatten().tolist())) == pytest.approx(sorted({1.0, SIZE / 60, SIZE / 80, SIZE / 96}))


def test_batches_hold_inputs_and_targets(simulator):
    count = 6
    inputs, lattice, laue, maps, histogram = simulator.batch(crystals_tables(count))
    assert inputs.shape == (count, 1, SIZE, SIZE)
    assert inputs.mean((1, 2, 3)).abs().max() < 1e-4
    assert (inputs.std((1, 2, 3)) - 1).abs().max() < 1e-2
    assert lattice.tolist() == [tables.value("lattices").index("cP")] * count
    assert laue.tolist() == [tables.value("laueClasses").index("m-3m")] * count
    assert maps.shape == (count, 5, SIZE // 8, SIZE // 8) and float(maps.max()) <= 1
    # Nine mirror planes cross every screen; there is no sixfold axis.
    assert maps[:, 4].amax((1, 2)).min() > 0.5 and float(maps[:, 3].max()) == 0
    assert histogram.shape == (count, bands.BINS)


def test_maps_show_an_axis_where_it_meets_the_screen(simulator):
    crystal = {name: values[:1] for name, values in crystals_tables(1).items()}
    centre = tuple(torch.tensor([v])[:, None, None] for v in (3.5 / 8, 2.5 / 8, 0.5))
    fourfold = simulator.maps(torch.eye(3)[None], centre, crystal)[0, 2]
    assert divmod(int(fourfold.argmax()), SIZE // 8) == (2, 3)
    assert float(fourfold.max()) == pytest.approx(1, abs=1e-4)


def test_interpolated_images_get_no_finer_high_pass(simulator):
    torch.manual_seed(1)
    sharp = simulator.high_passes[simulator._high_pass(torch.ones(500)).numpy()]
    soft = simulator.high_passes[simulator._high_pass(torch.full((500,), 128 / 60)).numpy()]
    low, high = tables.value("highPass")
    assert sharp.min() == pytest.approx(low) and sharp.max() == pytest.approx(high)
    assert soft.min() > 0.85 * low * 128 / 60


def test_a_pool_draws_only_lattices_that_it_has_and_keeps_the_newest():
    example = {name: values.numpy() for name, values in crystals_tables(3).items()}
    pool = dataset.Pool(2, example, "cpu")
    example["potentials"][:] = np.array([1, 2, 3])[:, None]
    pool.add(example)
    drawn = pool.draw(50)
    assert set(drawn["lattice"].tolist()) == {tables.value("lattices").index("cP")}
    assert set(drawn["potentials"][:, 0].tolist()) == {2.0, 3.0}
