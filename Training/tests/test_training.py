import json
import os
import signal
import subprocess
import sys

import numpy as np
import pytest
import torch
from conftest import ROOT, STRUCTURES
from PIL import Image
from safetensors.torch import load_file, save_file

from ednet_training import command, dynamical, evaluate, pack, start, supply
from ednet_training.network import Network


@pytest.fixture(scope="module")
def packed_file(programs, ednet_tables, tmp_path_factory):
    """A packed file of small cells and two patterns of one material among them."""
    folder = tmp_path_factory.mktemp("packed")
    files = [STRUCTURES / lattice / name for lattice, names in SMALL.items() for name in names]
    (folder / "structures.json").write_text(json.dumps(programs.reference("structures", *files)))
    (folder / "tables.json").write_text(json.dumps(ednet_tables))
    patterns = folder / "measured" / "cF" / "nickel"
    patterns.mkdir(parents=True)
    for number in range(2):
        image = np.random.default_rng(number).integers(0, 255, (40, 50), dtype=np.uint8)
        Image.fromarray(image).save(patterns / f"{number}.png")
    (folder / "measured" / "patterns.tsv").write_text("file\tbravais\tformula\ncF/nickel/0.png\tcF\tNi\n")
    output = folder / "data.npz"
    words = ["pack", folder / "structures.json", folder / "measured", "--tables", folder / "tables.json"]
    command.main([str(w) for w in [*words, "--output", output]])
    return output


SMALL = {
    "cF": ["nickel.cif", "diamond.cif", "germanium.cif", "boron-nitride-cubic.cif"],
    "cI": ["molybdenum.cif", "sodium.cif", "titanium-beta.cif"],
    "hP": ["tungsten-carbide.cif"],
}


def test_packing_excludes_materials_of_the_patterns_and_holds_some_out(packed_file):
    from ednet_training import structures

    packed = dict(np.load(packed_file))
    found = structures.unpacked(str(packed["structures"]))
    names = [s.crystal.lattice for s in found]
    # Nickel is among the patterns; a third of each lattice at most is held out.
    assert names == ["hP", "cI", "cI", "cI", "cF", "cF", "cF"]
    assert [s.held_out for s in found].count(True) == 2
    assert all((s.prototype is None) == s.held_out for s in found)
    assert packed["measured.images"].shape == (2, 128, 128)
    assert packed["measured.widths"].tolist() == [40, 40]
    assert evaluate.pattern_sets(packed) == ["measured"]


def test_training_writes_a_network_that_ednet_loads(packed_file, programs, patterns, tmp_path):
    words = [sys.executable, "-m", "ednet_training.command", "train", packed_file, "--output", tmp_path / "run"]
    words += ["--seconds", 4, "--batch", 4, "--first", 14, "--capacity", 4, "--workers", 1, "--evaluations", 0]
    words += ["--per-crystal", 1, "--master-share", 0]
    environment = {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT / "Training" / "src"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, timeout=120, env=environment)
    assert done.returncode == 0, done.stderr
    history = json.loads((tmp_path / "run" / "history.json").read_text())
    assert history[0]["step"] == 1 and history[0]["lattice"] > 0
    assert set(history[-1]["end"]) == {"measured", "held-out structures"}
    assert history[-1]["end"]["held-out structures"]["patterns"] == 2
    network, model = tmp_path / "run" / "network.safetensors", tmp_path / "model.safetensors"
    Network().load_state_dict(load_file(network))
    subprocess.run([sys.executable, ROOT / "Scripts" / "import-pilot", network, model], check=True)
    answer = programs.ednet("classify", patterns[0], "--model", model, "--format", "json", "--quiet")
    assert sum(json.loads(answer)["probabilities"].values()) == pytest.approx(1, abs=1e-4)


def test_trainings_are_compared_on_the_same_crystals(packed_file, tmp_path, monkeypatch):
    for name, value in (("STEP", 0.06), ("TILE", 4), ("TILES", 12), ("BEAMS", 16), ("LARGEST_CELL", 30.0)):
        monkeypatch.setattr(dynamical, name, value)
    trainings = {"few": "--widths 4,4,8,8 --blocks 0,0,1,0", "drawn": "--drawn-bands --master-share 0 --patterns 4"}
    (tmp_path / "trainings.json").write_text(json.dumps(trainings))
    words = ["compare", packed_file, "--output", tmp_path / "run", "--seconds", 60, "--patterns", 8, "--batch", 4]
    words += ["--trainings", tmp_path / "trainings.json", "--first", 14, "--capacity", 4, "--workers", 1]
    words += ["--evaluations", 0, "--per-crystal", 1, "--first-masters", 1, "--master-share", 0.5, "--no-compile"]
    command.main([str(w) for w in words])
    histories = {n: json.loads((tmp_path / "run" / n / "history.json").read_text()) for n in trainings}
    assert {n: h[-1]["seen"] for n, h in histories.items()} == {"few": 8, "drawn": 4}
    assert histories["few"][0]["masters"] >= 1
    weights = load_file(tmp_path / "run" / "few" / "network.safetensors")
    assert weights["stages.2.blocks.0.c1.weight"].shape == (8, 8, 3, 3)
    assert weights["stages.0.conv.weight"].dtype == torch.bfloat16


def test_comparisons_that_cannot_work_are_refused(packed_file, tmp_path):
    file = tmp_path / "trainings.json"
    words = ["compare", packed_file, "--output", tmp_path / "run", "--seconds", 9, "--trainings", file]
    for text, message in (("[1]", "cannot be read as trainings"), ('{"a": "--master-share 0.5"}', "a needs master")):
        file.write_text(text)
        with pytest.raises(SystemExit, match=message):
            command.main([str(w) for w in [*words, "--master-share", 0]])
    assert not (tmp_path / "run" / "a").exists()


def test_a_training_may_start_from_a_model_of_ednet_and_grow(model, network_parameters, tmp_path):
    grown = Network(blocks=(0, 1, 2, 2))
    start.load(grown, model)
    grown.eval()
    plain = Network()
    plain.load_state_dict(network_parameters)
    plain.eval()
    images = torch.randn(2, 1, 128, 128, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        for own, expected in zip(grown(images)[:3], plain(images)[:3], strict=True):
            assert torch.allclose(own, expected, atol=1e-4)
    other = tmp_path / "other.safetensors"
    save_file(Network(widths=(8, 8, 8, 8)).state_dict(), other)
    with pytest.raises(SystemExit, match="holds another network"):
        start.load(Network(), other)


def test_twins_are_dropped_and_the_split_is_the_same_for_every_file(programs):
    files = [STRUCTURES / lattice / name for lattice, names in SMALL.items() for name in names]
    entries = programs.reference("structures", *files)
    alone, twice = pack.chosen(entries, set(), 0.1), pack.chosen(entries + entries[::-1], set(), 0.1)
    assert len(alone) == len(twice) == len(files)

    def held_out(found):
        return [(s.crystal.space_group, sorted(s.crystal.numbers.tolist())) for s in found if s.held_out]

    assert held_out(alone) == held_out(twice) != []
    assert sorted(held_out(pack.chosen(entries[::-1], set(), 0.1))) == sorted(held_out(alone))


def test_errors_name_the_cause(tmp_path, packed_file):
    with pytest.raises(SystemExit, match="is not a file of"):
        command.main(["train", str(tmp_path / "none.npz"), "--output", str(tmp_path), "--seconds", "1"])
    with pytest.raises(SystemExit, match="no such network"):
        words = ["train", str(packed_file), "--output", str(tmp_path / "run"), "--seconds", "1"]
        command.main([*words, "--start", str(tmp_path / "none.safetensors")])
    (tmp_path / "network.safetensors").touch()
    with pytest.raises(SystemExit, match="holds a network already"):
        command.main(["train", str(packed_file), "--output", str(tmp_path), "--seconds", "1"])
    folder = tmp_path / "wrong" / "cubic" / "a"
    folder.mkdir(parents=True)
    Image.new("L", (8, 8)).save(folder / "1.png")
    with pytest.raises(SystemExit, match="cubic is not a Bravais lattice"):
        pack.pattern_set(tmp_path / "wrong")


@pytest.mark.no_tables
@pytest.mark.parametrize(("option", "text"), [("--batch", "0"), ("--real-share", "1.5"), ("--seconds", "-3")])
def test_arguments_out_of_range_are_refused(option, text, capsys, tmp_path):
    with pytest.raises(SystemExit):
        command.main(["train", "data.npz", "--output", str(tmp_path), "--seconds", "1", option, text])
    assert f"{option}: {text} is not a" in capsys.readouterr().err


def test_a_failing_worker_ends_the_training(monkeypatch):
    def failing(*_):
        raise ValueError("no crystals today")

    monkeypatch.setattr(supply.crystals, "virtual_crystal", failing)
    source = supply.Supply([], workers=1, seed=1)
    with pytest.raises(ValueError, match="no crystals today"):
        source.take(wait=20)
    source.stop()


@pytest.mark.no_tables
def test_compositions_ignore_order_and_multiples():
    assert pack.composition_of_formula("Al2O3") == pack.composition_of_formula("O6Al4")
    assert pack.composition_of_formula("AlO") != pack.composition_of_formula("Al2O3")
    atoms = [{"element": "Al", "occupancy": 1}] * 2 + [{"element": "O", "occupancy": 1}] * 3
    assert pack.composition_of_entry({"atoms": atoms}) == pack.composition_of_formula("Al2O3")


@pytest.mark.no_tables
def test_scores_count_patterns_and_specimens():
    output = torch.tensor([[2.0, 0], [0, 1], [0, 3]])
    scores = evaluate.score(output, np.array([0, 0, 1]), np.array(["a", "a", "b"]))
    assert (scores["right"], scores["patterns"], scores["fused"], scores["specimens"]) == (2, 3, 2, 2)


def test_a_crashed_worker_is_replaced(capsys):
    source = supply.Supply([], workers=1, seed=1, batch=1)
    os.kill(source._processes[0].pid, signal.SIGKILL)
    source._processes[0].join()
    made = [source.take(wait=5) for _ in range(6)]
    source.stop()
    assert made[-1] is not None and made[-1]["lattice"].shape == (1,)
    assert capsys.readouterr().out.count("signal 9 ended a worker") == 1
