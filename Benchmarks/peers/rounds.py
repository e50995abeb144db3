"""Measures programs in turn on a shared machine."""

import json
import os
import pathlib
import statistics
import subprocess
import time

# Keeps freed memory: otherwise PyTorch spends a sixth of its time requesting it from the kernel again.
ENVIRONMENT = {**os.environ, "MALLOC_MMAP_THRESHOLD_": "8000000000", "MALLOC_TRIM_THRESHOLD_": "16000000000"}


def idle_share(seconds):
    """The idle share of all processors; 1 if the system does not report it."""
    counters = pathlib.Path("/proc/stat")
    if not counters.exists():
        return 1

    def ticks():
        numbers = [int(word) for word in counters.read_text().splitlines()[0].split()[1:9]]
        return numbers[3] + numbers[4], sum(numbers)

    idle, total = ticks()
    time.sleep(seconds)
    later_idle, later_total = ticks()
    return (later_idle - idle) / max(1, later_total - total)


class Machine:
    """Runs programs when the machine is idle, waiting for at most `patience` seconds in total."""

    def __init__(self, patience):
        self.patience = patience

    def wait(self):
        """Waits until the machine is idle, and subtracts the time from the patience."""
        while self.patience > 0 and idle_share(1) <= 0.9:
            self.patience -= 1

    def last_line(self, *command):
        """Runs a program and reads the last line of its output, which is JSON."""
        self.wait()
        words = [str(word) for word in command]
        print(f"  load {os.getloadavg()[0]:.1f}, patience {self.patience}: "
              f"{' '.join(pathlib.Path(word).name for word in words)}", flush=True)
        try:
            done = subprocess.run(words, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
        except OSError as error:
            raise SystemExit(f"error: {words[0]} cannot be started: {error.strerror}") from None
        if done.returncode != 0:
            raise SystemExit(f"error: {' '.join(words)} failed with code {done.returncode}")
        try:
            return json.loads(done.stdout.splitlines()[-1])
        except (IndexError, ValueError):
            raise SystemExit(f"error: {' '.join(words)} did not end with a line of JSON") from None


def show(name, values, unit, note=""):
    """Prints the median, minimum and maximum of values."""
    print(f"{name:<68} {statistics.median(values):10.2f} {unit} "
          f"({min(values):.2f} to {max(values):.2f}){note}", flush=True)


def ratio(name, value, peer, goal):
    """Prints a ratio and whether it reaches its goal."""
    print(f"{name:<44} {value:6.2f}  to {peer}: goal of {goal:g} {'met' if value >= goal else 'MISSED'}")
