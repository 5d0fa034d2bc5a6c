"""What a declaration consists of, in one spelling: the ledger commits to it and the receipt repeats it."""

import uuid
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice

from django.db import connection
from django.db.models import Exists, OuterRef

from accord.kernel.ledger.entries import canonical, moment
from accord.kernel.ledger.rows import HeldTable, every_column, held_tables
from accord.kernel.ledger.verify import Finding, TableCheck, table_checks
from accord.kernel.models import Entry
from accord.kernel.scope import require_school
from accord.signing.models import Attendance, Briefing, Declaration, Delivery, Exemption, Page, Signature, Text
from accord.signing.paper_route.models import METHOD

TEXT = HeldTable(Text, "text", every_column(Text))
EXEMPTION = HeldTable(Exemption, "exemption", every_column(Exemption))
BRIEFING = HeldTable(Briefing, "briefing", every_column(Briefing))
ATTENDANCE = HeldTable(Attendance, "attendance", every_column(Attendance))


def offer() -> None:
    """Have `accord ledger verify` look at what is signed and at what signing rests on."""
    for table in (TEXT, EXEMPTION, BRIEFING, ATTENDANCE):
        held_tables.register(table)
    for check in (DeclarationsMatchTheLedger(), PagesWereDelivered()):
        table_checks.register(check)


ACTS = ("declaration.signed", "declaration.objected", "declaration.declined")


def act_of(declaration: Declaration) -> str:
    """What the ledger calls it: signed, objected or declined stands in the act."""
    return f"declaration.{declaration.kind}"


def evidence_of(declaration: Declaration, texts: Sequence[tuple[uuid.UUID, uuid.UUID, str]]) -> dict[str, object]:
    """Every part of a declaration and of its signatures; `texts` are id, line and SHA-256 of each."""
    return {
        "person": str(declaration.person_id),
        "statement": sha256(declaration.statement.encode()).hexdigest(),
        "words": sha256(declaration.words.encode()).hexdigest(),
        "typed_name": declaration.typed_name,
        "name": declaration.person_name,
        "role": declaration.person_role,
        "training": declaration.training,
        "method": declaration.method,
        "signed_in_at": moment(declaration.signed_in_at),
        "address": declaration.address,
        "browser": declaration.browser,
        "signed_at": moment(declaration.signed_at),
        "texts": sorted([str(part) for part in text] for text in texts),
    }


_AT_A_TIME = 2_000
SIGNED_PARTS = ("text_id", "line", "sha256")
REPEATED_PARTS = ("kind", "person_id", "signed_at")  # What each signature repeats of its declaration.

Recorded = tuple[str, uuid.UUID | None, str | None]  # Act, subject and detail.
Signed = tuple[tuple, tuple]  # The parts of a signature that are its own, and those that it repeats.


class DeclarationsMatchTheLedger(TableCheck):
    """Declarations and signatures against their ledger entries, both ways."""

    def check(self) -> Iterator[Finding]:
        declarations = Declaration.objects.order_by("pk").iterator(chunk_size=_AT_A_TIME)
        while some := list(islice(declarations, _AT_A_TIME)):
            yield from _compare_all(some)
        kept = Declaration.objects.filter(entry_id=OuterRef("pk")).order_by()
        gone = Entry.objects.filter(~Exists(kept), act__in=ACTS).values_list("pk", "subject_id")
        for entry_id, subject_id in gone.iterator(chunk_size=_AT_A_TIME):
            sentence = f"The ledger keeps declaration {subject_id} (entry {entry_id}), but the declaration is gone."
            yield Finding("declaration-deleted", f"declaration {subject_id}", sentence)
        stands = Declaration.objects.filter(pk=OuterRef("declaration_id")).order_by()
        strays = Signature.objects.filter(~Exists(stands)).order_by().values_list("declaration_id", flat=True)
        for declaration_id in strays.distinct().iterator(chunk_size=_AT_A_TIME):
            sentence = f"Signatures stand without declaration {declaration_id}."
            yield Finding("signature-stray", f"declaration {declaration_id}", sentence)


def _compare_all(declarations: Sequence[Declaration]) -> Iterator[Finding]:
    rows = Entry.objects.filter(pk__in=[each.entry_id for each in declarations], act__in=ACTS)
    entries: dict[uuid.UUID, Recorded] = {
        row[0]: row[1:] for row in rows.values_list("id", "act", "subject_id", "detail")
    }
    signatures: dict[uuid.UUID, list[Signed]] = {}
    own = Signature.objects.filter(declaration__in=[each.pk for each in declarations]).order_by()
    for declaration_id, *parts in own.values_list("declaration_id", *SIGNED_PARTS, *REPEATED_PARTS):
        signed = tuple(parts[: len(SIGNED_PARTS)]), tuple(parts[len(SIGNED_PARTS) :])
        signatures.setdefault(declaration_id, []).append(signed)
    for declaration in declarations:
        yield from _compare(declaration, signatures.get(declaration.pk, []), entries.get(declaration.entry_id))


def _compare(declaration: Declaration, signatures: list[Signed], entry: Recorded | None) -> Iterator[Finding]:
    about = f"declaration {declaration.pk}"
    if entry is None:
        yield Finding("declaration-unrecorded", about, f"Declaration {declaration.pk} has no entry in the ledger.")
        return
    act, subject_id, detail = entry
    if any(
        repeated != (declaration.kind, declaration.person_id, declaration.signed_at) for _own, repeated in signatures
    ):
        sentence = f"Signatures under declaration {declaration.pk} do not say what it says."
        yield Finding("signature-edited", about, sentence)
    if subject_id != declaration.pk:
        yield Finding("declaration-edited", about, f"Declaration {declaration.pk} points at another one's entry.")
    elif detail is None:
        # What is destroyed goes with its declaration. A detail that is gone alone would hide a change of the rest.
        sentence = f"The ledger's detail of declaration {declaration.pk} was erased, but the declaration still stands."
        yield Finding("declaration-unproven", about, sentence)
    elif act != act_of(declaration) or detail != canonical(evidence_of(declaration, [own for own, _ in signatures])):
        yield Finding("declaration-edited", about, f"Declaration {declaration.pk} is not what was recorded.")


_SIGNED_UNSEEN = f"""
SELECT s.id, p.number, d.delivered_at
FROM {Signature._meta.db_table} s
JOIN {Page._meta.db_table} p ON p.school_id = s.school_id AND p.text_id = s.text_id
LEFT JOIN {Delivery._meta.db_table} d ON d.school_id = s.school_id AND d.person_id = s.person_id
    AND d.text_id = s.text_id AND d.number = p.number
JOIN {Declaration._meta.db_table} g ON g.school_id = s.school_id AND g.id = s.declaration_id
WHERE s.school_id = %s AND s.kind <> 'declined' AND g.method <> '{METHOD}'
    AND (d.delivered_at IS NULL OR d.delivered_at > s.signed_at)
ORDER BY s.id, p.number
"""


class PagesWereDelivered(TableCheck):
    """Every page of a text had gone out to its signer when they signed. Deliveries have no entries of their own:
    a hundred pages a person would drown the ledger, and the declaration says that they were read. Who signed by hand
    had them on paper: that has a witness.
    """

    def check(self) -> Iterator[Finding]:
        with connection.chunked_cursor() as cursor:
            cursor.execute(_SIGNED_UNSEEN, [require_school()])
            while rows := cursor.fetchmany(5_000):
                for signature_id, number, delivered_at in rows:
                    when = "after it" if delivered_at else "never"
                    sentence = f"Signature {signature_id} stands, but page {number} of its text was delivered {when}."
                    yield Finding("delivery-missing", f"signature {signature_id}", sentence)
