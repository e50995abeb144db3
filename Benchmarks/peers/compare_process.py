#!/usr/bin/env python3
"""Time the classification of one image as a whole process: ednet and a script with PyTorch, in turn.

    python compare_process.py --ednet ../../.build/release/ednet --model model.ednet --image pattern.png

The time covers the whole process, including the start of Python and the import of PyTorch. Reports the median of the
runs after a warm-up run. On Linux a process waits until the machine is idle, for at most
--patience seconds in total. Ends with one JSON line.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from rounds import ENVIRONMENT, Machine, ratio, show

PEERS = pathlib.Path(__file__).resolve().parent
GOAL = 20  # times as fast
LIMIT = 50  # milliseconds of ednet


def milliseconds(command):
    start = time.perf_counter()
    try:
        done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True)
    except OSError as error:
        raise SystemExit(f"error: {command[0]} cannot be started: {error.strerror}") from None
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        raise SystemExit(f"error: {' '.join(command)} failed with code {done.returncode}: {done.stderr.strip()}")
    return 1000 * seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ednet", default=PEERS.parent.parent / ".build" / "release" / "ednet")
    parser.add_argument("--model", required=True, help="a model of ednet")
    parser.add_argument("--image", required=True, help="a PNG image")
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--patience", type=int, default=120, help="seconds to wait for an idle machine, in total")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be at least 1")

    machine = Machine(options.patience)
    with tempfile.TemporaryDirectory() as folder:
        model = str(pathlib.Path(folder) / "reference.pt")
        script = str(PEERS / "classify_image.py")
        milliseconds([sys.executable, script, "--make", model])
        commands = {
            "ednet": [str(options.ednet), "classify", options.image, "--model", options.model],
            "PyTorch": [sys.executable, script, options.image, "--model", model],
        }
        values = {program: [] for program in commands}
        for run in range(options.runs + 1):
            for program, command in commands.items():
                machine.wait()
                value = milliseconds(command)
                if run > 0:
                    values[program].append(value)

    for program, some in values.items():
        show(f"one image, whole process, {program}", some, "ms")
    ours, theirs = (statistics.median(values[program]) for program in ("ednet", "PyTorch"))
    ratio("one image, whole process", theirs / ours, "PyTorch", GOAL)
    print(f"ednet: {ours:.0f} ms, goal of under {LIMIT} {'met' if ours < LIMIT else 'MISSED'}")
    print(json.dumps({"runs": options.runs, "milliseconds": values, "ratio": theirs / ours}))


if __name__ == "__main__":
    main()
