"""What a declaration consists of, in one spelling: the ledger commits to it and the receipt repeats it."""

import uuid
from collections.abc import Iterator, Sequence
from hashlib import sha256

from accord.kernel.ledger.entries import canonical, moment
from accord.kernel.ledger.verify import Finding, TableCheck
from accord.kernel.models import Entry
from accord.signing.models import Declaration, Signature

ACTS = ("declaration.signed", "declaration.objected", "declaration.declined")


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


class DeclarationsMatchTheLedger(TableCheck):
    """Declarations and signatures against their ledger entries, both ways."""

    def check(self) -> Iterator[Finding]:
        entries = {
            entry_id: (subject_id, detail)
            for entry_id, subject_id, detail in Entry.objects.filter(act__in=ACTS).values_list(
                "id", "subject_id", "detail"
            )
        }
        texts: dict[uuid.UUID, list[tuple[uuid.UUID, uuid.UUID, str]]] = {}
        rows = Signature.objects.values_list("declaration_id", "text_id", "line", "sha256")
        for declaration_id, text_id, line, digest in rows.iterator(chunk_size=5_000):
            texts.setdefault(declaration_id, []).append((text_id, line, digest))
        for declaration in Declaration.objects.order_by().iterator(chunk_size=2_000):
            yield from self._compare(
                declaration, texts.pop(declaration.pk, []), entries.pop(declaration.entry_id, None)
            )
        for entry_id, (subject_id, _detail) in entries.items():
            yield Finding(
                "declaration-deleted",
                f"declaration {subject_id}",
                f"The ledger keeps declaration {subject_id} (entry {entry_id}), but the declaration is gone.",
            )
        for declaration_id in texts:
            yield Finding(
                "signature-stray",
                f"declaration {declaration_id}",
                f"Signatures stand without declaration {declaration_id}.",
            )

    def _compare(
        self,
        declaration: Declaration,
        texts: list[tuple[uuid.UUID, uuid.UUID, str]],
        entry: tuple[uuid.UUID | None, str | None] | None,
    ) -> Iterator[Finding]:
        about = f"declaration {declaration.pk}"
        if entry is None:
            yield Finding("declaration-unrecorded", about, f"Declaration {declaration.pk} has no entry in the ledger.")
        elif entry[0] != declaration.pk:
            yield Finding("declaration-edited", about, f"Declaration {declaration.pk} points at another one's entry.")
        elif entry[1] is not None and entry[1] != canonical(evidence_of(declaration, texts)):
            yield Finding("declaration-edited", about, f"Declaration {declaration.pk} is not what was recorded.")
