"""From the bytes of an export to text, whatever program wrote them."""

import codecs
import re

from .sheets import Note, UnreadableFile

_SAVE_AS = "Open it in the program it came from and save it as CSV."
_BEGINNINGS = (
    (b"PK\x05\x06", "This is an empty zip file, not CSV. " + _SAVE_AS),
    (
        b"\xd0\xcf\x11\xe0",
        "This is an old Excel file, or one with a password. Save it as .xlsx without one, or as CSV.",
    ),
    (b"%PDF", "This is a PDF, not CSV. Export the list again and choose CSV."),
    (b"{\\rtf", "This is a Word document, not CSV. " + _SAVE_AS),
    (b"<", "This is a web page or XML, not CSV. Export the list again and choose CSV."),
    (b"\x89PNG", "This is a picture, not CSV."),
    (b"\xff\xd8\xff", "This is a picture, not CSV."),
    (b"GIF8", "This is a picture, not CSV."),
    (b"\x1f\x8b", "This is a compressed file, not CSV. Unpack it first."),
    (b"7z\xbc\xaf", "This is a compressed file, not CSV. Unpack it first."),
    (b"Rar!", "This is a compressed file, not CSV. Unpack it first."),
    (b"SQLite format 3", "This is a database, not CSV. " + _SAVE_AS),
)
_MARKS = (  # UTF-32 first: its little-endian mark begins with the one of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_SAMPLE_BYTES = 8192
_MOST_NOTES = 50  # after so many damaged lines one more tells nobody anything

# Windows-1252 read as UTF-8 sometimes passes: “Ó’Briain” becomes “ӒBriain”. A Greek, Cyrillic,
# Hebrew, Arabic or phonetic letter that touches a plain Latin one gives it away.
_MISREAD = re.compile("[A-Za-z][\u0250-\u02af\u0370-\u07ff]|[\u0250-\u02af\u0370-\u07ff][A-Za-z]")

# Systems that take Windows-1252 for Latin-1 write U+0092 where an apostrophe was meant.
_C1 = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
_HAS_C1 = re.compile("[\x80-\x9f]")
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")


def decode(raw: bytes) -> tuple[str, str, list[Note]]:
    """The text of `raw`, the name of its encoding, and notes about what was damaged.

    Line ends come back as newlines, so that lines can be counted. Raises UnreadableFile for an
    empty file and for one that is no text; every other file comes back, whatever is in it.
    """
    _refuse_binary(raw)
    encoding, mark = _wide_encoding(raw)
    notes: list[Note] = []
    if encoding in ("", "utf-8-sig"):
        text, found = _decode_narrow(raw, mark, notes)
        encoding = encoding if encoding and found == "utf-8" else found
    else:
        text = _decode_wide(raw, mark, encoding, notes)
    text = _without_junk(_newlines(text), notes)
    if not text.strip():
        raise UnreadableFile("The file is empty.", code="empty")
    return text, encoding, notes


def _refuse_binary(raw: bytes) -> None:
    start = raw[:_SAMPLE_BYTES].removeprefix(codecs.BOM_UTF8).lstrip()
    for beginning, reason in _BEGINNINGS:
        if start.startswith(beginning):
            raise UnreadableFile(reason, code="binary")


def _wide_encoding(raw: bytes) -> tuple[str, int]:
    """The encoding that the first bytes give away, and how long its mark is; "" if none does."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding, len(mark)
    sample = raw[:_SAMPLE_BYTES]
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if half and odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le", 0
    if half and even > half * 0.4 and odd < half * 0.1:
        return "utf-16-be", 0
    return "", 0


def _decode_wide(raw: bytes, mark: int, encoding: str, notes: list[Note]) -> str:
    body = raw[mark:]
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        line = body[: error.start].decode(encoding, "replace").count("\n") + 1
        notes.append(Note(line, mark + error.start, "Some bytes are no letters; shown as �."))
        return body.decode(encoding, "replace")


def _decode_narrow(raw: bytes, mark: int, notes: list[Note]) -> tuple[str, str]:
    """UTF-8 where it is, Windows-1252 where it is not, decided line by line."""
    body = raw[mark:]
    sample = body[:_SAMPLE_BYTES]
    strange = sum(sample.count(code) for code in range(1, 32) if code not in b"\t\n\r\x0b\x0c")
    if strange > len(sample) * 0.3:
        raise UnreadableFile("This file is not text. Export the list as CSV.", code="binary")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_lines(body, mark, notes)
    return (text, "utf-8") if not _MISREAD.search(text) else _decode_lines(body, mark, notes)


def _decode_lines(body: bytes, mark: int, notes: list[Note]) -> tuple[str, str]:
    texts: list[str] = []
    fallen: list[tuple[int, int]] = []  # line and offset of its first byte beyond ASCII
    kept_utf8 = False
    offset = mark
    for number, line in enumerate(body.splitlines(keepends=True), start=1):
        if line.isascii():
            texts.append(line.decode("ascii"))
        elif (text := _as_utf8(line)) is not None:
            texts.append(text)
            kept_utf8 = True
        else:
            texts.append(line.decode("cp1252", "replace"))
            fallen.append((number, offset + next(i for i, b in enumerate(line) if b > 127)))
            _note_lost_letters(line, number, offset, notes)
        offset += len(line)
    if not kept_utf8:
        return "".join(texts), "cp1252"
    for number, byte in fallen[:_MOST_NOTES]:
        notes.append(Note(number, byte, "Not UTF-8 as the lines around it; read as Windows-1252."))
    return "".join(texts), "mixed" if fallen else "utf-8"


def _as_utf8(line: bytes) -> str | None:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if _MISREAD.search(text) else text


def _note_lost_letters(line: bytes, number: int, offset: int, notes: list[Note]) -> None:
    lost = [i for i, byte in enumerate(line) if byte in b"\x81\x8d\x8f\x90\x9d"]
    if lost and len(notes) < _MOST_NOTES:
        notes.append(Note(number, offset + lost[0], "A byte here is no letter; shown as �."))


def _newlines(text: str) -> str:
    # \r\r\n comes from text that was converted twice; a person sees one line end there.
    return text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")


def _without_junk(text: str, notes: list[Note]) -> str:
    """`text` without NULs, control characters, stray byte-order marks and a final Ctrl-Z."""
    text = text.rstrip("\x1a")
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        notes.append(Note(line, None, "Empty bytes (NUL) were left out, here and below."))
        text = text.replace("\x00", "")
    if _HAS_C1.search(text):
        text = text.translate(_C1)
    if "\ufeff" in text:
        text = text.replace("\ufeff", "")
    return _CONTROLS.sub(" ", text)
