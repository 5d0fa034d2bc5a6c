"""Says what an uploaded document really is, whatever it is called."""

import re
import unicodedata
from pathlib import PurePath

import puremagic

from accord.paper.documents import LARGEST_BYTES, LARGEST_MARKDOWN_BYTES, Kind, UnreadableDocument

_PDF_WITHIN = 1024  # Bytes before which a PDF's own mark must stand; scanners and mail servers put lines before it.
_TEXT_ENDINGS = {".md", ".markdown", ".txt", ".text", ""}
_OFFICE = {".doc", ".rtf", ".pages", ".pptx", ".ppt", ".odp", ".xlsx", ".xls", ".ods"}
_WITH_MACROS = {".docm", ".dotm"}
_ENDINGS: dict[str, str] = {"docx": ".docx", "odt": ".odt"}
_PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic", ".svg"}
_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body|script|svg|\?xml)\b", re.I | re.S)
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_WITHIN = "EncryptedPackage".encode("utf-16-le")  # A locked .docx is wrapped into the form of an old .doc.
_SAVE_AS_PDF = "Please open it and save it as a PDF, then upload that."
_SAVE_AS = "Please open it and save it as .docx, .odt or PDF, then upload that."


def sniff(raw: bytes, filename: str) -> Kind:
    """Which kind it is, by the bytes first and the name second. Raises UnreadableDocument, which says what to do."""
    if not raw.strip():
        raise UnreadableDocument("This file is empty.")
    if len(raw) > LARGEST_BYTES:
        raise UnreadableDocument(f"This file is larger than {LARGEST_BYTES // 2**20} MB.")
    ending = PurePath(filename).suffix.lower()
    if raw.startswith(_PROGRAMS):
        raise UnreadableDocument("This is a program, not a document.")
    if b"%PDF-" in raw[:_PDF_WITHIN]:
        return _pdf(raw, ending)
    if ending == ".pdf":
        raise UnreadableDocument("This file is called PDF, but it is none.")
    if raw.startswith(_ZIP):
        return _office(raw, ending)
    if raw.startswith(_OLD_OFFICE) and _LOCKED_WITHIN in raw:
        raise UnreadableDocument("This document is locked with a password. Please save it without one.")
    if ending in _OFFICE or raw.startswith((_OLD_OFFICE, b"{\\rtf")):
        raise UnreadableDocument(f"This is a file of another kind of office program. {_SAVE_AS}")
    if ending in _ENDINGS.values():
        raise UnreadableDocument(f"This file is called {ending}, but it is none, or it is damaged.")
    if ending in _PICTURES:
        raise UnreadableDocument("This is a picture. People must be able to read a document’s text on a phone.")
    return _markdown(raw, ending)


def _office(raw: bytes, ending: str) -> Kind:
    """Which document a zip file is, by the parts that it must have. What is in them is looked at in a process apart."""
    if (
        b"application/vnd.oasis.opendocument.text" in raw[:256]
        or b"META-INF/manifest.xml" in raw
        and b"word/" not in raw
    ):
        kind: Kind = "odt"
    elif b"[Content_Types].xml" in raw and b"word/" in raw:
        kind = "docx"
    else:
        raise UnreadableDocument(f"This is an archive, or a file of an office program that is no text. {_SAVE_AS}")
    if ending in _WITH_MACROS:
        raise UnreadableDocument("Files of this kind hold macros, which are programs. Please save it as .docx or PDF.")
    if ending != _ENDINGS[kind]:
        name = "a Word document" if kind == "docx" else "an OpenDocument text"
        raise UnreadableDocument(
            f"This is {name}, but it is called {ending or 'nothing'}. Please give it its right name."
        )
    return kind


def _pdf(raw: bytes, ending: str) -> Kind:
    if raw.lstrip()[:5] != b"%PDF-" and _known_ending(raw) not in {".pdf", ""}:
        raise UnreadableDocument("This file is a PDF and something else at once.")
    if ending not in {".pdf", ""}:
        raise UnreadableDocument(f"This is a PDF, but it is called {ending}. Please give it its right name.")
    return "pdf"


def _known_ending(raw: bytes) -> str:
    """The ending that these bytes would have, as far as their beginning tells; empty when unknown."""
    try:
        return puremagic.from_string(raw[:65536]) or ""
    except (puremagic.PureError, ValueError):
        return ""


def _markdown(raw: bytes, ending: str) -> Kind:
    if len(raw) > LARGEST_MARKDOWN_BYTES:
        raise UnreadableDocument(f"This text is larger than {LARGEST_MARKDOWN_BYTES // 2**20} MB.")
    text = decoded(raw)
    if _HTML.match(text):
        raise UnreadableDocument(f"This is a web page. {_SAVE_AS_PDF}")
    if ending not in _TEXT_ENDINGS:
        raise UnreadableDocument("Please upload a PDF, a .docx, an .odt, or text written in Markdown (.md or .txt).")
    return "markdown"


def decoded(raw: bytes) -> str:
    """The text of a text file: UTF-8, UTF-16 with its mark, or Windows-1252. Raises UnreadableDocument for others."""
    for encoding in _encodings(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(_is_control(letter) for letter in set(text)):
            return unicodedata.normalize("NFC", text.removeprefix("\ufeff")).replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableDocument(
        "This file is not text. Please upload a PDF, a .docx, an .odt, or text written in Markdown."
    )


def _encodings(raw: bytes) -> list[str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    return ["utf-8", "cp1252"]


def _is_control(letter: str) -> bool:
    return letter not in "\t\n\r\f\x0b" and unicodedata.category(letter) in {"Cc", "Cs", "Cn"}
