"""What is inside a Word or OpenDocument file, before any reader of such files is let near it. For a process apart."""

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from xml.parsers import expat

from accord.paper.documents import LARGEST_BYTES, Kind, UnreadableDocument
from accord.paper.office_text import Survey

_MOST_MEMBERS = 3_000
_MOST_BYTES = 200 * 2**20  # Unpacked, all members together.
_MOST_XML_BYTES = 60 * 2**20
_MACROS = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS = ("basic/", "scripts/", "word/activex/")
_HOLDS_MACROS = "This document holds macros, which are programs. Please save it without them: as .docx, .odt or PDF."
_LOCKED = "This document is locked with a password. Please save it without one."
_DAMAGED = "This document is damaged and cannot be opened."
_REMOTE = re.compile(
    rb"""<(?:\w+:)?Relationship\b(?=[^>]*\bType=["'][^"']*/(?:attachedTemplate|oleObject|frame|subDocument)["'])"""
    rb"""(?=[^>]*\bTarget=["'](?:https?|ftp):)""",
    re.I,
)
_OTHER_TEXT = re.compile(rb"""\bType=["'][^"']*/(?:aFChunk|subDocument)["']""", re.I)


@dataclass(frozen=True)
class OfficeFile:
    """A file that may be read: packed anew with nothing but its XML, and the paragraphs that stand in it."""

    packed: bytes
    paragraphs: tuple[str, ...]

    @property
    def letters(self) -> int:
        return sum(map(len, self.paragraphs))


def opened(raw: bytes, kind: Kind) -> OfficeFile:
    """The inside of `raw`, looked through member by member. Raises UnreadableDocument with the reason."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
            _refuse_members(members)
            parts = {member.filename: _content(archive, member) for member in members if not member.is_dir()}
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as problem:
        if isinstance(problem, UnreadableDocument):
            raise
        raise UnreadableDocument(_DAMAGED) from None
    main = _word(parts) if kind == "docx" else _open_document(parts)
    texts = [main, *(name for name in parts if re.fullmatch(r"word/(footnotes|endnotes|comments)\.xml", name))]
    surveys = [_survey(parts[name], kind) for name in texts if name in parts]
    _refuse_what_is_undecided(sum((survey.counts for survey in surveys), Counter()))
    return OfficeFile(_packed(parts), tuple(text for survey in surveys for text in survey.paragraphs))


def _refuse_members(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_BYTES:
        raise UnreadableDocument(
            f"This document unpacks to more than {_MOST_BYTES // 2**20} MB, far more than a policy."
        )
    if len(set(names)) < len(names) or any("\\" in name or ".." in name.split("/") for name in names):
        raise UnreadableDocument(_DAMAGED)
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableDocument(_LOCKED)
    for name in map(str.lower, names):
        if name.endswith(_MACROS) or name.startswith(_MACRO_FOLDERS) and not name.endswith("/"):
            raise UnreadableDocument(_HOLDS_MACROS)
        if name.startswith("word/embeddings/") and not name.endswith((".xlsx", ".docx", ".pptx", "/")):
            raise UnreadableDocument("Another file lies inside this document. Please save it without that, or as PDF.")


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Read to its end, which checks its sum; kept only if it is XML, which is all that is read of it afterwards."""
    is_text = member.filename.lower().endswith((".xml", ".rels")) or member.filename == "mimetype"
    kept, size = [], 0
    with archive.open(member) as file:
        while piece := file.read(2**20):
            size += len(piece)
            if size > (_MOST_XML_BYTES if is_text else _MOST_BYTES):
                raise UnreadableDocument("This document has far more text in it than any policy.")
            if is_text:
                kept.append(piece)
    return b"".join(kept)


def _word(parts: dict[str, bytes]) -> str:
    """The name of the part that holds a Word document's text."""
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types:
        raise UnreadableDocument(_HOLDS_MACROS)
    found = re.search(
        rb'PartName="/([^"]+)"[^>]*wordprocessingml\.(?:document|template)\.main\+xml', types
    ) or re.search(rb'wordprocessingml\.(?:document|template)\.main\+xml"[^>]*PartName="/([^"]+)"', types)
    name = found[1].decode(errors="replace") if found else "word/document.xml"
    if name not in parts:
        raise UnreadableDocument(_DAMAGED)
    for relations in (content for part, content in parts.items() if part.endswith(".rels")):
        if _REMOTE.search(relations):
            raise UnreadableDocument("This document fetches something from the internet when it is opened.")
        if _OTHER_TEXT.search(relations):
            raise UnreadableDocument("This document takes in text from another one. Please save it as a PDF.")
    return name


def _open_document(parts: dict[str, bytes]) -> str:
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise UnreadableDocument(_LOCKED)
    if "content.xml" not in parts:
        raise UnreadableDocument(_DAMAGED)
    return "content.xml"


def _survey(xml: bytes, kind: Kind) -> Survey:
    survey = Survey(kind)
    try:
        survey.read(xml)
    except expat.ExpatError:
        raise UnreadableDocument(_DAMAGED) from None
    return survey


def _refuse_what_is_undecided(counts: Counter[str]) -> None:
    """A text with changes that nobody has accepted or rejected says two things, and comments go out with the file."""
    if counts["macros"]:
        raise UnreadableDocument(_HOLDS_MACROS)
    if counts["changes"]:
        raise UnreadableDocument(
            "This document has tracked changes, so it says two things at once. Please accept or reject all of them, "
            "and upload it again."
        )
    if counts["comments"]:
        raise UnreadableDocument(
            "This document has comments, which everybody would see who opens the file. Please delete them, and upload "
            "it again."
        )


def _packed(parts: dict[str, bytes]) -> bytes:
    """Only what was looked at, so that nobody reads anything else; pictures are empty, for their words are enough."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert made.tell() < 2 * LARGEST_BYTES + _MOST_XML_BYTES
    return made.getvalue()
