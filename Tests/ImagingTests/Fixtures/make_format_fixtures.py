"""Writes small TIFF, BMP and JPEG files with tifffile, Pillow and imagecodecs, none of which ednet uses.

`formats/expected.json` holds for each file what ednet should read from each of its images: the intensities, and the
notes. The values of lossless files follow from the arrays that were written, those of JPEG files from Pillow's decoder.
Needs: pip install tifffile pillow imagecodecs. Run it in this folder: python3 make_format_fixtures.py
"""

import json
import struct
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image

FOLDER = Path(__file__).parent / "formats"
HEIGHT, WIDTH = 5, 7
draw = np.random.default_rng(1)
expected = {}


def luminance(rgb):
    red, green, blue = (rgb[..., channel].astype(float) for channel in range(3))
    return np.where((red == green) & (green == blue), red, 0.2126 * red + 0.7152 * green + 0.0722 * blue)


def record(name, images, depth, source, notes=()):
    """Notes what ednet should read: `images` are arrays of rows and columns."""
    expected[name] = {
        "bitDepth": depth,
        "sourceBitDepth": source,
        "notes": list(notes),
        "images": [
            {"width": i.shape[1], "height": i.shape[0], "pixels": [float(v) for v in i.ravel()]} for i in images
        ],
    }


def integers(kind, low=None, high=None, shape=(HEIGHT, WIDTH)):
    info = np.iinfo(kind)
    values = draw.integers(
        info.min if low is None else low, info.max if high is None else high, shape, kind, endpoint=True
    )
    return values


def tiff(name, data, images, depth, source, notes=(), **options):
    tifffile.imwrite(FOLDER / name, data, metadata=None, software=None, **options)
    record(name, images, depth, source, notes)


def fitted(values, is_float):
    values = values.astype(float)
    values = values - min(values.min(), 0)
    if values.max() > 65535:
        return values * (65535 / values.max())
    return values * 65535 if is_float and values.max() <= 1 else values


def write_tiffs():
    eight, sixteen = integers("uint8"), integers("uint16")
    gray = {"photometric": "minisblack"}
    tiff("gray-8.tif", eight, [eight], 8, 8, **gray)
    tiff("gray-16.tif", sixteen, [sixteen], 16, 16, **gray)
    tiff("gray-16-big-endian.tif", sixteen, [sixteen], 16, 16, byteorder=">", **gray)
    tiff("gray-16-bigtiff.tif", sixteen, [sixteen], 16, 16, bigtiff=True, **gray)
    tiff("gray-16-bigtiff-big-endian.tif", sixteen, [sixteen], 16, 16, bigtiff=True, byteorder=">", **gray)
    for compression in ("lzw", "zlib", "adobe_deflate", "packbits", "zstd", "lzma"):
        tiff(f"gray-16-{compression}.tif", sixteen, [sixteen], 16, 16, compression=compression, **gray)
    for compression in ("lzw", "zlib"):
        tiff(f"gray-16-{compression}-predictor.tif", sixteen, [sixteen], 16, 16, compression=compression,
             predictor=True, rowsperstrip=2, **gray)
    tiff("gray-8-strips.tif", eight, [eight], 8, 8, rowsperstrip=2, **gray)
    large = integers("uint16", shape=(20, 37))
    tiff("gray-16-tiles.tif", large, [large], 16, 16, tile=(16, 16), compression="zlib", **gray)
    tiff("gray-16-white-is-zero.tif", sixteen, [65535 - sixteen.astype(int)], 16, 16, ["inverted"],
         photometric="miniswhite")
    tiff("gray-16-turned.tif", sixteen, [sixteen], 16, 16, ["orientation"],
         extratags=[(274, 3, 1, 6, True)], **gray)
    bits = integers("uint8", 0, 1)
    tiff("gray-1.tif", bits.astype(bool), [bits * 255], 8, 1, **gray)
    tiff("gray-1-white-is-zero.tif", bits.astype(bool), [(1 - bits) * 255], 8, 1, ["inverted"],
         photometric="miniswhite")
    for depth in (2, 4):
        values = integers("uint8", 0, 2**depth - 1)
        tiff(f"gray-{depth}.tif", values, [values * (255 // (2**depth - 1))], 8, depth, bitspersample=depth, **gray)
    for depth in (10, 12, 14):
        values = integers("uint16", 0, 2**depth - 1)
        tiff(f"gray-{depth}.tif", values, [values], 16, depth, bitspersample=depth, **gray)

    # Integers of 32 bits and signed ones: within 0...65535, beyond it, and negative.
    small = integers("uint32", 0, 60000)
    tiff("gray-32-small.tif", small, [small], 16, 32, **gray)
    wide = integers("uint32")
    tiff("gray-32-wide.tif", wide, [fitted(wide, False)], 16, 32, ["scaled"], **gray)
    signed = integers("int16", 0, 30000)
    tiff("signed-16-positive.tif", signed, [signed], 16, 16, **gray)
    for kind, depth in (("int8", 8), ("int16", 16)):
        values = integers(kind)
        tiff(f"signed-{depth}.tif", values, [fitted(values, False)], 8 if depth == 8 else 16, depth, ["raised"], **gray)
    values = integers("int32")
    tiff("signed-32.tif", values, [fitted(values, False)], 16, 32, ["raised", "scaled"], **gray)

    # Floating-point numbers: counts, fractions of the full scale, negative and huge ones.
    counts = draw.uniform(0, 4000, (HEIGHT, WIDTH))
    for kind in ("float16", "float32", "float64"):
        values, depth = counts.astype(kind), int(kind[5:])
        tiff(f"float-{depth}.tif", values, [values], 16, depth, **gray)
    fraction = draw.uniform(0, 1, (HEIGHT, WIDTH)).astype("float32")
    tiff("float-32-fraction.tif", fraction, [fitted(fraction, True)], 16, 32, ["scaled"], **gray)
    tiff("float-32-big-endian.tif", fraction, [fitted(fraction, True)], 16, 32, ["scaled"], byteorder=">", **gray)
    negative = draw.normal(0, 3, (HEIGHT, WIDTH)).astype("float32")
    tiff("float-32-negative.tif", negative, [fitted(negative, True)], 16, 32, ["raised"], **gray)
    huge = (counts * 1e30).astype("float32")
    tiff("float-32-huge.tif", huge, [fitted(huge, True)], 16, 32, ["scaled"], compression="zlib", predictor=True, **gray)

    color, deep = integers("uint8", shape=(HEIGHT, WIDTH, 3)), integers("uint16", shape=(HEIGHT, WIDTH, 3))
    tiff("rgb-8.tif", color, [luminance(color)], 8, 8, ["color"], photometric="rgb")
    tiff("rgb-16-lzw.tif", deep, [luminance(deep)], 16, 16, ["color"], photometric="rgb", compression="lzw")
    tiff("rgb-8-planar.tif", np.moveaxis(color, 2, 0), [luminance(color)], 8, 8, ["color"], photometric="rgb",
         planarconfig="separate")
    equal = np.repeat(eight[..., None], 3, axis=2)
    tiff("rgb-8-all-gray.tif", equal, [eight], 8, 8, ["grayInColor"], photometric="rgb")
    alpha = integers("uint8", shape=(HEIGHT, WIDTH, 4))
    tiff("rgba-8.tif", alpha, [luminance(alpha)], 8, 8, ["color", "alpha"], photometric="rgb",
         extrasamples=["unassalpha"])
    pair = integers("uint8", shape=(HEIGHT, WIDTH, 2))
    tiff("gray-alpha-8.tif", pair, [pair[..., 0]], 8, 8, ["alpha"], extrasamples=["unassalpha"],
         planarconfig="contig", **gray)
    palette = integers("uint8", shape=(3, 256)).astype("uint16") * 257
    tiff("palette-8.tif", eight, [luminance(palette.T[eight] // 257)], 8, 8, ["color", "palette"],
         photometric="palette", colormap=palette)

    pages = integers("uint16", shape=(3, HEIGHT, WIDTH))
    tiff("pages-16.tif", pages, list(pages), 16, 16, compression="zlib", **gray)
    with tifffile.TiffWriter(FOLDER / "pages-with-thumbnail.tif") as writer:
        writer.write(eight, metadata=None, software=None, **gray)
        writer.write(eight[::2, ::2].copy(), subfiletype=1, metadata=None, software=None, **gray)
        writer.write(integers("uint8") * 0 + 9, metadata=None, software=None, **gray)
    record("pages-with-thumbnail.tif", [eight, eight * 0 + 9], 8, 8)

    ramp = np.arange(24 * 16, dtype="uint8").reshape(24, 16) // 2
    tifffile.imwrite(FOLDER / "gray-8-jpeg.tif", ramp, metadata=None, software=None, compression="jpeg", **gray)
    record("gray-8-jpeg.tif", [np.asarray(Image.open(FOLDER / "gray-8-jpeg.tif"))], 8, 8, ["lossy"])


def bmp(name, image, gray, source, notes=()):
    image.save(FOLDER / name)
    record(name, [gray], 8, source, notes)


def header(width, height, bits, compression, palette, data, masks=b""):
    """A bitmap of BITMAPINFOHEADER; the headers are built by hand, as Pillow writes none of these kinds."""
    start = 54 + len(masks) + len(palette)
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, len(data), 0, 0, len(palette) // 4, 0)
    return b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start) + info + masks + palette + data


def run_lengths(rows):
    """Rows from the bottom, with runs, literal pixels and, for a row of zeros, a pixel before the end of the row."""
    out = b""
    for row in rows[::-1]:
        if not any(row):
            out += bytes([1, 0, 0, 0])
            continue
        out += bytes([2, row[0]]) if row[0] == row[1] else bytes([1, row[0], 1, row[1]])
        literal = bytes(row[2:])
        out += bytes([0, len(literal)]) + literal + b"\0" * (len(literal) % 2) + b"\0\0"
    return out + b"\0\1"


def write_bmps():
    eight = integers("uint8")
    color = integers("uint8", shape=(HEIGHT, WIDTH, 3))
    alpha = integers("uint8", shape=(HEIGHT, WIDTH, 4))
    bmp("gray-8.bmp", Image.fromarray(eight), eight, 8)
    bmp("rgb-24.bmp", Image.fromarray(color), luminance(color), 8, ["color"])
    bmp("rgb-24-all-gray.bmp", Image.fromarray(np.repeat(eight[..., None], 3, axis=2)), eight, 8, ["grayInColor"])
    bmp("rgba-32.bmp", Image.fromarray(alpha), luminance(alpha), 8, ["color"])
    order = np.ascontiguousarray(alpha[::-1, :, [3, 0, 1, 2]])
    masks = struct.pack("<IIII", 0xFF00, 0xFF0000, 0xFF000000, 0xFF)
    (FOLDER / "rgba-32-masks.bmp").write_bytes(header(WIDTH, HEIGHT, 32, 6, b"", order.tobytes(), masks))
    record("rgba-32-masks.bmp", [luminance(alpha)], 8, 8, ["color", "alpha"])
    bits = integers("uint8", 0, 1)
    bmp("gray-1.bmp", Image.fromarray(bits.astype(bool)), bits * 255, 1)
    palette = integers("uint8", shape=(256, 3))
    indexed = Image.fromarray(eight).copy()
    indexed = Image.frombytes("P", (WIDTH, HEIGHT), eight.tobytes())
    indexed.putpalette(palette.tobytes())
    bmp("palette-8.bmp", indexed, luminance(palette[eight]), 8, ["color", "palette"])

    table = b"".join(bytes([v, v, v, 0]) for v in range(256))
    stored = b"".join(row.tobytes() + b"\0" * (-WIDTH % 4) for row in eight)
    (FOLDER / "gray-8-top-down.bmp").write_bytes(header(WIDTH, -HEIGHT, 8, 0, table, stored))
    rows = integers("uint8")
    rows[1, :2], rows[3] = 77, 0
    (FOLDER / "gray-8-run-length.bmp").write_bytes(header(WIDTH, HEIGHT, 8, 1, table, run_lengths(rows.tolist())))
    four = integers("uint8", 0, 15)
    sixteen = [(v, 255 - v, v, 0) for v in range(0, 256, 17)]
    nibbles = b"".join(
        bytes(int(a) << 4 | int(b) for a, b in zip([*r, 0][::2], [*r, 0][1::2])) for r in four[::-1].tolist()
    )
    (FOLDER / "palette-4.bmp").write_bytes(header(WIDTH, HEIGHT, 4, 0, bytes(np.array(sixteen, "uint8")), nibbles))
    words = integers("uint16", shape=(HEIGHT, WIDTH))
    padded = b"".join(row.tobytes() + b"\0" * (-2 * WIDTH % 4) for row in words[::-1])
    (FOLDER / "rgb-16.bmp").write_bytes(header(WIDTH, HEIGHT, 16, 0, b"", padded))
    (FOLDER / "rgb-16-masks.bmp").write_bytes(
        header(WIDTH, HEIGHT, 16, 3, b"", padded, struct.pack("<III", 0xF800, 0x7E0, 0x1F))
    )
    for name in ("gray-8-top-down", "gray-8-run-length", "palette-4"):
        # Pillow confirms that the bytes are a bitmap of these pixels.
        seen = np.asarray(Image.open(FOLDER / f"{name}.bmp").convert("RGB"))
        wanted = {"gray-8-top-down": eight, "gray-8-run-length": rows, "palette-4": four}[name]
        if name == "palette-4":
            gray = luminance(seen)
            assert (seen == np.array(sixteen, "uint8")[wanted][..., 2::-1]).all(), name
        else:
            gray = wanted
            assert (seen[..., 0] == wanted).all(), name
        color_notes = ["color", "palette"] if name == "palette-4" else []
        record(f"{name}.bmp", [gray], 8, 4 if name == "palette-4" else 8, color_notes)
    for name, bits, tops in (("rgb-16", (10, 5, 0), (31, 31, 31)), ("rgb-16-masks", (11, 5, 0), (31, 63, 31))):
        rgb = np.stack([(words >> b & t) * 255 / t for b, t in zip(bits, tops)], axis=-1)
        seen = np.asarray(Image.open(FOLDER / f"{name}.bmp").convert("RGB")).astype(float)
        # Pillow rounds down to whole numbers.
        assert np.abs(seen - rgb).max() < 1, name
        record(f"{name}.bmp", [luminance(rgb)], 8, max(tops).bit_length(), ["color"])


def write_jpegs():
    y, x = np.mgrid[:24, :32]
    gray = (120 + 60 * np.sin(x / 5) + 50 * np.cos(y / 4)).astype("uint8")
    color = np.stack([gray, gray.T.repeat(2, axis=0)[:24, :24].repeat(2, axis=1)[:, :32], 255 - gray], axis=-1)
    kinds = {
        "gray.jpg": (gray, {}),
        "gray-progressive.jpg": (gray, {"progressive": True}),
        "rgb.jpg": (color, {"subsampling": 0}),
        "rgb-subsampled.jpg": (color, {"subsampling": 2}),
        "rgb-all-gray.jpg": (np.repeat(gray[..., None], 3, axis=2), {"subsampling": 0}),
    }
    for name, (pixels, options) in kinds.items():
        Image.fromarray(pixels).save(FOLDER / name, quality=90, **options)
        seen = np.asarray(Image.open(FOLDER / name))
        notes = [] if seen.ndim == 2 else ["grayInColor" if "all-gray" in name else "color"]
        record(name, [seen if seen.ndim == 2 else luminance(seen)], 8, 8, notes + ["lossy"])
    Image.fromarray(np.repeat(gray[..., None], 4, axis=2), mode="CMYK").save(FOLDER / "cmyk.jpg")


FOLDER.mkdir(exist_ok=True)
write_tiffs()
write_bmps()
write_jpegs()
(FOLDER / "expected.json").write_text(json.dumps(expected, sort_keys=True, indent=None) + "\n")
