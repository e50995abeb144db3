"""Damages small scan files at random and counts how ednet's readers end.

    pip install kikuchipy==0.13.*
    swift build --product training-reference
    python Benchmarks/peers/fuzz_scan_readers.py .build/debug/training-reference MINUTES [SEED]

Each try changes 1 to 16 bytes of a file, half of them outside of the pixels where the file's structure is, or cuts it, and
runs `training-reference scan` with 2 GiB of address space beyond its own and 20 seconds. A crash or an end by the limits is
kept in the folder `fuzz-findings`.
"""

import collections
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from scan_readers import DATA, files

LIMIT = 4 << 30


def structure(data: bytes) -> list[int]:
    """Bytes in blocks of 256 that do not look like pixels: with many zeros."""
    return [
        start
        for start in range(0, len(data), 256)
        if np.count_nonzero(np.frombuffer(data[start : start + 256], np.uint8)) < 200
    ] or [0]


def damaged(data: bytes, blocks: list[int], random_: random.Random) -> bytes:
    """A copy of the data with some bytes changed, or cut."""
    copy = bytearray(data)
    for _ in range(random_.choice([1, 1, 2, 4, 16])):
        if random_.random() < 0.9:
            place = random_.choice(blocks) + random_.randrange(256)
        else:
            place = random_.randrange(len(copy))
        if place < len(copy):
            copy[place] = random_.choice([0, 1, 0x7F, 0x80, 0xFF, random_.randrange(256), copy[place] ^ (1 << random_.randrange(8))])
    if random_.random() < 0.1:
        del copy[random_.randrange(8, len(copy)) :]
    return bytes(copy)


def run(program: str, path: Path) -> str:
    """The end of the program: "read", "one sentence", or a fault."""

    def limits() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    try:
        result = subprocess.run(
            [program, "scan", path, path.parent / "pixels"], capture_output=True, timeout=20, preexec_fn=limits
        )
    except subprocess.TimeoutExpired:
        return "more than 20 s"
    if result.returncode < 0:
        return f"signal {-result.returncode}"
    if result.returncode == 0:
        return "read"
    text = result.stderr.decode(errors="replace").strip()
    return "one sentence" if text.count("\n") == 0 and text.startswith("Error: ") else "other output"


def main() -> int:
    program, minutes = sys.argv[1], float(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    folder = Path(tempfile.mkdtemp())
    findings = Path("fuzz-findings")
    sources = [(name, path) for name, path, _ in files(folder) if path.stat().st_size < 200_000]
    contents = [(name, path, path.read_bytes()) for name, path in sources]
    blocks = [structure(data) for _, _, data in contents]
    counts: collections.Counter = collections.Counter()
    end = time.monotonic() + 60 * minutes

    def worker(number: int) -> None:
        random_ = random.Random(1000 * seed + number)
        own = folder / str(number)
        own.mkdir()
        shutil.copy(DATA / "nordif/Setting.txt", own / "Setting.txt")
        while time.monotonic() < end:
            index = random_.randrange(len(contents))
            name, path, data = contents[index]
            target = own / ("a" + path.suffix)
            target.write_bytes(damaged(data, blocks[index], random_))
            outcome = run(program, target)
            counts[(name, outcome)] += 1
            if outcome not in ("read", "one sentence"):
                findings.mkdir(exist_ok=True)
                shutil.copy(target, findings / f"{outcome.replace(' ', '-')}-{number}-{sum(counts.values())}{path.suffix}")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(worker, range(2)))
    for (name, outcome), count in sorted(counts.items()):
        print(f"{name}: {outcome}: {count}")
    shutil.rmtree(folder)
    return 1 if any(outcome not in ("read", "one sentence") for _, outcome in counts) else 0


if __name__ == "__main__":
    sys.exit(main())
