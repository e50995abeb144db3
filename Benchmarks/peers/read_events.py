"""Reads the events of `ednet train --tensorboard BOARD` with the tensorboard package and compares them with the run.

    pip install tensorboard
    python read_events.py BOARD RUN
"""

import csv
import math
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

COLUMNS = {
    "loss/training": "training_loss",
    "loss/validation": "validation_loss",
    "accuracy/training": "training_accuracy",
    "accuracy/validation": "validation_accuracy",
    "learning rate": "learning_rate",
}


def main(board: str, run: str) -> None:
    events = EventAccumulator(board)
    events.Reload()
    with open(f"{run}/history.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    tags = events.Tags()
    for tag, column in COLUMNS.items():
        expected = [(int(row["epoch"]), float(row[column])) for row in rows if row[column]]
        found = [(event.step, event.value) for event in events.Scalars(tag)] if tag in tags["scalars"] else []
        assert len(found) == len(expected), f"{tag}: {len(found)} events for {len(expected)} epochs"
        for (step, value), (epoch, wanted) in zip(found, expected):
            assert step == epoch and math.isclose(value, wanted, rel_tol=1e-6), f"{tag}, epoch {epoch}: {value}, {wanted}"
    image = events.Images("confusion")[-1]
    assert image.encoded_image_string.startswith(b"\x89PNG") and image.width > 100 and image.height > 100
    print(f"{len(COLUMNS)} scalars of {len(rows)} epochs and the confusion matrix ({image.width} × {image.height}) are read back")


if __name__ == "__main__":
    main(*sys.argv[1:])
