"""Whatever somebody with the whole database in hand changes about a document is found and named."""

import pytest

from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people.tests.cast import make_cast, make_school
from accord.policies import actions
from accord.policies.evidence import DocumentsMatchTheLedger
from accord.policies.models import Version
from accord.policies.tests.conftest import Office


def findings() -> list[str]:
    return sorted(finding.code for finding in DocumentsMatchTheLedger().check())


def everything(office: Office) -> Version:
    """A library in which every kind of act has happened; returns the version in force of one document."""
    version = office.in_force()
    office.next_version(version.document, minor=True)
    newest = office.next_version(version.document)
    gone = office.in_force("Phones")
    actions.withdraw(document=gone.document_id, because="Merged.", by=office.by, now=clock.now())
    waits = office.put_in(office.add("Social media"))
    office.adopt(waits, decision="not-adopted")
    actions.discard_version(version=waits.pk, by=office.by, now=clock.now())
    return newest


def test_an_honest_library_has_no_findings(office):
    everything(office)
    assert findings() == []


ATTACKS = {
    "the text that people read": ("UPDATE signing_page SET html = html || '<p>Or do.</p>'", "version-edited"),
    "the hash of the file": ("UPDATE vault_storedfile SET sha256 = repeat('a', 64)", "version-edited"),
    "the hash that was signed": ("UPDATE signing_text SET sha256 = repeat('a', 64)", "version-edited"),
    "a version's number": ("UPDATE policies_version SET minor = 7 WHERE minor = 1", "version-edited"),
    "the minute reference": ("UPDATE policies_adoption SET minute_reference = '1/1'", "adoption-edited"),
    "the meeting's day": ("UPDATE policies_adoption SET meeting_on = meeting_on - 30", "adoption-edited"),
    "a refusal into an adoption": (
        "UPDATE policies_adoption SET decision = 'as-it-is' WHERE decision = 'not-adopted'",
        "adoption-edited",
    ),
    "a decision deleted": (
        "DELETE FROM policies_adoption WHERE decision = 'not-adopted'",
        "adoption-deleted",
    ),
    "an adoption without an entry": (
        "UPDATE policies_adoption SET entry_id = gen_random_uuid()",
        "adoption-unrecorded",
    ),
    "something put out of force": (
        "UPDATE policies_version SET state = 'replaced' WHERE state = 'published'",
        "publication-edited",
    ),
    "something put in force": (
        "UPDATE policies_version SET state = 'published' WHERE state = 'withdrawn'",
        "publication-edited",
    ),
    "a due day": ("UPDATE policies_version SET due_on = due_on + 30 WHERE state = 'published'", "publication-edited"),
    "a minute reference, and the detail that tells on it": (
        "UPDATE policies_adoption SET minute_reference = '1/1'; UPDATE kernel_entry SET detail = NULL, salt = NULL",
        "adoption-unproven",
    ),
    "a version deleted": (
        "DELETE FROM policies_adoption WHERE decision = 'not-adopted'; DELETE FROM policies_version WHERE state = 'discarded'",
        "version-deleted",
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_a_superuser_changes_is_named(committing, superuser, name):
    statement, code = ATTACKS[name]
    school = make_school()
    cast = make_cast(school)
    with in_school(school.pk):
        everything(Office(cast["headteacher"]))
    scoped = "; ".join(_in_school(part, school.pk) for part in statement.split("; "))
    superuser.execute(scoped)
    with in_school(school.pk):
        assert code in findings()


def _in_school(statement: str, school: int) -> str:
    return f"{statement} {'AND' if 'WHERE' in statement else 'WHERE'} school_id = {school}"
