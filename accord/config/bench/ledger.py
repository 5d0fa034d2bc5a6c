"""How fast the ledger gives positions, and what verifying costs against reading and hashing the same bytes."""

import os
import random
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

from accord.config.bench import place, stage
from accord.config.bench.figures import Figure, at_least, at_most, in_turns, ratio, told
from accord.kernel.registry import Registry

BOUND = 4.0
ENTRIES_A_SECOND = 20_000
TREE = """
SELECT l.position, l.hash, e.id, e.recorded_at, e.act, e.subject_kind, e.subject_id, e.actor_id, e.commitment, e.salt,
       e.detail
FROM kernel_leaf l JOIN kernel_entry e ON e.school_id = l.school_id AND e.id = l.entry_id
WHERE l.school_id = %s ORDER BY l.position
"""
HEADS = "SELECT size, root, frontier, signed_at, key_id, signature FROM kernel_head WHERE school_id = %s ORDER BY size"
READ = """
people_person people_appointment people_roleheld people_seat
policies_document policies_audience policies_version policies_adoption
signing_text signing_page signing_delivery signing_declaration signing_signature
"""
TABLES = (TREE, HEADS, *(f"SELECT * FROM {table} WHERE school_id = %s" for table in READ.split()))


def measure(home: Path, quick: bool) -> Iterator[Figure]:
    """The tree of a school that was busy for years, and the tables of one in which everybody has signed."""
    from accord.kernel.ledger.verify import verify

    draw, rounds = random.Random(9162), 3 if quick else 4
    busy = stage.make_school(draw).pk
    yield at_least("sequencing", median(_speeds(busy, 3 if quick else 5)), "entries/s", ENTRIES_A_SECOND)
    grown = stage.make_school(draw).pk
    _grow(grown, 3_000 if quick else 12_000)
    signed = _signed(200 if quick else 600)
    place.analyse()
    tree = in_turns(rounds, ours=lambda: _verify_tree(grown), plain=lambda: _hash(grown, TREE, HEADS))
    yield ratio("ledger verify, tree, over reading and hashing", tree["ours"], tree["plain"], BOUND)
    tables = in_turns(rounds, ours=lambda: _verify_all(signed), plain=lambda: _hash(signed, *TABLES))
    yield ratio("ledger verify, tables, over reading and hashing", tables["ours"], tables["plain"], BOUND)
    yield told("ledger verify, tree", 1000 * median(tree["ours"]), "ms")
    yield told("ledger verify, tables", 1000 * median(tables["ours"]), "ms")
    for school in (busy, grown, signed):
        with _in(school):
            yield at_most("ledger verify: findings", len(verify().findings), "findings", 0)


@contextmanager
def _in(school: int) -> Iterator[None]:
    from accord.kernel.scope import in_school

    with in_school(school):
        yield


def _record(school: int, number: int) -> None:
    """Entries as `ledger.record` makes them, many at once, none with a position yet."""
    from accord.kernel import clock
    from accord.kernel.ledger.entries import canonical, commit_to
    from accord.kernel.models import Entry, Pending

    def entry() -> Entry:
        salt, detail = os.urandom(16), canonical({"texts": [uuid.uuid4().hex * 3] * 6, "typed_name": "Ada Byron"})
        return Entry(
            recorded_at=clock.now(),
            act="bench.recorded",
            subject_kind="bench.thing",
            subject_id=uuid.uuid4(),
            actor_id=uuid.uuid4(),
            commitment=commit_to(salt, detail),
            salt=salt,
            detail=detail,
        )

    with _in(school):
        made = Entry.objects.bulk_create((entry() for _ in range(number)), batch_size=2_000)
        Pending.objects.bulk_create((Pending(school_id=school, entry_id=each.pk) for each in made), batch_size=5_000)


def _speeds(school: int, batches: int) -> list[float]:
    """Entries a second for each batch, its commit included."""
    from accord.kernel.ledger import sequencer

    _record(school, sequencer.BATCH * batches)
    speeds = []
    for _ in range(batches):
        began = time.perf_counter()
        with _in(school):
            placed = sequencer.sequence()
        speeds.append(placed / (time.perf_counter() - began))
    return speeds


def _grow(school: int, number: int) -> None:
    """A tree that grew as people worked: every second entry has a head of its own, as the sequencer would have made."""
    from accord.kernel import clock
    from accord.kernel.ledger import heads
    from accord.kernel.ledger.entries import content
    from accord.kernel.ledger.merkle import Frontier, leaf_hash
    from accord.kernel.models import Entry, Head, Leaf, Pending

    _record(school, number)
    with _in(school):
        tree, leaves, made, now = Frontier(), [], [], clock.now()
        for entry in Entry.objects.all():
            parts = (entry.pk, entry.recorded_at, entry.act, entry.subject_kind, entry.subject_id, entry.actor_id)
            leaf = leaf_hash(content(school, *parts, bytes(entry.commitment)))
            leaves.append(Leaf(position=tree.size, entry_id=entry.pk, hash=leaf))
            tree.append(leaf)
            if tree.size % 2 == 0:
                root = tree.root()
                key_id, signature = heads.sign(school, tree.size, root, now)
                made.append(
                    Head(
                        size=tree.size,
                        root=root,
                        frontier=tree.to_bytes(),
                        signed_at=now,
                        key_id=key_id,
                        signature=signature,
                    )
                )
        Leaf.objects.bulk_create(leaves, batch_size=5_000)
        Head.objects.bulk_create(made, batch_size=5_000)
        Pending.objects.filter(school_id=school).delete()


def _signed(people: int) -> int:
    """A school in which everybody has signed three documents."""
    from accord.kernel import clock
    from accord.kernel.ledger import sequencer
    from accord.people.models import Person
    from accord.signing import actions

    made = stage.make_stage(people=people, documents=3, seed=people)
    texts, now = frozenset(map(uuid.UUID, made.texts)), clock.now()
    signed_in = actions.SignedIn(method="passphrase", at=now, address="203.0.113.7", browser="Accord's bench")
    with _in(made.school):
        found = Person.objects.in_bulk([signer.person for signer in made.signers])
        for person in found.values():
            answer = actions.Answer("signed", person.name, "", "INSET", texts, uuid.uuid4())
            actions.declare(person=person, answer=answer, signed_in=signed_in, school_name="Bench", now=now)
        sequencer.sequence()
    return made.school


def _verify_tree(school: int) -> None:
    from accord.kernel.ledger.rows import held_tables
    from accord.kernel.ledger.verify import table_checks, verify

    registries: tuple[Registry[Any], ...] = (held_tables, table_checks)
    kept = [(registry, list(registry)) for registry in registries]
    for registry, _items in kept:
        registry._items.clear()
    try:
        with _in(school):
            assert verify().is_whole
    finally:
        for registry, items in kept:
            registry._items[:] = items


def _verify_all(school: int) -> None:
    """The tables, with the entries that speak of them."""
    from accord.kernel.ledger.verify import verify

    with _in(school):
        assert verify().is_whole


def _hash(school: int, *questions: str) -> None:
    from django.db import connection

    digest = sha256()
    add: Callable[[bytes], None] = digest.update
    with _in(school):
        for question in questions:
            with connection.chunked_cursor() as cursor:
                cursor.execute(question, [school])
                while rows := cursor.fetchmany(5_000):
                    for row in rows:
                        for value in row:
                            add(bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode())
