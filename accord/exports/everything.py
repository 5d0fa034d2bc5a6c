"""Everything of a school in open formats: tables, files as they were handed in, and a list of all with their sums."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from accord.exports.rows import LEFT_OUT, as_csv, as_json, tables
from accord.kernel.clock import LONDON
from accord.kernel.models import Head
from accord.schools.models import School
from accord.vault import reads as vault
from accord.vault.models import StoredFile

SCHOOL_COPIES = "school-copy"  # Former copies of all of this are not part of it.
_README = """{name} (URN {urn}): everything that Accord holds of this school
as it stood on {day} at {time} in London.

tables/            each table twice: as JSON, which is exact, and as CSV for a spreadsheet.
                   In CSV a text that a spreadsheet could take for a formula begins with an apostrophe.
                   Times are in UTC. A column that ends in _id names the row of another table by its id.
files/             each file as it was handed in, under its id; tables/vault.storedfile says what belongs to what.
manifest.json      every file of this export with its size and its SHA-256.
SHA256SUMS         the same for a program: sha256sum --check SHA256SUMS

The ledger is in tables/kernel.entry, kernel.leaf and kernel.head: the hash of an entry's commitment is its leaf, and
each head signs the root of the Merkle tree (RFC 9162) of its size with the public key in tables/kernel.schoolsecret.

Left out: private keys and passphrases, fingerprints of personal links, and what was only on its way:
{left_out}
"""


@dataclass(frozen=True)
class Member:
    """One file of the export, piece by piece."""

    path: str
    pieces: Iterable[bytes]


def members(school: School, *, now: datetime) -> Iterator[Member]:
    """All files, the list of them last. Each must be used up before the next is asked for.

    Inside a frozen scope all of it is of one moment.
    """
    known: list[tuple[str, int, str]] = []
    for member in _contents(school, now):
        yield Member(member.path, _noted(member, known))
    manifest = Member("manifest.json", [_manifest(school, now, known)])
    yield Member(manifest.path, _noted(manifest, known))
    yield Member("SHA256SUMS", ["".join(f"{digest}  {path}\n" for path, _size, digest in known).encode()])


def _contents(school: School, now: datetime) -> Iterator[Member]:
    yield Member("README.txt", [_readme(school, now)])
    for table in tables():
        yield Member(f"tables/{table.name}.json", as_json(table, school.pk))
        yield Member(f"tables/{table.name}.csv", as_csv(table, school.pk))
    files = StoredFile.objects.exclude(folder__kind=SCHOOL_COPIES).select_related("folder").order_by("pk")
    for file in files:
        yield Member(f"files/{file.pk}/{file.name}", vault.stream(file))


def _noted(member: Member, known: list[tuple[str, int, str]]) -> Iterator[bytes]:
    seen, size = sha256(), 0
    for piece in member.pieces:
        seen.update(piece)
        size += len(piece)
        yield piece
    known.append((member.path, size, seen.hexdigest()))


def _manifest(school: School, now: datetime, known: list[tuple[str, int, str]]) -> bytes:
    head = Head.objects.order_by("-size").first()
    told = {
        "school": {"urn": school.urn, "name": school.name},
        "made_at": now.isoformat(),
        "ledger": {"size": head.size, "root": bytes(head.root).hex()} if head else None,
        "files": [{"path": path, "bytes": size, "sha256": digest} for path, size, digest in known],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _readme(school: School, now: datetime) -> bytes:
    local = now.astimezone(LONDON)
    left_out = "\n".join(f"- {name}: {why}" for name, why in sorted(LEFT_OUT.items()))
    day = f"{local:%A} {local.day} {local:%B %Y}"
    return _README.format(name=school.name, urn=school.urn, day=day, time=f"{local:%H:%M}", left_out=left_out).encode()


class _Passing:
    """A file that keeps what is written to it only until it is taken."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, piece: bytes) -> int:
        self._waiting += piece
        return len(piece)

    def flush(self) -> None:
        """Nothing waits for longer than its reader wants."""

    def take(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


def zipped(found: Iterable[Member], *, now: datetime) -> Iterator[bytes]:
    """The files as one ZIP, piece by piece; no more than a piece is held at a time."""
    passing = _Passing()
    local = now.astimezone(LONDON)
    with ZipFile(passing, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for member in found:
            info = ZipInfo(member.path, date_time=local.timetuple()[:6])
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
            with archive.open(info, "w", force_zip64=True) as file:
                for piece in member.pieces:
                    file.write(piece)
                    yield passing.take()
    yield passing.take()
