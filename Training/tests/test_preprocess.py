import numpy as np
import pytest
import torch
from PIL import Image

from ednet_training import preprocess, tables


def test_twenty_inputs_are_those_of_ednet(patterns, ednet_outputs):
    prepare = preprocess.LocalContrast()
    images = torch.tensor(np.stack([preprocess.squared(np.asarray(Image.open(p).convert("F"))) for p in patterns]))
    high_pass = prepare.high_pass_matrices([tables.value("localContrast")["highPass"]])[0]
    ours = prepare(images, high_pass).numpy()
    # Some patterns have shadows, so that their weights are compared too.
    lit = prepare.shadow_weights(images).amin((1, 2)).numpy() == 1
    assert 5 < lit.sum() < 15
    # Wide Gaussians of ednet are smoothed on coarser grids, which costs most near shadows, where few pixels count.
    errors = np.sqrt(((ours - ednet_outputs["inputs"]) ** 2).mean((1, 2)))
    assert errors[lit].max() < 0.03
    assert errors.max() < 0.06 and np.median(errors) < 0.01


@pytest.mark.no_tables
def test_gaussian_means_keep_constants_and_widths():
    matrix = preprocess.gaussian_matrix(64, 3.0)
    assert matrix.sum(1) == pytest.approx(1)
    place = np.arange(64)
    assert np.sqrt(matrix[32] @ (place - 32.0) ** 2) == pytest.approx(3, abs=0.01)
    assert np.array_equal(preprocess.gaussian_matrix(5, 0), np.eye(5))


@pytest.mark.no_tables
def test_larger_images_are_averaged_over_areas():
    image = np.arange(36.0).reshape(6, 6)
    assert preprocess.squared(image, 3) == pytest.approx(image.reshape(3, 2, 3, 2).mean((1, 3)))
    # Each new pixel covers 1.5 old ones: (0 + 1 / 2) / 1.5, (1 / 2 + 2) / 1.5 and so on, of a row 0, 1, 2 …
    ramp = np.tile(np.arange(6.0), (6, 1))
    assert preprocess.squared(ramp, 4)[0] == pytest.approx([1 / 3, 5 / 3, 10 / 3, 14 / 3])
    wide = np.tile(np.arange(10.0), (4, 1))
    assert preprocess.squared(wide, 4) == pytest.approx(wide[:, 3:7])
    assert preprocess.squared(np.full((3, 3), 7.0), 8) == pytest.approx(7)
