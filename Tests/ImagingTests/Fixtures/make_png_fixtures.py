"""Writes PNG files of every colour type and bit depth, plain and interlaced, by hand.

Only the standard library is used, so that nothing under test (libpng) makes its own expected values.
`expected.json` holds for each file what ednet should read: samples of a grey image, notes, bit depths.
Run it in this folder: python3 make_png_fixtures.py
"""

import json
import random
import struct
import zlib
from pathlib import Path

WIDTH, HEIGHT = 11, 9
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]}
NAMES = {0: "gray", 2: "rgb", 3: "palette", 4: "gray-alpha", 6: "rgba"}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
GAMA = (b"gAMA", struct.pack(">I", 45455))
SRGB = (b"sRGB", b"\0")


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def pack(row, depth):
    """A row of pixels (tuples of samples) as bytes, the first sample in the highest bits."""
    bits = "".join(format(sample, f"0{depth}b") for pixel in row for sample in pixel)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def filtered(rows, pixel_size, random_filters):
    """Scanlines, each behind its filter type; all five types are used."""
    out = b""
    above = None
    for row in rows:
        previous = above or bytes(len(row))
        kind = random_filters.randrange(5)
        line = bytearray()
        for i, x in enumerate(row):
            a = row[i - pixel_size] if i >= pixel_size else 0
            b = previous[i]
            c = previous[i - pixel_size] if i >= pixel_size else 0
            line.append((x - [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) & 255)
        out += bytes([kind]) + bytes(line)
        above = row
    return out


def png(pixels, depth, color, interlaced=False, chunks=(), after=()):
    height, width = len(pixels), len(pixels[0])
    pixel_size = max(1, CHANNELS[color] * depth // 8)
    filters = random.Random(5)
    data = b""
    for x0, y0, dx, dy in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        rows = [pack(row[x0::dx], depth) for row in pixels[y0::dy] if row[x0::dx]]
        data += filtered(rows, pixel_size, filters)
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, int(interlaced))
    packed = zlib.compress(data)
    half = len(packed) // 2
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + b"".join(chunk(*c) for c in chunks)
        + chunk(b"IDAT", packed[:half])
        + chunk(b"IDAT", packed[half:])
        + b"".join(chunk(*c) for c in after)
        + chunk(b"IEND", b"")
    )


def luminance(r, g, b):
    return r if r == g == b else 0.2126 * r + 0.7152 * g + 0.0722 * b


def main():
    folder = Path(__file__).parent
    draw = random.Random(1)
    expected = {}

    def save(name, content, gray, depth, notes):
        (folder / f"{name}.png").write_bytes(content)
        expected[f"{name}.png"] = {
            "width": len(gray[0]),
            "height": len(gray),
            "bitDepth": max(8, depth),
            "sourceBitDepth": depth,
            "notes": notes,
            "pixels": [v for row in gray for v in row],
        }

    for color, depths in DEPTHS.items():
        for depth in depths:
            top = 2**depth - 1
            pixels = [
                [tuple(draw.randint(0, top) for _ in range(CHANNELS[color])) for _ in range(WIDTH)]
                for _ in range(HEIGHT)
            ]
            chunks, notes = [GAMA, SRGB], []
            if color == 3:
                palette = [tuple(draw.randint(0, 255) for _ in range(3)) for _ in range(top + 1)]
                chunks.append((b"PLTE", bytes(v for entry in palette for v in entry)))
                gray = [[luminance(*palette[p[0]]) for p in row] for row in pixels]
                notes = ["color", "palette"]
            elif color in (2, 6):
                gray = [[luminance(*p[:3]) for p in row] for row in pixels]
                notes = ["color"] + (["alpha"] if color == 6 else [])
            else:
                scale = 255 // top if depth < 8 else 1
                gray = [[p[0] * scale for p in row] for row in pixels]
                notes = ["alpha"] if color == 4 else []
            for interlaced in (False, True):
                name = f"{NAMES[color]}-{depth}" + ("-interlaced" if interlaced else "")
                save(name, png(pixels, depth, color, interlaced, chunks), gray, depth, notes)

    thousand = [[(1000 + 7 * x + y,) for x in range(5)] for y in range(4)]
    save(
        "gray-16-gamma",
        png(thousand, 16, 0, chunks=[(b"gAMA", struct.pack(">I", 100000)), (b"sBIT", b"\x0c")]),
        [[p[0] for p in row] for row in thousand],
        16,
        [],
    )
    profile = b"ICC profile\0\0" + zlib.compress(bytes(200))
    save(
        "gray-16-profile",
        png(thousand, 16, 0, chunks=[(b"iCCP", profile), (b"tEXt", b"Comment\0a pattern")]),
        [[p[0] for p in row] for row in thousand],
        16,
        [],
    )
    grays = [[(20 * y + x,) * 3 for x in range(4)] for y in range(3)]
    save("rgb-8-all-gray", png(grays, 8, 2), [[p[0] for p in r] for r in grays], 8, ["grayInColor"])
    steps = [[(x % 4,) for x in range(6)] for _ in range(2)]
    ramp = (b"PLTE", bytes(v for s in (0, 90, 170, 255) for v in (s, s, s)))
    save(
        "palette-2-transparent",
        png(steps, 2, 3, chunks=[ramp, (b"tRNS", b"\x00\x80")]),
        [[(0, 90, 170, 255)[p[0]] for p in row] for row in steps],
        2,
        ["grayInColor", "palette", "alpha"],
    )
    save(
        "gray-8-transparent",
        png([[(x,) for x in range(6)]], 8, 0, chunks=[(b"tRNS", struct.pack(">H", 3))]),
        [list(range(6))],
        8,
        ["alpha"],
    )
    one = png([[(77,)]], 8, 0, interlaced=True)
    save("gray-8-single-pixel-interlaced", one, [[77]], 8, [])
    save("gray-8-trailing-bytes", png([[(9,)]], 8, 0) + b"garbage" * 5, [[9]], 8, [])
    (folder / "expected.json").write_text(json.dumps(expected, indent=None) + "\n")


main()
