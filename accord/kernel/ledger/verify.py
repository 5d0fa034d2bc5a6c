"""Re-derives a school's ledger from the tables and names whatever does not fit. Trusts nothing but old heads.

Whoever can write to the database can also rewrite tree and heads, except for what has left the building: a receipt
carries a signed size and root, and the tree of that size must still have that root.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import Protocol

from django.db import connection

from accord.kernel import keys
from accord.kernel.keys_material import fingerprint
from accord.kernel.ledger import heads
from accord.kernel.ledger.entries import commit_to, content
from accord.kernel.ledger.merkle import Frontier, leaf_hash
from accord.kernel.ledger.rows import LastWords, held_tables
from accord.kernel.models import Entry, Head, Leaf, Pending, SchoolSecret
from accord.kernel.registry import Registry
from accord.kernel.scope import require_school


@dataclass(frozen=True)
class Finding:
    """Something that does not fit: a `code`, the entry, position or size it is about, and a sentence."""

    code: str
    about: str
    sentence: str


@dataclass(frozen=True)
class Witness:
    """A head that left the building, from a receipt or a mail; `what` it came with is a word in sentences and codes.

    `key` is the fingerprint of the key that signed it, where it says so.
    """

    size: int
    root: bytes
    entry_id: uuid.UUID | None = None
    position: int | None = None
    what: str = "receipt"
    key: str = ""


@dataclass
class Report:
    """What one school's ledger holds, and what is wrong with it."""

    school_id: int
    entries: int = 0
    waiting: int = 0
    heads: int = 0
    root: str = ""
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.findings


class TableCheck(Protocol):
    """What a slice offers: `check()` yields findings where its tables and the ledger disagree, both ways."""

    def check(self) -> Iterator[Finding]: ...


table_checks: Registry[TableCheck] = Registry("table checks")

_ROWS = 5_000  # At a time.
_LEAVES = f"""
SELECT l.position, l.hash, e.id, e.recorded_at, e.act, e.subject_kind, e.subject_id, e.actor_id, e.commitment,
       l.entry_id, e.salt, e.detail
FROM {Leaf._meta.db_table} l LEFT JOIN {Entry._meta.db_table} e ON e.school_id = l.school_id AND e.id = l.entry_id
WHERE l.school_id = %s ORDER BY l.position
"""
_WAITING = f"""
SELECT p.entry_id, e.id, e.act, e.commitment, e.salt, e.detail
FROM {Pending._meta.db_table} p LEFT JOIN {Entry._meta.db_table} e ON e.school_id = p.school_id AND e.id = p.entry_id
WHERE p.school_id = %s ORDER BY p.number
"""


def verify(witnesses: Iterable[Witness] = ()) -> Report:
    """Check the open school's ledger: leaves, positions, heads, signatures, details, rows, tables, and `witnesses`.

    Beside people who work it needs a frozen scope: what is recorded between two of its questions would look like a fault.
    """
    report, roots, last_words = Report(require_school()), _Roots(witnesses), LastWords()
    _check_leaves(report, roots, last_words)
    _check_outside(report, roots)
    _check_unplaced(report, last_words)
    for table in held_tables:
        report.findings.extend(Finding(*told) for told in last_words.disagreements(table))
    for check in table_checks:
        report.findings.extend(check.check())
    return report


class _Roots:
    """The heads that must be met on the way up the tree: the school's own and the witnesses'."""

    def __init__(self, witnesses: Iterable[Witness]) -> None:
        self.heads = {head.size: head for head in Head.objects.order_by("size")}
        self.witnesses = list(witnesses)
        self.wanted = {*self.heads, *(witness.size for witness in self.witnesses)}
        self.met: dict[int, bytes] = {}
        self.entries: dict[int, uuid.UUID] = {}
        self.positions = {witness.position for witness in self.witnesses if witness.position is not None}


def _check_leaves(report: Report, roots: _Roots, last_words: LastWords) -> None:
    tree = Frontier()
    for row in _rows(_LEAVES, report.school_id):
        position, stored, entry_id = row[0], bytes(row[1]), row[2]
        if position != tree.size:
            _add(report, "gap", f"position {tree.size}", f"Position {tree.size} is missing; {position} follows.")
            break
        if entry_id is None:
            _add(report, "entry-deleted", f"entry {row[9]}", f"Entry {row[9]} at position {position} was deleted.")
            tree.append(stored)
        else:
            tree.append(_check_entry(report, position, stored, row, last_words))
        if position in roots.positions:
            roots.entries[position] = row[9]
        if tree.size in roots.wanted:
            roots.met[tree.size] = tree.root()
    report.entries, report.root = tree.size, tree.root().hex()


def _check_entry(report: Report, position: int, stored: bytes, row: tuple, last_words: LastWords) -> bytes:
    commitment, salt, detail = bytes(row[8]), row[10], row[11]
    entry_id, recorded_at, act, kind, subject_id, actor_id = row[2:8]
    derived = leaf_hash(content(report.school_id, entry_id, recorded_at, act, kind, subject_id, actor_id, commitment))
    if derived != stored:
        _add(report, "entry-edited", f"entry {entry_id}", f"Entry {entry_id} at position {position} was changed.")
    _check_detail(report, entry_id, act, commitment, salt, detail, last_words)
    return derived


def _check_detail(
    report: Report,
    entry_id: uuid.UUID,
    act: str,
    commitment: bytes,
    salt: bytes | None,
    detail: str | None,
    last_words: LastWords,
) -> None:
    """A detail that is gone leaves the tree whole, but hides what it said; until Accord erases any, somebody else did."""
    about = f"entry {entry_id}"
    if detail is None and salt is None:
        _add(report, "detail-erased", about, f"The detail of entry {entry_id} ({act}) was erased.")
    elif detail is None or salt is None or commit_to(bytes(salt), detail) != commitment:
        _add(report, "detail-edited", about, f"The detail of entry {entry_id} was changed.")
    else:
        last_words.hear(entry_id, act, detail)


def _rows(question: str, school: int) -> Iterator[tuple]:
    # A cursor on the server: a big school's ledger does not have to fit in memory.
    with connection.chunked_cursor() as cursor:
        cursor.execute(question, [school])
        while rows := cursor.fetchmany(_ROWS):
            yield from rows


def _check_outside(report: Report, roots: _Roots) -> None:
    known = _keys()
    report.heads = len(roots.heads)
    for size, head in roots.heads.items():
        _check_root(report, "head", size, bytes(head.root), roots.met)
        _check_signature(report, head, known.get(head.key_id))
    if report.entries and report.entries not in roots.heads:
        _add(report, "no-head", f"size {report.entries}", f"No head covers all {report.entries} entries.")
    for witness in roots.witnesses:
        _check_root(report, witness.what, witness.size, witness.root, roots.met)
        if witness.key and witness.key not in known:
            sentence = f"The {witness.what} is signed with a key that this school does not have: {witness.key}."
            _add(report, f"{witness.what}-key", f"size {witness.size}", sentence)
        found = roots.entries.get(witness.position) if witness.position is not None else witness.entry_id
        if found != witness.entry_id:
            _add(
                report,
                "receipt-entry",
                f"entry {witness.entry_id}",
                f"The receipt's entry {witness.entry_id} does not stand at position {witness.position}.",
            )


@dataclass(frozen=True)
class _Key:
    """A key for heads, and when it was the one that signs. The first has always been there."""

    public: bytes
    since: datetime | None
    until: datetime | None


def _keys() -> dict[str, _Key]:
    rows = list(SchoolSecret.objects.filter(purpose=keys.HEAD).order_by("generation"))
    known: dict[str, _Key] = {}
    for row, after in zip_longest(rows, rows[1:]):
        since = row.created_at if row.generation > 1 else None
        known[fingerprint(bytes(row.public))] = _Key(bytes(row.public), since, after.created_at if after else None)
    return known


def _check_signature(report: Report, head: Head, key: _Key | None) -> None:
    about = f"size {head.size}"
    if key is None or not heads.is_genuine(head, key.public):
        _add(report, "head-forged", about, f"The head at size {head.size} is not signed with this school's key.")
    elif (key.since and head.signed_at < key.since) or (key.until and head.signed_at > key.until):
        sentence = f"The head at size {head.size} was signed with a key that did not serve at that time."
        _add(report, "head-untimely", about, sentence)


def _check_root(report: Report, what: str, size: int, root: bytes, met: dict[int, bytes]) -> None:
    if size not in met:
        _add(
            report,
            f"{what}-cut",
            f"size {size}",
            f"The {what} speaks of {size} entries; only {report.entries} are left.",
        )
    elif met[size] != root:
        _add(
            report, f"{what}-root", f"size {size}", f"The first {size} entries are not those that the {what} speaks of."
        )


def _check_unplaced(report: Report, last_words: LastWords) -> None:
    """What waits for a position is the end of the tree to come."""
    waiting = set()
    for awaited, entry_id, act, commitment, salt, detail in _rows(_WAITING, report.school_id):
        waiting.add(awaited)
        if entry_id is None:
            _add(report, "entry-deleted", f"entry {awaited}", f"Entry {awaited} was deleted before it got a position.")
        else:
            _check_detail(report, entry_id, act, bytes(commitment), salt, detail, last_words)
    report.waiting = len(waiting)
    placed = Leaf.objects.values("entry_id")
    for entry_id in Entry.objects.exclude(id__in=placed).values_list("id", flat=True):
        if entry_id not in waiting:
            _add(report, "entry-unplaced", f"entry {entry_id}", f"Entry {entry_id} has no position and is not waiting.")


def _add(report: Report, code: str, about: str, sentence: str) -> None:
    report.findings.append(Finding(code, about, sentence))
