"""Fixtures: ednet's programs, its tables, and patterns that it simulates."""

import json
import os
import subprocess
import sys
from pathlib import Path

# Other work on the machine is measured while the tests run.
os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from ednet_training import tables

torch.set_num_threads(1)

ROOT = Path(__file__).resolve().parents[2]
STRUCTURES = ROOT / "Samples" / "structures"
SIZES = (128, 160)


def found_ednet() -> Path | None:
    """The command: EDNET, else one that was built in this clone."""
    named = os.environ.get("EDNET")
    candidates = [Path(named)] if named else [ROOT / ".build" / kind / "ednet" for kind in ("release", "debug")]
    return next((c for c in candidates if c.exists() and c.with_name("training-reference").exists()), None)


class Programs:
    """Runs ednet and the program beside it that prints reference values."""

    def __init__(self, ednet: Path):
        self.path = ednet.resolve()

    def run(self, program, *arguments) -> str:
        """The standard output of a program that succeeds."""
        words = [str(self.path.with_name(program)), *map(str, arguments)]
        done = subprocess.run(words, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return done.stdout

    def ednet(self, *arguments) -> str:
        """The standard output of ednet."""
        return self.run("ednet", *arguments)

    def reference(self, *arguments):
        """The value that training-reference prints."""
        return json.loads(self.run("training-reference", *arguments))


@pytest.fixture(scope="session")
def programs() -> Programs:
    ednet = found_ednet()
    if ednet is None:
        pytest.skip("EDNET names no ednet with training-reference beside it; build both with: swift build -c release")
    return Programs(ednet)


@pytest.fixture(scope="session")
def ednet_tables(programs) -> dict:
    return programs.reference("tables")


@pytest.fixture(autouse=True)
def used_tables(request):
    """Tables for each test but those of the tables themselves."""
    if "no_tables" not in request.keywords:
        tables.use(request.getfixturevalue("ednet_tables"))


@pytest.fixture(scope="session")
def patterns(programs, ednet_tables, tmp_path_factory) -> list[Path]:
    """Images of 20 patterns of ednet's simulator, of two sizes, some with round screens.

    With this number of electrons ednet finds no hot pixels, which the trainer does not replace.
    """
    conditions = tmp_path_factory.mktemp("conditions") / "conditions.json"
    conditions.write_text(json.dumps(ednet_tables["camera"] | {"dose": [3000, 9000], "contrast": [0.1, 0.3]}))
    files = [STRUCTURES / name for name in ("cF/nickel.cif", "hP/tungsten-carbide.cif")]
    paths = []
    for size in SIZES:
        folder = tmp_path_factory.mktemp("patterns")
        options = ["--kinematical", "--per-structure", 5, "--size", size, "--seed", size, "--quiet"]
        options += ["--conditions", conditions]
        programs.ednet("simulate", *files, "--output", folder, *options)
        paths += sorted(folder.rglob("*.png"))
    assert len(paths) == 20
    return paths


@pytest.fixture(scope="session")
def network_parameters() -> dict:
    """Random parameters of a network whose normalisations and residual blocks all matter."""
    from ednet_training.network import Network

    generator = torch.Generator().manual_seed(5)

    def drawn(name, value):
        if not value.is_floating_point():
            return value
        noise = torch.rand(value.shape, generator=generator)
        if name.endswith("running_var") or (value.dim() == 1 and name.endswith("weight")):
            return 0.5 + noise
        return 0.4 * (noise - 0.5) if value.dim() == 1 else value

    torch.manual_seed(5)
    return {name: drawn(name, value) for name, value in Network().state_dict().items()}


@pytest.fixture(scope="session")
def model(network_parameters, tmp_path_factory) -> Path:
    """The network as a model of ednet."""
    folder = tmp_path_factory.mktemp("model")
    save_file(network_parameters, folder / "network.safetensors")
    output = folder / "model.safetensors"
    words = [sys.executable, ROOT / "Scripts" / "import-pilot", folder / "network.safetensors", output]
    subprocess.run(words, check=True)
    return output


@pytest.fixture(scope="session")
def ednet_outputs(programs, model, patterns) -> dict:
    """Inputs and logits of the model for the patterns, by ednet."""
    found = programs.reference("network-outputs", model, *patterns)
    inputs = np.array(found["inputs"], dtype=np.float32).reshape(len(patterns), 128, 128)
    return {"classes": found["classes"], "inputs": inputs, "logits": np.array(found["logits"])}
