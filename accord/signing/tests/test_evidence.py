"""Whatever somebody with the whole database in hand changes about a declaration is found and named."""

import uuid
from datetime import timedelta

import psycopg
import pytest

from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people.models import Person
from accord.people.tests.cast import make_person, make_school
from accord.signing import actions, reads
from accord.signing.evidence import DeclarationsMatchTheLedger
from accord.signing.tests.conftest import Desk


def findings() -> list[str]:
    return sorted(finding.code for finding in DeclarationsMatchTheLedger().check())


def declare(person: Person, kind: str) -> None:
    """Answer all that `person` owes."""
    owed, now = reads.to_sign(person), clock.now()
    answer = actions.Answer(
        kind=kind,
        typed_name=person.name,
        words="" if kind == "signed" else "Not the cameras",
        training="INSET, 1 September 2025",
        shown=frozenset(text.id for text in owed),
        once=uuid.uuid4(),
    )
    here = actions.SignedIn("passphrase", now - timedelta(minutes=1), "2001:db8::1", "A browser")
    actions.declare(person=person, answer=answer, signed_in=here, school_name="Hopewell", now=now)


ATTACKS = {
    "nothing": ("SELECT 1 WHERE true", []),
    "a typed name": ("UPDATE signing_declaration SET typed_name = 'X' WHERE kind = 'signed'", ["declaration-edited"]),
    "a refusal into a signature": (
        "UPDATE signing_declaration SET kind = 'signed' WHERE kind = 'declined'",
        ["declaration-edited", "signature-edited"],
    ),
    "a refusal into a signature, on the board alone": (
        "UPDATE signing_signature SET kind = 'signed' WHERE kind = 'declined'",
        ["signature-edited"],
    ),
    "whose signature it is": (
        "UPDATE signing_signature s SET person_id = d.person_id FROM signing_declaration d "
        "WHERE d.kind = 'declined' AND s.kind = 'signed' AND d.school_id = s.school_id",
        ["signature-edited"],
    ),
    "when it was signed": (
        "UPDATE signing_signature SET signed_at = signed_at - interval '1 day' WHERE kind = 'signed'",
        ["signature-edited"],
    ),
    "a typed name, and the detail that tells on it": (
        "UPDATE signing_declaration SET typed_name = 'X' WHERE kind = 'signed'; "
        "UPDATE kernel_entry SET detail = NULL, salt = NULL WHERE act = 'declaration.signed'",
        ["declaration-unproven"],
    ),
    "a declaration without its signatures": (
        "DELETE FROM signing_signature WHERE kind = 'signed'",
        ["declaration-edited"],
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_a_superuser_changes_is_named(
    name: str, committing: None, desk: Desk, superuser: psycopg.Connection
) -> None:
    statement, codes = ATTACKS[name]
    school = make_school().pk
    with in_school(school):
        signer, refuser = make_person(), make_person()
        text = desk.publish([signer, refuser], pages=1)
        actions.deliver(person=signer, text=text, number=1, now=clock.now())
        declare(signer, "signed")
        declare(refuser, "declined")
    for part in statement.split("; "):
        table = "s.school_id" if " s " in part else "school_id"
        superuser.execute(part if part.startswith("SELECT") else f"{part} AND {table} = {school}")
    with in_school(school):
        assert findings() == codes
