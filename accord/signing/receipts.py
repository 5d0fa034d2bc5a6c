"""From a declaration's evidence to the facts of its receipt, and from a receipt back to the ledger."""

import uuid
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.conf import settings
from django.urls import reverse

from accord.kernel import clock, keys, keys_material
from accord.kernel.ledger.entries import moment
from accord.kernel.ledger.heads import public_of, statement
from accord.kernel.ledger.proofs import inclusion
from accord.kernel.ledger.sequencer import standing
from accord.kernel.ledger.verify import Witness
from accord.kernel.models import Entry, Leaf, SchoolSecret
from accord.kernel.models import Head as LedgerHead
from accord.kernel.registry import Registry
from accord.kernel.scope import in_school
from accord.paper.check import Finding
from accord.paper.evidence import Evidence, Head, Outcome, Record
from accord.paper.receipts import Letterhead, Receipt, SignedText
from accord.schools.models import School
from accord.signing.models import Declaration
from accord.signing.paper_route.models import PaperSignature
from accord.ui.templatetags.ui import initials


@dataclass(frozen=True)
class Origin:
    """Where a text comes from: when the board adopted it, where its minutes say so, and where anybody can read it."""

    adopted_on: date
    minute: str
    address: str = ""  # A path; empty while it is not public.


class Origins(Protocol):
    def of(self, texts: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Origin]: ...


origins: Registry[Origins] = Registry("origins of texts")

_OUTCOMES = {"signed": Outcome.SIGNED, "objected": Outcome.OBJECTED, "declined": Outcome.DECLINED}


def number_of(declaration: Declaration) -> str:
    """What people quote: the last twelve digits of the declaration's id, in threes."""
    digits = declaration.pk.hex[-12:].upper()
    return "-".join(digits[at : at + 4] for at in range(0, 12, 4))


def receipt(declaration: Declaration, school: School) -> Receipt:
    """All that stands on the receipt. Places the entry in the ledger first, if it has no position yet."""
    place = standing(declaration.entry_id)
    texts = list(declaration.signatures.select_related("text").order_by("text__title"))
    on_paper = declaration.on_paper.select_related("scan").first()
    known: dict[uuid.UUID, Origin] = {}
    for source in origins:
        known.update(source.of([signature.text_id for signature in texts]))
    return Receipt(
        number=number_of(declaration),
        school=Letterhead(school.name, str(school.urn), initials(school.name), school.accent),
        title="Receipt for a declaration on the acceptable use of IT",
        signer=declaration.typed_name,
        person=declaration.person_name,
        role=declaration.person_role,
        outcome=_OUTCOMES[declaration.kind],
        words=declaration.words,
        declaration=declaration.statement,
        texts=tuple(
            SignedText(
                title=signature.text.title,
                version=signature.text.label,
                sha256=signature.sha256,
                original_sha256=signature.sha256,
                adopted_on=known[signature.text_id].adopted_on,
                minute=known[signature.text_id].minute,
            )
            for signature in texts
        ),
        rests_on=declaration.training,
        signed_in="" if on_paper else f"{declaration.method}, {_london(declaration.signed_in_at)}",
        by_hand=_by_hand(on_paper) if on_paper else "",
        signed_at=declaration.signed_at,
        address=declaration.address or "",
        browser=declaration.browser,
        ledger=school.pk,
        entry=str(declaration.entry_id),
        position=place.position,
        leaf=place.leaf_hash.hex(),
        head=_head(place.head),
        check_at=f"{settings.PUBLIC_URL}{reverse('receipts:check')}",
        path=tuple(step.hex() for step in inclusion(place)),
        record=_record(place.entry_id),
    )


def _record(entry_id: uuid.UUID) -> Record:
    """The entry as it was committed to, so that whoever holds the receipt can make its leaf again."""
    entry = Entry.objects.get(pk=entry_id)
    return Record(
        recorded_at=moment(entry.recorded_at),
        act=entry.act,
        subject_kind=entry.subject_kind,
        subject=str(entry.subject_id or ""),
        actor=str(entry.actor_id or ""),
        commitment=bytes(entry.commitment).hex(),
        salt=bytes(entry.salt or b"").hex(),
        detail=entry.detail or "",
    )


def _london(at: datetime) -> str:
    return f"{at.astimezone(clock.LONDON):%H:%M on %-d %B %Y}"


def _by_hand(signature: PaperSignature) -> str:
    return (
        f"Signed on {signature.signed_on:%-d %B %Y}, seen by {signature.witness_name}, who confirmed it at "
        f"{_london(signature.confirmed_at)}. SHA-256 of the scan: {signature.scan.sha256}"
    )


def _head(head: LedgerHead) -> Head:
    return Head(
        size=head.size,
        root=bytes(head.root).hex(),
        signed_at=head.signed_at,
        signature=b64encode(bytes(head.signature)).decode(),
        key=head.key_id,
        public=public_of(head.key_id).hex(),
    )


def compare_with_ledger(evidence: Evidence) -> Iterator[Finding]:
    """What the ledger says to a receipt that is whole: does its entry stand where it says, under the head it says?"""
    with in_school(evidence.ledger):
        leaf = Leaf.objects.filter(position=evidence.position).first()
        stands = leaf and str(leaf.entry_id) == evidence.entry and bytes(leaf.hash).hex() == evidence.leaf
        if stands:
            sentence = f"Its entry stands in the school's ledger, at position {evidence.position} (counted from 0)."
        else:
            sentence = "The school's ledger no longer has this entry at its place. Somebody changed the ledger."
        yield Finding("entry", bool(stands), sentence)
        head = LedgerHead.objects.filter(size=evidence.head.size).first()
        same = head is not None and bytes(head.root).hex() == evidence.head.root and _is_signed(evidence)
        good, bad = "The ledger still has the root that the receipt carries.", "The ledger's root is not the receipt's."
        yield Finding("head", same, good if same else f"{bad} Somebody changed the ledger.")


def _is_signed(evidence: Evidence) -> bool:
    head = evidence.head
    text = statement(evidence.ledger, head.size, bytes.fromhex(head.root), head.signed_at)
    publics = SchoolSecret.objects.filter(purpose=keys.HEAD).values_list("public", flat=True)
    return any(keys_material.is_signed(bytes(public), text, b64decode(head.signature)) for public in publics)


def witness_of(evidence: Evidence) -> Witness:
    """What an old receipt can testify to when the ledger is verified."""
    head = evidence.head
    return Witness(head.size, bytes.fromhex(head.root), uuid.UUID(evidence.entry), evidence.position)
