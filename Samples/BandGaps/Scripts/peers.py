"""Train the lecture's network 3-13-11-1 with Keras and scikit-learn on the splits of the sample, and print the errors.

Prints the mean and range of the mean squared errors (eV^2) on training and test examples: of 20 seeds on the lecture's
split, and of one seed each on 20 splits. Needs tensorflow-cpu (2.21.0 was used) and scikit-learn (1.9.1).
"""

import csv
import os
import warnings
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras
import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPRegressor

warnings.filterwarnings("ignore", category=ConvergenceWarning)
DATA = Path(__file__).parent.parent / "Data"


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of the sample."""
    with open(DATA / name) as file:
        return list(csv.DictReader(file))


def keras_fit(x, y, seed):
    """Fit as the lecture does; the seed is ours."""
    keras.utils.set_random_seed(seed)
    layers = [
        keras.layers.Dense(13, activation="relu"),
        keras.layers.Dense(11, activation="relu"),
        keras.layers.Dense(1),
    ]
    model = keras.Sequential([keras.Input(shape=(x.shape[1],)), *layers])
    model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.01), loss="mse", jit_compile=False)
    model.fit(x, y, epochs=200, batch_size=200, verbose=0)
    return lambda features: model.predict_on_batch(features).ravel()


def scikit_fit(x, y, seed, **options):
    """Fit the same network with scikit-learn."""
    model = MLPRegressor(
        hidden_layer_sizes=(13, 11), learning_rate_init=0.01, max_iter=200, random_state=seed, **options
    )
    return model.fit(x, y).predict


def main() -> None:
    """Print one line for each library and experiment."""
    rows = table("features.csv")
    x = np.array([[float(row[name]) for name in ("radius", "weight", "electronegativity")] for row in rows])
    y = np.array([float(row["gap"]) for row in rows])
    splits = {int(row["split"]): np.array([int(i) for i in row["training"].split()]) for row in table("splits.csv")}
    libraries = {
        f"Keras {keras.__version__}": keras_fit,
        "scikit-learn, defaults": scikit_fit,
        "scikit-learn, no early stop, no decay": lambda *a: scikit_fit(*a, alpha=0, n_iter_no_change=200),
    }
    for name, fit in libraries.items():
        for label, pairs in [
            ("split 42, 20 seeds", [(42, seed) for seed in range(20)]),
            ("20 splits", [(split, split) for split in range(20)]),
        ]:
            errors = []
            for split, seed in pairs:
                training = splits[split]
                test = np.setdiff1d(np.arange(len(y)), training)
                predict = fit(x[training], y[training], seed)
                errors.append([np.mean((predict(x[part]) - y[part]) ** 2) for part in (training, test)])
            errors = np.array(errors)
            print(f"{name}; {label}:", end="")
            for column, part in enumerate(("training", "test")):
                values = errors[:, column]
                print(f" {part} {values.mean():.3f} ({values.min():.3f} to {values.max():.3f})", end="")
            print(flush=True)


if __name__ == "__main__":
    main()
