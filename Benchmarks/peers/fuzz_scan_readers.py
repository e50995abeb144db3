"""Damages small scan and image files at random and records how ednet's readers end.

    pip install kikuchipy==0.13.*
    swift build -c release --product training-reference
    nice -n 19 python Benchmarks/peers/fuzz_scan_readers.py .build/release/training-reference MINUTES [FOLDER]

Case n is a function of n: it takes a file, two times of three one in HDF5, changes 1 to 16 places of it, most of them where
the file's structure is, copies or swaps parts of it, or cuts it. One `training-reference read` reads 500 files in turn, with
4 GiB of address space and 180 seconds for each. A crash, an end by the limits, a sentence of several lines, a pixel that is
not finite or a print on standard error is a finding; its file is kept in FOLDER (default `fuzz-findings`) if it shows the same
when it is read alone. FOLDER/state.json has the counts and the next case: a further run continues there.
"""

import collections
import json
import random
import resource
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import h5py
import numpy as np
from PIL import Image
from scan_readers import DATA, files

ADDRESS_SPACE = 4 << 30
SECONDS = 180
CASES_OF_A_PROCESS = 500
NUMBERS = [0, 1, 2, 7, 8, 127, 128, 255, 256, 4096, 65535, 65536, 2**24, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**40, 2**62,
           2**63 - 1, 2**63, 2**64 - 2, 2**64 - 1]


def sources(folder: Path) -> list[tuple[str, Path]]:
    """The files that are damaged: those of the comparison with kikuchipy, and files with other features of the formats."""
    found = [(name, path) for name, path, _ in files(folder) if path.stat().st_size < 200_000]
    pixels = np.random.default_rng(1).integers(0, 256, (4, 12, 10), np.uint8)
    for version in ("earliest", "latest"):
        path = folder / f"features-{version}.h5"
        with h5py.File(path, "w", libver=version) as file:
            file["manufacturer"], file["version"] = "kikuchipy", "0.13"
            group = file.create_group("Scan 1/EBSD")
            group.create_dataset("Data/chunked", data=pixels, chunks=(2, 5, 10), compression="gzip", shuffle=True)
            group["Data/patterns"] = h5py.SoftLink("/Scan 1/EBSD/Data/chunked")
            group["Data/elsewhere"] = h5py.ExternalLink("other.h5", "/patterns")
            group.create_dataset("Header/n_rows", data=[2], dtype=">i4")
            group.create_dataset("Header/n_columns", data=2.0)
            group.create_dataset("Header/pcx", data=np.full(4, 0.5, "f4"), chunks=(3,), compression="gzip")
            for name in ("pcy", "pcz"):
                group.create_dataset(f"Header/{name}", data=np.full(4, 0.5), dtype=">f8")
            group.create_dataset("Header/static_background", data=pixels[0])
        found.append((f"HDF5 of many features, format {version}", path))
    grey = Image.fromarray(np.tile(pixels[0], (3, 3)))
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        path = folder / f"{compression}.tif"
        grey.save(path, compression=compression, save_all=True, append_images=[grey.transpose(Image.Transpose.ROTATE_90)])
        found.append((f"TIFF {compression}", path))
    for name, image in {"BMP": grey, "BMP, palette": grey.convert("P"), "BMP, colour": grey.convert("RGB")}.items():
        path = folder / f"{name}.bmp"
        image.save(path)
        found.append((name, path))
    for name, arguments in {"JPEG": {}, "JPEG, progressive": {"progressive": True}}.items():
        path = folder / f"{name}.jpg"
        grey.save(path, **arguments)
        found.append((name, path))
    path = folder / "grey.png"
    grey.save(path)
    return found + [("PNG", path)]


def structure(data: bytes) -> list[int]:
    """Bytes in blocks of 256 that do not look like pixels: with many zeros."""
    return [
        start
        for start in range(0, len(data), 256)
        if np.count_nonzero(np.frombuffer(data[start : start + 256], np.uint8)) < 200
    ] or [0]


def damaged(data: bytes, blocks: list[int], random_: random.Random) -> bytes:
    """A damaged copy of the data."""
    copy = bytearray(data)

    def place() -> int:
        if random_.random() < 0.9:
            return min(random_.choice(blocks) + random_.randrange(256), len(copy) - 1)
        return random_.randrange(len(copy))

    for _ in range(random_.choice([1, 1, 2, 4, 16])):
        start, kind = place(), random_.random()
        if kind < 0.5:
            copy[start] = random_.choice([0, 1, 0x7F, 0x80, 0xFF, random_.randrange(256), copy[start] ^ 1 << random_.randrange(8)])
            continue
        size = random_.choice([2, 4, 8])
        # Fields of HDF5 and TIFF lie at multiples of their size.
        start -= start % size
        if kind < 0.75:
            number = random_.choice(NUMBERS + [len(copy)]) % 256**size
            value = number.to_bytes(size, random_.choice(["little", "little", "big"]))
        else:
            size = random_.choice([size, 8, 8, 24, 256])
            other = place() // 8 * 8
            value = bytes(copy[other : other + size])
        copy[start : start + len(value)] = value
    if random_.random() < 0.1:
        del copy[random_.randrange(min(8, len(copy) - 1), len(copy)) :]
    return bytes(copy)


class Reader:
    """A process that reads one file after the other."""

    def __init__(self, program: str, folder: Path):
        self.errors = open(folder / "errors", "w+b")
        self.process = subprocess.Popen(
            [program, "read"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, bufsize=0,
            preexec_fn=lambda: (resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE)),
                                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))))

    def read(self, path: Path) -> str:
        """The outcome for a file: "read", "one sentence", or a fault, after which the process has ended."""
        self.process.stdin.write(f"{path}\n".encode())
        line, end = b"", time.monotonic() + SECONDS
        while not line.endswith(b"\n"):
            if not select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))[0]:
                self.close()
                return f"more than {SECONDS} s"
            part = self.process.stdout.read(65536)
            if not part:
                return f"ended with status {self.process.wait()}"
            line += part
        if self.errors.tell() or self.errors.seek(0, 2):
            self.close()
            return "print on standard error"
        if line.startswith(b"read "):
            return "read"
        text = json.loads(line.removeprefix(b"refused "))
        return "one sentence" if "\n" not in text and "let pass" not in text else "bad sentence"

    def peak(self) -> int:
        """The most memory in MiB that the process has used."""
        try:
            text = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return 0
        return next((int(line.split()[1]) // 1024 for line in text.splitlines() if line.startswith("VmHWM")), 0)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


def main() -> int:
    program, minutes = sys.argv[1], float(sys.argv[2])
    findings = Path(sys.argv[3] if len(sys.argv) > 3 else "fuzz-findings")
    findings.mkdir(exist_ok=True)
    state_file = findings / "state.json"
    state = json.loads(state_file.read_text()) if state_file.exists() else {
        "next": 0, "seconds": 0.0, "peak": 0, "counts": {}, "findings": []}
    counts = collections.Counter(state["counts"])
    folder = Path(tempfile.mkdtemp(prefix="fuzz"))
    shutil.copy(DATA / "nordif/Setting.txt", folder / "Setting.txt")
    sources_folder = folder / "sources"
    sources_folder.mkdir()
    contents = [(name, path.suffix, path.read_bytes()) for name, path in sources(sources_folder)]
    blocks = [structure(data) for _, _, data in contents]
    is_hdf5 = [data.startswith(b"\x89HDF") for _, _, data in contents]
    hdf5 = [index for index, value in enumerate(is_hdf5) if value]
    others = [index for index, value in enumerate(is_hdf5) if not value]
    began, before = time.monotonic(), state["seconds"]

    def save(last: bool = False) -> None:
        state.update(seconds=before + time.monotonic() - began, counts=dict(sorted(counts.items())))
        state_file.write_text(json.dumps(state, indent=1))

    reader, read = Reader(program, folder), 0
    try:
        while time.monotonic() < began + 60 * minutes:
            case = state["next"]
            random_ = random.Random(case)
            index = random_.choice(hdf5 if random_.random() < 2 / 3 else others)
            name, suffix, data = contents[index]
            target = folder / f"case{suffix}"
            target.write_bytes(damaged(data, blocks[index], random_))
            outcome = reader.read(target)
            state["next"] += 1
            read += 1
            if outcome not in ("read", "one sentence"):
                alone = Reader(program, folder)
                again = alone.read(target)
                alone.close()
                state["findings"].append({"case": case, "source": name, "outcome": outcome, "alone": again})
                shutil.copy(target, findings / f"case-{case}{suffix}")
            counts[f"{name}: {outcome}"] += 1
            if read == CASES_OF_A_PROCESS or reader.process.poll() is not None:
                state["peak"] = max(state["peak"], reader.peak())
                reader.close()
                reader, read = Reader(program, folder), 0
                save()
    finally:
        reader.close()
        save()
        shutil.rmtree(folder)
    print(f"{state['next']} cases in {state['seconds'] / 3600:.2f} h, at most {state['peak']} MiB in memory")
    for name, count in sorted(counts.items()):
        print(f"{name}: {count}")
    for finding in state["findings"]:
        print(finding)
    return 1 if state["findings"] else 0


if __name__ == "__main__":
    sys.exit(main())
