import json

import numpy as np
import torch

from ednet_training import tables
from ednet_training.network import LATTICES, LAUE_CLASSES, Network


def network_of(parameters) -> Network:
    network = Network()
    network.load_state_dict(parameters)
    return network.eval()


@torch.no_grad()
def test_twenty_logits_are_those_of_ednet(network_parameters, ednet_outputs):
    network = network_of(network_parameters)
    logits = network(torch.tensor(ednet_outputs["inputs"])[:, None])[0].numpy()
    assert ednet_outputs["classes"] == tables.value("lattices")
    assert logits.shape == ednet_outputs["logits"].shape == (20, LATTICES)
    assert logits.std(0).min() > 0.01, "the logits must depend on the pattern"
    assert np.abs(logits - ednet_outputs["logits"]).max() < 1e-3


@torch.no_grad()
def test_probabilities_of_ednet_join_lattices_and_laue_classes(
    programs, model, patterns, network_parameters, ednet_outputs
):
    lines = programs.ednet("classify", *patterns[:4], "--model", model, "--format", "json", "--quiet").splitlines()
    found = [json.loads(line) for line in lines]
    x = torch.tensor(ednet_outputs["inputs"][:4])[:, None]
    network = network_of(network_parameters)
    # The mean over an image and its mirror image, and the joint probability p(l) p(L)^½ of pairs that exist.
    lattice, laue = ((a + b) / 2 for a, b in zip(network(x)[:2], network(x.flip(3))[:2], strict=True))
    exists = torch.zeros(LATTICES, LAUE_CLASSES)
    for n in range(1, 231):
        exists[tables.lattice_index(n), tables.laue_index(n)] = 1
    joint = lattice.softmax(1)[:, :, None] * laue.softmax(1).sqrt()[:, None, :] * exists
    expected = joint.sum(2) / joint.sum((1, 2))[:, None]
    for own, line in zip(expected.numpy(), found, strict=True):
        theirs = [line["probabilities"][name] for name in tables.value("lattices")]
        assert np.abs(own - theirs).max() < 1e-4


def test_outputs_are_those_of_the_tables():
    assert len(tables.value("lattices")) == LATTICES
    assert len(tables.value("laueClasses")) == LAUE_CLASSES
