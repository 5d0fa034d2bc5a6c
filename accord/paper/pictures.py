"""Pictures without a library: a photograph put on the page of a PDF as it is, and grey pixels written as PNG."""

import struct
import zlib
from collections.abc import Iterator

from accord.paper.documents import UnreadableDocument

JPEG = b"\xff\xd8\xff"
PNG = b"\x89PNG\r\n\x1a\n"
_MOST_PIXELS = 60_000_000
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # The JPEG segments that say how large it is.
_ALONE = {0x01, *range(0xD0, 0xD9)}
_COLOURS = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_LONGEST_SIDE = 842.0  # Points: an A4 sheet fills the photograph more or less.
_DAMAGED = "This picture is damaged and cannot be opened."
_SAVE_AS_JPEG = "Please save it as JPEG or PDF, and upload that."


def pdf_of(picture: bytes) -> bytes:
    """A PDF of one page that shows a JPEG or PNG, whose own bytes stay as they are. Raises UnreadableDocument."""
    width, height, facts, content = (_jpeg if picture.startswith(JPEG) else _png)(picture)
    if not 0 < width * height <= _MOST_PIXELS:
        raise UnreadableDocument("This picture is larger than any scan.")
    scale = _LONGEST_SIDE / max(width, height)
    across, down = width * scale, height * scale
    drawing = f"q {across:.2f} 0 0 {down:.2f} 0 0 cm /P Do Q".encode()
    page = f"/Type /Page /Parent 2 0 R /MediaBox [0 0 {across:.2f} {down:.2f}] /Contents 4 0 R"
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< {page} /Resources << /XObject << /P 5 0 R >> >> >>".encode(),
        _stream("", drawing),
        _stream(f"/Type /XObject /Subtype /Image /Width {width} /Height {height} {facts} ", content),
    )


def _jpeg(picture: bytes) -> tuple[int, int, str, bytes]:
    at = 2
    try:
        while True:
            if picture[at] != 0xFF:
                raise UnreadableDocument(_DAMAGED)
            kind = picture[at + 1]
            if kind == 0xFF or kind in _ALONE:
                at += 1 if kind == 0xFF else 2
                continue
            (length,) = struct.unpack_from(">H", picture, at + 2)
            if kind in _FRAMES:
                depth, height, width, colours = struct.unpack_from(">BHHB", picture, at + 4)
                facts = f"/ColorSpace {_COLOURS[colours]} /BitsPerComponent {depth} /Filter /DCTDecode"
                return width, height, facts, picture
            at += 2 + length
    except (IndexError, KeyError, struct.error):
        raise UnreadableDocument(_DAMAGED) from None


def _png(picture: bytes) -> tuple[int, int, str, bytes]:
    """PDF knows PNG's way of packing; only transparency and interlacing it does not."""
    chunks = list(_chunks(picture))
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13:
        raise UnreadableDocument(_DAMAGED)
    width, height, depth, kind, _packing, _filter, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    if kind not in (0, 2, 3) or interlaced:
        raise UnreadableDocument(f"This picture is a PNG with transparency or in several passes. {_SAVE_AS_JPEG}")
    space = "/DeviceRGB" if kind == 2 else "/DeviceGray"
    if kind == 3:
        palette = next((content for name, content in chunks if name == b"PLTE"), b"")
        space = f"[/Indexed /DeviceRGB {max(0, len(palette) // 3 - 1)} <{palette.hex()}>]"
    colours = 3 if kind == 2 else 1
    how = f"/DecodeParms << /Predictor 15 /Colors {colours} /BitsPerComponent {depth} /Columns {width} >>"
    facts = f"/ColorSpace {space} /BitsPerComponent {depth} /Filter /FlateDecode {how}"
    return width, height, facts, b"".join(content for name, content in chunks if name == b"IDAT")


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG)
    while at + 12 <= len(picture):
        length, name = struct.unpack_from(">I4s", picture, at)
        yield name, picture[at + 8 : at + 8 + length]
        at += 12 + length


def _stream(facts: str, content: bytes) -> bytes:
    return f"<< {facts}/Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _pdf(*objects: bytes) -> bytes:
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    made += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n".encode()
    return bytes(made) + str(made.index(b"xref\n0 ")).encode() + b"\n%%EOF\n"


def png_of(pixels: memoryview, *, width: int, height: int, stride: int) -> bytes:
    """Grey pixels, a byte each in rows of `stride` bytes, as a PNG."""
    rows = b"".join(b"\0" + pixels[at * stride : at * stride + width] for at in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return PNG + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 6)) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
