"""Which sheets count, and who may say so: both edges of every limit."""

import uuid
from datetime import date, datetime, timedelta, timezone

import pytest

from accord.signing.paper_route.rules import NamedText, SheetFacts, may_confirm, may_count, may_discard

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
TODAY, PRINTED = date(2026, 11, 23), date(2026, 11, 19)
SIGNER, WITNESS = uuid.UUID(int=1), uuid.UUID(int=2)
FORCE, SIGNED = NamedText("Phones", "version 1"), NamedText("Phones", "version 1", is_signed=True)
GONE = NamedText("Phones", "version 1", retired_on=date(2026, 11, 20))


def a_sheet(*texts: NamedText, used_on: date | None = None) -> SheetFacts:
    return SheetFacts(SIGNER, "Saoirse Hall", PRINTED, used_on, texts or (FORCE,))


@pytest.mark.parametrize(
    ("sheet", "said", "code"),
    [
        pytest.param(a_sheet(), {}, "ok", id="as it should be"),
        pytest.param(a_sheet(FORCE, SIGNED), {}, "ok", id="some of it signed already"),
        pytest.param(None, {}, "whose", id="nobody's"),
        pytest.param(a_sheet(used_on=TODAY), {}, "used", id="used"),
        pytest.param(a_sheet(FORCE, GONE), {}, "not-in-force", id="one of its texts out of force"),
        pytest.param(a_sheet(SIGNED, SIGNED), {}, "already-signed", id="all of it signed already"),
        pytest.param(a_sheet(), {"witness_id": SIGNER}, "own-sheet", id="one's own"),
        pytest.param(a_sheet(), {"signed_on": TODAY}, "ok", id="signed today"),
        pytest.param(a_sheet(), {"signed_on": TODAY + timedelta(1)}, "ahead", id="signed tomorrow"),
        pytest.param(a_sheet(), {"signed_on": PRINTED}, "ok", id="signed on the day of printing"),
        pytest.param(a_sheet(), {"signed_on": PRINTED - timedelta(1)}, "before-printing", id="signed the day before"),
        pytest.param(a_sheet(), {"signed_in_at": NOW - timedelta(minutes=15)}, "ok", id="15 minutes"),
        pytest.param(a_sheet(), {"signed_in_at": NOW - timedelta(minutes=15, seconds=1)}, "sign-in-old", id="more"),
        pytest.param(a_sheet(), {"training": " "}, "no-training", id="no training"),
    ],
)
def test_may_confirm(sheet, said, code):
    stated = {"witness_id": WITNESS, "signed_on": PRINTED, "training": "INSET", "signed_in_at": NOW, "now": NOW}
    decision = may_confirm(sheet, today=TODAY, **(stated | said))
    assert (decision.code, bool(decision)) == (code, code == "ok")


def test_the_reason_names_the_text_and_the_day():
    assert may_count(a_sheet(GONE)).reason == (
        "“Phones”, version 1, is no longer in force since 20 November 2026. Print a new sheet."
    )


@pytest.mark.parametrize(("state", "allowed"), [("waiting", True), ("confirmed", False), ("discarded", False)])
def test_what_is_decided_stays_decided(state, allowed):
    assert bool(may_discard(state)) is allowed
