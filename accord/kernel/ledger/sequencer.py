"""Gives entries their positions, extends the tree and signs the head. Safe to run twice, late or beside itself."""

import uuid

from django.db import connection

from accord.kernel import clock
from accord.kernel.ledger import heads
from accord.kernel.ledger.entries import content
from accord.kernel.ledger.merkle import Frontier, leaf_hash
from accord.kernel.models import Entry, Head, Leaf, Pending
from accord.kernel.scope import in_school, require_school

BATCH = 10_000
_LOCK = 0x4C454447  # Any number of our own: the first half of the advisory lock's key; the school is the second.

_WAITING = f"""
SELECT p.number, e.id, e.recorded_at, e.act, e.subject_kind, e.subject_id, e.actor_id, e.commitment
FROM {Pending._meta.db_table} p JOIN {Entry._meta.db_table} e ON e.school_id = p.school_id AND e.id = p.entry_id
WHERE p.school_id = %s ORDER BY p.number LIMIT %s
"""
_PLACE = f"""
INSERT INTO {Leaf._meta.db_table} (school_id, position, entry_id, hash)
SELECT %s::bigint, * FROM unnest(%s::bigint[], %s::uuid[], %s::bytea[])
"""


class BrokenTree(RuntimeError):
    """The newest head does not follow from its own frontier: somebody changed it. Nothing more is signed."""


def schools_waiting() -> list[int]:
    """The schools that have entries without a position. One query, outside any scope."""
    return list(Pending.objects.order_by().values_list("school_id", flat=True).distinct())


def sequence_all() -> int:
    """Sequence every school that has something waiting; return how many entries got a position."""
    return sum(_sequence_school(school) for school in schools_waiting())


def _sequence_school(school: int) -> int:
    done = 0
    while True:
        with in_school(school):
            placed = sequence(wait=False)
        done += placed
        if placed < BATCH:
            return done


def sequence(*, wait: bool = True) -> int:
    """Place up to `BATCH` waiting entries of the open school; return how many.

    One sequencer a school at a time, by an advisory lock that ends with the transaction. With `wait` false, returns 0
    at once while another one is at work.
    """
    school = require_school()
    with connection.cursor() as cursor:
        if not _lock(cursor, school, wait):
            return 0
        cursor.execute(_WAITING, [school, BATCH])
        rows = cursor.fetchall()
        if not rows:
            return 0
        tree = _tree_so_far()
        first = tree.size
        hashes = [leaf_hash(content(school, *row[1:])) for row in rows]
        for leaf in hashes:
            tree.append(leaf)
        positions = list(range(first, tree.size))
        cursor.execute(_PLACE, [school, positions, [row[1] for row in rows], hashes])
        cursor.execute(
            f"DELETE FROM {Pending._meta.db_table} WHERE school_id = %s AND number = ANY(%s)",
            [school, [row[0] for row in rows]],
        )
    _sign(school, tree)
    return len(rows)


def hold() -> None:
    """Keep every sequencer of the open school waiting until this transaction ends."""
    with connection.cursor() as cursor:
        _lock(cursor, require_school(), wait=True)


def _lock(cursor: object, school: int, wait: bool) -> bool:
    function = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
    cursor.execute(f"SELECT {function}(%s, %s)", [_LOCK, school])  # type: ignore[attr-defined]
    return wait or cursor.fetchone()[0]  # type: ignore[attr-defined]


def newest() -> Head | None:
    """The open school's newest head. Raises BrokenTree when somebody changed it: it must not be signed again."""
    head = Head.objects.order_by("-size").first()
    if head is not None:
        _followed(head)
    return head


def _tree_so_far() -> Frontier:
    head = Head.objects.order_by("-size").first()
    return _followed(head) if head else Frontier()


def _followed(head: Head) -> Frontier:
    tree = Frontier.from_bytes(head.size, bytes(head.frontier))
    if tree.root() != bytes(head.root):
        raise BrokenTree(f"School {head.school_id}: the head at {head.size} does not follow from its frontier.")
    return tree


def _sign(school: int, tree: Frontier) -> None:
    root, now = tree.root(), clock.now()
    key_id, signature = heads.sign(school, tree.size, root, now)
    Head.objects.create(
        size=tree.size, root=root, frontier=tree.to_bytes(), signed_at=now, key_id=key_id, signature=signature
    )


def standing(entry_id: uuid.UUID) -> heads.Standing:
    """The position of an entry and the first head over it. Sequences first if it has none yet."""
    leaf = Leaf.objects.filter(entry_id=entry_id).first()
    while leaf is None:
        if not sequence():
            raise Entry.DoesNotExist(f"No entry {entry_id} in this school.")
        leaf = Leaf.objects.filter(entry_id=entry_id).first()
    head = Head.objects.filter(size__gt=leaf.position).order_by("size").first()
    assert head is not None
    return heads.Standing(entry_id, leaf.position, bytes(leaf.hash), head)
