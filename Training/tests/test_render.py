import json

import numpy as np
import pytest
import torch
from conftest import STRUCTURES

from ednet_training import bands, crystals, dataset, render, structures

SIZE, COUNT = 64, 20
FILES = ("cF/nickel.cif", "hP/tungsten-carbide.cif", "tP/stishovite.cif", "mS/tenorite.cif", "aP/copper-tungstate.cif")
# The laboratory frame of ednet has x to the left and y down, that of the renderer x to the right and y up.
TO_LABORATORY = np.diag([-1.0, -1.0, 1.0])


def crystal_of(entry) -> crystals.Crystal:
    """The crystal of ednet in ednet's own frame."""
    cell, positions, numbers = structures.atoms_of(entry)
    return crystals.Crystal(cell, positions, numbers, entry["spaceGroup"], np.eye(3)[None])


def test_twenty_patterns_are_those_of_ednet(programs, tmp_path):
    rng = np.random.default_rng(17)
    entries = programs.reference("structures", *[STRUCTURES / f for f in FILES])
    torch.manual_seed(17)
    rotations = dataset.random_rotations(COUNT, "cpu").double()
    centres = np.stack([rng.uniform(0.35, 0.65, COUNT), rng.uniform(0.1, 0.75, COUNT), rng.uniform(0.42, 1.05, COUNT)])
    drawn = {
        "voltage": rng.uniform(10, 30, COUNT),
        "sharpness": rng.uniform(0.8, 1.7, COUNT),
        "thickness": rng.uniform(25, 120, COUNT),
        "absorption": rng.uniform(-1.7, 0.6, COUNT),
    }
    strength = {"amplitude": rng.normal(0, 0.3, COUNT), "period": rng.uniform(0.7, 3, COUNT)}
    strength["phase"] = rng.uniform(0, 2 * np.pi, COUNT)
    own = []
    for entry in entries:
        factors = np.array([a["debyeWallerFactor"] for a in entry["atoms"]])
        own.append(bands.Bands.of(crystal_of(entry), factors))
    request = {"size": SIZE, "patterns": []}
    for i in range(COUNT):
        request["patterns"].append(
            {name: float(values[i]) for name, values in drawn.items()}
            | {
                "structure": str(STRUCTURES / FILES[i % len(FILES)]),
                "bandCount": int((own[i % len(FILES)].weights != 0).sum()),
                "strength": {name: float(values[i]) for name, values in strength.items()},
                "rotation": (TO_LABORATORY @ rotations[i].numpy().T).tolist(),
                "patternCenter": centres[:, i].tolist(),
            }
        )
    file = tmp_path / "request.json"
    file.write_text(json.dumps(request))
    expected = np.array(programs.reference("band-patterns", file))

    def tensor(values):
        return torch.tensor(np.asarray(values), dtype=torch.float32)

    fields = [
        torch.stack([tensor(getattr(own[i % len(FILES)], f)) for i in range(COUNT)])
        for f in ("vectors", "potentials", "weights")
    ]
    coefficients = render.draw_bands(
        *fields, **{k: tensor(v) for k, v in drawn.items()}, strength=tuple(tensor(v) for v in strength.values())
    )
    directions = render.directions(SIZE, [tensor(c)[:, None, None] for c in centres]).reshape(COUNT, -1, 3)
    images = render.render(render.turned(rotations.float(), directions), coefficients).numpy()
    for ours, theirs in zip(images, expected, strict=True):
        assert np.corrcoef(ours, theirs)[0, 1] > 0.999999
        assert np.sqrt(((ours - theirs) ** 2).mean()) < 1e-4 * theirs.std()


@pytest.mark.no_tables
def test_directions_are_those_of_a_screen():
    centre = [torch.tensor([v])[:, None, None] for v in (0.5, 0.25, 0.5)]
    d = render.directions(4, centre)
    assert d.shape == (1, 4, 4, 3)
    # The pixel at row 0 and column 1, whose centre is 1/8 left of and 1/8 above the pattern centre.
    assert d[0, 0, 1].numpy() == pytest.approx(np.array([-1, 1, 4]) / 18**0.5, abs=1e-6)
