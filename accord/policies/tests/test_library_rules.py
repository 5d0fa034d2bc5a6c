"""How named documents stand, what is alternative, and when a review warns. Without a database."""

from datetime import date, timedelta

import pytest

from accord.guidance.named import four_policies, named_documents
from accord.policies import rules
from accord.policies.rules import Adopted, Alternative, Held

TODAY = date(2026, 11, 23)
FOUR = four_policies()
CODES = [each.code for each in FOUR]
COUNCILS = "a" * 64


@pytest.mark.parametrize(
    ("in_force", "elsewhere", "coming", "expected"),
    [
        (True, False, False, Held.IN_FORCE),
        (True, True, True, Held.IN_FORCE),
        (False, True, True, Held.ELSEWHERE),
        (False, False, True, Held.COMING),
        (False, False, False, Held.MISSING),
    ],
)
def test_held(in_force, elsewhere, coming, expected):
    assert rules.held(in_force=in_force, elsewhere=elsewhere, coming=coming) is expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"named": "guidance"}, None, id="the council's own file"),
        pytest.param({"named": "guidance", "sha256": "b" * 64}, Alternative.NOT_THE_COUNCILS, id="one other byte"),
        pytest.param({"named": "guidance", "council_files": ()}, Alternative.NOT_THE_COUNCILS, id="no file is known"),
        pytest.param({"named": "social-media", "sha256": "b" * 64}, None, id="a policy of the school's own"),
        pytest.param({"named": "", "sha256": "b" * 64}, None, id="a document that nobody names"),
        pytest.param(
            {"named": "social-media", "started_from": "social-media"}, Alternative.STARTING_TEXT, id="our start"
        ),
        pytest.param(
            {"named": "guidance", "started_from": "it-security"}, Alternative.STARTING_TEXT, id="whatever it is"
        ),
    ],
)
@pytest.mark.clause("F.6")
def test_alternative(facts, expected):
    given = {"sha256": COUNCILS, "started_from": "", "council_files": {COUNCILS}, **facts}
    assert rules.alternative(**given) is expected


A, S = Alternative.NOT_THE_COUNCILS, Alternative.STARTING_TEXT


@pytest.mark.parametrize(
    ("found", "corrects", "expected"),
    [(None, None, False), (A, None, True), (S, None, True), (A, A, False), (S, S, False), (None, A, False)],
)
@pytest.mark.clause("F.6")
def test_a_consultation_is_needed_unless_the_corrected_text_had_one(found, corrects, expected):
    assert rules.needs_consultation(found, corrects=corrects) is expected


@pytest.mark.parametrize(
    ("decision", "found", "code"),
    [
        ("as-it-is", None, "ok"),
        ("as-it-is", A, "not-as-it-is"),
        ("as-it-is", S, "not-as-it-is"),
        ("adapted", A, "ok"),
        ("not-adopted", S, "ok"),
    ],
)
def test_nobody_adopts_an_adapted_text_as_it_is(decision, found, code):
    assert rules.may_be_adopted_so(decision, found).code == code


WHOLE = Adopted("Governing Board", TODAY, "26/41")


@pytest.mark.parametrize(
    ("named", "adopted", "in_force_here", "code"),
    [
        ("complaints", Adopted(), False, "ok"),
        ("complaints", Adopted(), True, "held-here"),
        ("guidance", WHOLE, False, "guidance-is-here"),
        ("social-media", Adopted(), False, "no-adoption"),
        ("social-media", Adopted("Governing Board", TODAY, " "), False, "no-adoption"),
        ("social-media", Adopted("", TODAY, "26/41"), False, "no-adoption"),
        ("social-media", WHOLE, False, "ok"),
        ("social-media", Adopted("Governing Board", TODAY + timedelta(days=1), "26/41"), False, "meeting-ahead"),
    ],
)
@pytest.mark.clause("F.10")
def test_held_elsewhere(named, adopted, in_force_here, code):
    document = named_documents()[named]
    assert rules.may_be_elsewhere(document, adopted, in_force_here=in_force_here, today=TODAY).code == code


@pytest.mark.clause("F.9")
def test_what_of_the_four_is_not_in_force_is_named():
    assert rules.four_missing(FOUR, CODES, ()) == ""
    one = rules.four_missing(FOUR, CODES[:3], ())
    assert one.endswith("Not in force: Off-site working policy.")
    two = rules.four_missing(FOUR, CODES[:2], CODES[2:3])
    assert two.endswith("Adopted and not yet published: Bring your own device policy. Publish first.")
    assert "Bring your own device policy and Off-site working policy" in rules.four_missing(FOUR, CODES[:2], ())


@pytest.mark.parametrize(
    ("days", "expected"),
    [(91, None), (90, 90), (31, 90), (30, 30), (1, 30), (0, 0), (-1, 0), (-400, 0)],
)
@pytest.mark.clause("17.3")
def test_a_warning_comes_90_and_30_days_before_and_on_the_day(days, expected):
    assert rules.warning(TODAY + timedelta(days=days), TODAY) == expected
    assert rules.warning(None, TODAY) is None


@pytest.mark.parametrize(
    ("reviewed", "following", "code"),
    [
        (0, 365, "ok"),
        (-10, 1, "ok"),
        (1, 365, "review-ahead"),
        (0, 0, "next-review-over"),
        (-10, -1, "next-review-over"),
    ],
)
@pytest.mark.clause("17.3")
def test_recording_a_review(reviewed, following, code):
    days = {"reviewed_on": TODAY + timedelta(days=reviewed), "next_on": TODAY + timedelta(days=following)}
    assert rules.may_review(**days, today=TODAY).code == code
    assert rules.may_look_after(is_owner=False, may_manage=False).code == "not-owner"
