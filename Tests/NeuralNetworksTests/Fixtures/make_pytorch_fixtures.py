#!/usr/bin/env python3
"""Write pytorch.json: what PyTorch computes for every layer, loss and optimizer of NeuralNetworks.

    python -m pip install -r Benchmarks/peers/requirements.txt
    python Tests/NeuralNetworksTests/Fixtures/make_pytorch_fixtures.py

Inputs are numbers of at most four decimals. PyTorch works on them in double precision, so that the
fixture is the exact answer to eight digits and every difference is the rounding of the library under
test. Each case draws from a generator seeded by its own name: a new case leaves the others as they are.

Layouts: x, y, dx, dy are [example, channel, row, column]; convolution weights [filter, channel, row,
column]; dense weights [unit, input]. `parameters` is the concatenation in the order of `parameterShapes`.
"""

import json
import pathlib
import zlib

import numpy
import torch
import torch.nn.functional as F

SLOPE = 0.01  # of leakyReLU
MARGIN = 1e-4  # how far from a kink or a tie an input stays, so that float and double take the same branch
ACTIVATIONS = {
    "identity": lambda x: x,
    "relu": F.relu,
    "leakyReLU": lambda x: F.leaky_relu(x, SLOPE),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softplus": F.softplus,
    "silu": F.silu,
}


class NearKink(Exception):
    """A draw lies too near a kink or a tie; draw again."""


# MARK: Drawing and writing numbers


def generator(name):
    return numpy.random.default_rng(zlib.crc32(name.encode()))


def draw(rng, *shape, scale=1.0):
    return torch.tensor(numpy.round(rng.standard_normal(shape) * scale, 4), dtype=torch.float64)


def digits(tensor):
    """The elements in row-major order, rounded to eight significant digits."""
    return [float(f"{v:.8g}") for v in torch.as_tensor(tensor).detach().reshape(-1).tolist()]


# MARK: Layers


def activate(function, x):
    if function in ("relu", "leakyReLU") and x.abs().min() < MARGIN:
        raise NearKink
    return ACTIVATIONS[function](x)


def padding(size, kernel, stride):
    """The SAME_UPPER rule of TensorFlow and ONNX: (before, after), the smaller half before."""
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def conv2d(description, x, parameters):
    weight = parameters[0]
    bias = parameters[1] if description["bias"] else None
    if description["padding"] != "valid":
        rows, columns = (
            padding(x.shape[axis + 2], description["kernel"][axis], description["stride"][axis])
            for axis in (0, 1)
        )
        mode = "circular" if description["padding"] == "circular" else "constant"
        x = F.pad(x, (*columns, *rows), mode=mode)
    y = F.conv2d(x, weight, bias, stride=description["stride"])
    return activate(description["activation"], y)


def max_pool(description, x, _):
    y = F.max_pool2d(x, description["size"], description["stride"])
    windows = F.unfold(
        x.reshape(-1, 1, *x.shape[2:]), description["size"], stride=description["stride"]
    )
    if windows.shape[1] > 1:
        best = windows.topk(2, dim=1).values
        if (best[:, 0] - best[:, 1]).min() < MARGIN:
            raise NearKink
    return y


def batch_normalization(description, x, parameters, training):
    weight, bias, mean, variance = parameters
    # In training PyTorch moves the running statistics in place.
    return F.batch_norm(
        x, mean, variance, weight, bias, training, description["momentum"], description["epsilon"]
    )


def residual(description, x, parameters):
    body, shortcut = x, x
    for branch in ("body", "shortcut"):
        value = x
        for layer in description[branch]:
            count = len(parameter_shapes(layer, value.shape[1:]))
            value = forward(layer, value, parameters[:count])
            parameters = parameters[count:]
        body, shortcut = (value, shortcut) if branch == "body" else (body, value)
    return activate(description["activation"], body + shortcut)


def recurrent(description, x, parameters):
    """x: [example, feature, 1, step], with the mask as the last feature if there is one."""
    masked = description["masked"]
    features = x[:, : x.shape[1] - masked, 0].transpose(1, 2)
    steps = features.shape[1]
    lengths = x[:, -1, 0].detach().sum(1).long() if masked else torch.full([len(x)], steps)
    layer = getattr(torch.nn, description["type"])(
        features.shape[2], description["units"], batch_first=True,
        bidirectional=description["bidirectional"], dtype=x.dtype,
    )
    names = [name for name, _ in layer.named_parameters()]
    packed = torch.nn.utils.rnn.pack_padded_sequence(
        features, lengths, batch_first=True, enforce_sorted=False)
    states, last = torch.func.functional_call(layer, dict(zip(names, parameters)), (packed,))
    if not description["sequences"]:
        last = last[0] if description["type"] == "LSTM" else last
        return last.transpose(0, 1).flatten(1)[:, :, None, None]
    states, _ = torch.nn.utils.rnn.pad_packed_sequence(states, batch_first=True, total_length=steps)
    y = states.transpose(1, 2)[:, :, None]
    return torch.cat([y, x[:, -1:].detach()], 1) if masked else y


def forward(description, x, parameters, training=True):
    match description["type"]:
        case "Conv2D":
            return conv2d(description, x, parameters)
        case "MaxPool2D":
            return max_pool(description, x, parameters)
        case "AveragePool2D":
            return F.avg_pool2d(x, description["size"], description["stride"])
        case "GlobalAveragePool2D":
            return F.adaptive_avg_pool2d(x, 1)
        case "Dense":
            bias = parameters[1] if description["bias"] else None
            return activate(description["activation"], F.linear(x.flatten(1), parameters[0], bias))
        case "Activation":
            return ACTIVATIONS[description["function"]](x)
        case "GroupNormalization":
            return F.group_norm(x, description["groups"], *parameters, eps=description["epsilon"])
        case "BatchNormalization":
            return batch_normalization(description, x, parameters, training)
        case "Residual":
            return residual(description, x, parameters)
        case "GRU" | "LSTM":
            return recurrent(description, x, parameters)


def parameter_shapes(description, input_shape):
    """[(name, shape)] in the order of the flat vector."""
    channels, height, width = input_shape
    match description["type"]:
        case "Conv2D":
            shapes = [("weight", [description["filters"], channels, *description["kernel"]])]
            return shapes + [("bias", [description["filters"]])] * description["bias"]
        case "Dense":
            shapes = [("weight", [description["units"], channels * height * width])]
            return shapes + [("bias", [description["units"]])] * description["bias"]
        case "GroupNormalization":
            return [("weight", [channels]), ("bias", [channels])]
        case "BatchNormalization":
            names = ("weight", "bias", "runningMean", "runningVariance")
            return [(name, [channels]) for name in names]
        case "Residual":
            shapes = []
            for branch in ("body", "shortcut"):
                shape = input_shape
                for index, layer in enumerate(description[branch]):
                    own = parameter_shapes(layer, shape)
                    shapes += [(f"{branch}.{index}.{name}", sizes) for name, sizes in own]
                    # Only convolutions stand in our residual cases, all of them padded.
                    sizes = (-(-s // t) for s, t in zip(shape[1:], layer["stride"]))
                    shape = (layer["filters"], *sizes)
            return shapes
        case "GRU" | "LSTM":
            units, gates = description["units"], {"GRU": 3, "LSTM": 4}[description["type"]]
            own = [
                ("inputWeight", [gates * units, channels - description["masked"]]),
                ("recurrentWeight", [gates * units, units]),
                ("inputBias", [gates * units]),
                ("recurrentBias", [gates * units]),
            ]
            reverse = [("reverse" + name[0].upper() + name[1:], shape) for name, shape in own]
            return own + reverse * description["bidirectional"]
        case _:
            return []


def draw_parameters(rng, shapes):
    drawn = []
    for name, shape in shapes:
        if name == "runningVariance":
            value = draw(rng, *shape).abs() + 0.5
        elif len(shape) > 1:  # as He initialisation: outputs of order one
            value = draw(rng, *shape, scale=(2 / numpy.prod(shape[1:])) ** 0.5)
        else:
            value = draw(rng, *shape)
        drawn.append(value)
    return drawn


def layer_case(name, description, input_shape, examples=2, inputs=None, phase=None):
    rng = generator(name)
    shapes = parameter_shapes(description, input_shape)
    for _ in range(1000):
        x = draw(rng, examples, *input_shape) if inputs is None else inputs.clone()
        parameters = draw_parameters(rng, shapes)
        before = digits(torch.cat([p.reshape(-1) for p in parameters])) if parameters else []
        learned = [p for p, (n, _) in zip(parameters, shapes) if not n.startswith("running")]
        for tensor in (x, *learned):
            tensor.requires_grad_()
        try:
            y = forward(description, x, parameters, training=phase != "inference")
            break
        except NearKink:
            continue
    else:
        raise SystemExit(f"{name}: no draw keeps away from kinks; make the case smaller")
    dy = draw(rng, *y.shape)
    y.backward(dy)
    case = {
        "name": name,
        "layer": description,
        "input": list(input_shape),
        "examples": examples,
        "parameterShapes": [[n, s] for n, s in shapes],
        "parameters": before,
        "x": digits(x),
        "y": digits(y),
        "dy": digits(dy),
        "dx": digits(x.grad),
        "dparameters": [v for p in learned for v in digits(p.grad)],
    }
    if phase:
        case["phase"] = phase
        case["note"] = (
            "dparameters: weight and bias only. runningMean and runningVariance: after one step, "
            "new = (1 - momentum) * old + momentum * batch; the batch variance that enters there is the "
            "unbiased one (over count - 1), while y is normalised by the biased one (over count), with "
            "count = examples * height * width. In inference they stay as they were."
        )
        case["runningMean"], case["runningVariance"] = digits(parameters[2]), digits(parameters[3])
    return case


def conv(filters, kernel, stride=(1, 1), padding="same", bias=True, activation="identity"):
    return {
        "type": "Conv2D", "filters": filters, "kernel": list(kernel), "stride": list(stride),
        "padding": padding, "bias": bias, "activation": activation,
    }


def dense(units, bias=True, activation="identity"):
    return {"type": "Dense", "units": units, "bias": bias, "activation": activation}


def pool(kind, size, stride):
    return {"type": f"{kind}Pool2D", "size": list(size), "stride": list(stride), "padding": "valid"}


def convolution_cases():
    for mode in ("same", "valid", "circular"):
        yield layer_case(f"Conv2D 3x3 {mode}", conv(4, (3, 3), padding=mode), (3, 5, 7))
        yield layer_case(f"Conv2D 3x3 {mode} stride 2, odd size",
                         conv(3, (3, 3), (2, 2), mode), (2, 7, 5))
        yield layer_case(f"Conv2D 3x3 {mode} stride 2, even size",
                         conv(3, (3, 3), (2, 2), mode), (2, 6, 8))
        yield layer_case(f"Conv2D 2x5 {mode} stride 1x3, non-square",
                         conv(3, (2, 5), (1, 3), mode), (2, 5, 8))
        yield layer_case(f"Conv2D 4x4 {mode}, even kernel", conv(2, (4, 4), padding=mode), (2, 6, 5))
        yield layer_case(f"Conv2D 1x1 {mode}", conv(5, (1, 1), padding=mode), (3, 4, 3))
        yield layer_case(f"Conv2D 1x1 {mode} stride 2", conv(5, (1, 1), (2, 2), mode), (3, 5, 4))
        yield layer_case(f"Conv2D 3x3 {mode} without bias",
                         conv(2, (3, 3), padding=mode, bias=False), (2, 4, 4))
    yield layer_case("Conv2D 5x5 same, kernel larger than the image", conv(2, (5, 5)), (2, 3, 2))
    yield layer_case("Conv2D 5x5 same stride 2, kernel larger than the image",
                     conv(2, (5, 5), (2, 2)), (2, 3, 2))
    yield layer_case("Conv2D 3x3 same, one pixel", conv(3, (3, 3)), (2, 1, 1))
    yield layer_case("Conv2D 3x3 same stride 3, stride as kernel", conv(2, (3, 3), (3, 3)), (2, 7, 8))
    yield layer_case("Conv2D 2x2 same stride 3, stride over kernel", conv(2, (2, 2), (3, 3)), (2, 7, 8))
    yield layer_case("Conv2D 5x5 circular, kernel larger than the image",
                     conv(2, (5, 5), padding="circular"), (2, 3, 2))
    yield layer_case("Conv2D 3x2 valid, kernel as large as the image",
                     conv(4, (3, 2), padding="valid"), (2, 3, 2))
    yield layer_case("Conv2D 3x3 same, one channel, one filter", conv(1, (3, 3)), (1, 5, 5), 3)
    yield layer_case("Conv2D 3x3 same, many channels", conv(19, (3, 3)), (17, 3, 3))
    for function in ACTIVATIONS:
        yield layer_case(f"Conv2D 3x3 same {function}", conv(3, (3, 3), activation=function), (2, 4, 5))


def pooling_cases():
    for kind in ("Max", "Average"):
        yield layer_case(f"{kind}Pool2D 2x2", pool(kind, (2, 2), (2, 2)), (3, 4, 6))
        yield layer_case(f"{kind}Pool2D 2x2, odd size", pool(kind, (2, 2), (2, 2)), (2, 5, 7))
        yield layer_case(f"{kind}Pool2D 3x3 stride 2, overlapping", pool(kind, (3, 3), (2, 2)), (2, 7, 8))
        yield layer_case(f"{kind}Pool2D 3x2 stride 1x2", pool(kind, (3, 2), (1, 2)), (1, 5, 5))
        yield layer_case(f"{kind}Pool2D 2x2 stride 3, with gaps", pool(kind, (2, 2), (3, 3)), (2, 6, 8))
    yield layer_case("GlobalAveragePool2D", {"type": "GlobalAveragePool2D"}, (4, 3, 5))
    yield layer_case("GlobalAveragePool2D, one pixel", {"type": "GlobalAveragePool2D"}, (3, 1, 1))


def dense_cases():
    for function in ACTIVATIONS:
        yield layer_case(f"Dense {function}", dense(5, activation=function), (2, 3, 2), 3)
    yield layer_case("Dense without bias", dense(4, bias=False), (6, 1, 1), 3)
    yield layer_case("Dense, one input, one unit", dense(1), (1, 1, 1))


def activation_cases():
    special = [0, 1e-3, -1e-3, 1, -1, 5, -5, 12, -12, 25, -25, 80, -80]
    for function in ACTIVATIONS:
        if function != "identity":
            rest = draw(generator(function), 36 - len(special), scale=3)
            inputs = torch.cat([torch.tensor(special, dtype=torch.float64), rest])
            yield layer_case(f"Activation {function}", {"type": "Activation", "function": function},
                             (2, 3, 3), inputs=inputs.reshape(2, 2, 3, 3))


def normalization_cases():
    for groups, channels in ((2, 6), (1, 4), (5, 5), (1, 1)):
        description = {"type": "GroupNormalization", "groups": groups, "epsilon": 1e-5}
        yield layer_case(f"GroupNormalization {groups} of {channels}", description, (channels, 3, 5))
    description = {"type": "BatchNormalization", "epsilon": 1e-5, "momentum": 0.1}
    for phase in ("training", "inference"):
        for shape in ((3, 3, 4), (5, 1, 1)):
            name = f"BatchNormalization {phase} {'x'.join(map(str, shape))}"
            yield layer_case(name, description, shape, 3, phase=phase)


def residual_cases():
    identity = {
        "type": "Residual", "shortcut": [], "activation": "relu",
        "body": [conv(3, (3, 3), activation="relu"), conv(3, (3, 3))],
    }
    projection = {
        "type": "Residual", "shortcut": [conv(4, (1, 1), (2, 2))], "activation": "relu",
        "body": [conv(4, (3, 3), (2, 2), activation="relu"), conv(4, (3, 3))],
    }
    yield layer_case("Residual, identity shortcut", identity, (3, 4, 5))
    yield layer_case("Residual, 1x1 stride 2 shortcut", projection, (2, 5, 5))
    yield layer_case("Residual, 1x1 stride 2 shortcut, even size", projection, (2, 4, 6))


def recurrent_cases():
    for kind in ("GRU", "LSTM"):
        for bidirectional, sequences, masked in (
            (False, False, False), (False, True, True), (True, False, True), (True, True, True),
        ):
            name = kind + ", bidirectional" * bidirectional + ", sequences" * sequences
            name += ", masked" * masked
            description = {"type": kind, "units": 3, "bidirectional": bidirectional,
                           "sequences": sequences, "masked": masked}
            inputs = draw(generator(f"{name}, inputs"), 4, 2 + masked, 1, 5)
            if masked:
                lengths = torch.tensor([3, 5, 1, 3])
                inputs[:, -1, 0] = (torch.arange(5) < lengths[:, None]).double()
            yield layer_case(name, description, tuple(inputs.shape[1:]), 4, inputs=inputs)


# MARK: Losses


def loss_cases():
    labels = torch.tensor([0, 3, 1, 1, 2])
    weights = torch.tensor([0.5, 2.0, 1.25, 3.0], dtype=torch.float64)
    ordinary = draw(generator("logits"), 5, 4, scale=2)
    huge = torch.tensor(
        [[80, -80, 0, 1], [80, -80, 80, -80], [-80, 80, 79, 0.5], [80, 80, 80, 80], [-80, -80, 80, -79]],
        dtype=torch.float64,
    )
    for kind, values in (("ordinary", ordinary), ("huge", huge)):
        for smoothing in (0.0, 0.1):
            for weight in (None, weights):
                name = f"softmax cross-entropy, {kind} logits"
                name += f", label smoothing {smoothing}" if smoothing else ""
                name += ", class weights" if weight is not None else ""
                logits = values.clone().requires_grad_()
                loss = F.cross_entropy(logits, labels, weight, label_smoothing=smoothing)
                loss.backward()
                yield {
                    "name": name, "type": "SoftmaxCrossEntropy", "examples": 5, "classes": 4,
                    "labelSmoothing": smoothing,
                    "classWeights": None if weight is None else weight.tolist(),
                    "note": "mean: sum_n [(1-s) w[y_n] l(n,y_n) + s/K sum_k w[k] l(n,k)] / sum_n w[y_n], "
                            "l = -log softmax; dlogits is the gradient of that mean",
                    "logits": digits(values), "labels": labels.tolist(),
                    "loss": digits(loss)[0], "dlogits": digits(logits.grad),
                }
    for outputs in (3, 1):
        name = f"squared error, {outputs} output{'s' if outputs > 1 else ''}"
        rng = generator(name)
        output, target = draw(rng, 4, outputs).requires_grad_(), draw(rng, 4, outputs)
        loss = F.mse_loss(output, target)
        loss.backward()
        yield {
            "name": name, "type": "SquaredError", "examples": 4, "outputs": outputs,
            "note": "MSELoss: the mean over all examples * outputs elements",
            "output": digits(output), "target": digits(target),
            "loss": digits(loss)[0], "doutput": digits(output.grad),
        }


# MARK: Optimizers


def optimizer_cases():
    rng = generator("optimizers")
    initial = draw(rng, 7)
    scales = torch.tensor([1, 0.1, 10, 1, 0.01, 1, 0], dtype=torch.float64)
    gradients = torch.round(draw(rng, 6, 7) * scales, decimals=4)
    sgd = {"type": "SGD", "learningRate": 0.1, "momentum": 0.0, "nesterov": False, "weightDecay": 0.0}
    adam = {"type": "Adam", "learningRate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8,
            "weightDecay": 0.0}
    cases = {
        "SGD": sgd,
        "SGD, momentum": sgd | {"momentum": 0.9},
        "SGD, Nesterov": sgd | {"momentum": 0.9, "nesterov": True},
        "SGD, weight decay": sgd | {"weightDecay": 0.05},
        "SGD, momentum, weight decay": sgd | {"momentum": 0.9, "weightDecay": 0.05},
        "SGD, Nesterov, weight decay": sgd | {"momentum": 0.9, "nesterov": True, "weightDecay": 0.05},
        "Adam": adam,
        "Adam, other betas and epsilon": adam | {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3},
        "Adam, weight decay": adam | {"weightDecay": 0.05},
        "AdamW": adam | {"type": "AdamW", "weightDecay": 0.05},
    }
    for name, o in cases.items():
        parameters = initial.clone().requires_grad_()
        common = {"lr": o["learningRate"], "weight_decay": o["weightDecay"]}
        if o["type"] == "SGD":
            optimizer = torch.optim.SGD(
                [parameters], momentum=o["momentum"], nesterov=o["nesterov"], **common)
        else:
            optimizer = getattr(torch.optim, o["type"])(
                [parameters], betas=(o["beta1"], o["beta2"]), eps=o["epsilon"], **common)
        steps = []
        for gradient in gradients:
            parameters.grad = gradient.clone()
            optimizer.step()
            steps.append(digits(parameters))
        yield {"name": name, "optimizer": o, "initial": digits(initial),
               "gradients": [digits(g) for g in gradients], "parameters": steps}


def clipping_cases():
    gradient = draw(generator("clipping"), 7, scale=2)
    for name, maximum in (("norm above the maximum", 1.0), ("norm below the maximum", 100.0)):
        parameter = torch.zeros(7, dtype=torch.float64, requires_grad=True)
        parameter.grad = gradient.clone()
        norm = torch.nn.utils.clip_grad_norm_([parameter], maximum)
        yield {"name": name, "maximumNorm": maximum, "gradient": digits(gradient),
               "note": "scaled by min(1, maximumNorm / (norm + 1e-6))",
               "norm": digits(norm)[0], "clipped": digits(parameter.grad)}


# MARK: The file


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    layers = [*convolution_cases(), *pooling_cases(), *dense_cases(), *activation_cases(),
              *normalization_cases(), *residual_cases(), *recurrent_cases()]
    sections = {"layers": layers, "losses": [*loss_cases()], "optimizers": [*optimizer_cases()],
                "clipping": [*clipping_cases()]}
    # One case a line: compact, and a changed case is one changed line of a diff.
    text = '{"torch":' + json.dumps(torch.__version__.split("+")[0])
    for key, cases in sections.items():
        lines = ",\n".join(json.dumps(c, separators=(",", ":"), allow_nan=False) for c in cases)
        text += f',\n"{key}":[\n{lines}\n]'
    path = pathlib.Path(__file__).with_name("pytorch.json")
    path.write_text(text + "}\n")
    counts = ", ".join(f"{len(cases)} {key}" for key, cases in sections.items())
    print(f"{path}: {counts}, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
