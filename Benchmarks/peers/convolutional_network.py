"""The reference network of ednet in PyTorch, initialised as NeuralNetworks initialises it."""

import torch
from torch import nn


def convolutional_network(input_shape, filters, units, classes):
    """Blocks of [Conv2D 3x3 same, bias, ReLU, MaxPool2D 2], then Dense ReLU and Dense.

    He normal before a ReLU (standard deviation sqrt(2 / fan in)), Glorot uniform for the last
    layer, zero biases. `input_shape` is (channels, height, width).
    """
    channels, height, width = input_shape
    layers = []
    for count in filters:
        layers += [nn.Conv2d(channels, count, 3, padding="same"), nn.ReLU(), nn.MaxPool2d(2)]
        channels, height, width = count, height // 2, width // 2
    if height * width == 0:
        raise SystemExit(f"{len(filters)} poolings by 2 leave nothing of {input_shape}: give fewer --filters")
    layers += [nn.Flatten(), nn.Linear(channels * height * width, units), nn.ReLU()]
    last = nn.Linear(units, classes)
    for layer in layers:
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(layer.weight, mode="fan_in", nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    nn.init.xavier_uniform_(last.weight)
    nn.init.zeros_(last.bias)
    return nn.Sequential(*layers, last)


def parameter_count(network):
    return sum(p.numel() for p in network.parameters())
