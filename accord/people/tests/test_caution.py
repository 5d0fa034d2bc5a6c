"""A staff file that would end an unusual share of people stops and asks: the rule, the page and the command."""

from dataclasses import replace
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.kernel.scope import in_school
from accord.people import actions
from accord.people.caution import ends_many, many_leave, may_end
from accord.people.importing import Kind, Plan, Step
from accord.people.models import Appointment
from accord.people.reads.preview import look_at
from accord.people.tests import staff_files
from accord.people.tests.test_import_pages import at, columns_of, file_of, look, office, text  # noqa: F401
from accord.people.tests.test_imports import ANN, content, head, today, with_cell  # noqa: F401

EMPTY = Plan((), (), (), (), (), (), (), in_post_before=0)


def staff(number: int) -> list[tuple[str, ...]]:
    """So many teachers, as rows of a file."""
    return [with_cell(ANN, staff=f"A{n}", forename="Ann" + "a" * n, email="") for n in range(number)]


@pytest.mark.parametrize(
    ("leaving", "in_post", "many"),
    [(0, 0, False), (0, 5, False), (1, 5, False), (2, 5, True), (12, 60, False), (13, 60, True), (46, 60, True)],
)
def test_from_which_share_on_a_file_stops(leaving: int, in_post: int, many: bool) -> None:
    steps = tuple(Step(Kind.LEAVING, None, str(n), "Ann", None) for n in range(leaving))
    plan = replace(EMPTY, leaving=steps, in_post_before=in_post)
    assert ends_many(plan) is many
    assert bool(may_end(plan, said_whole=False)) is not many
    assert may_end(plan, said_whole=True)


def test_the_question_says_how_many_of_how_many() -> None:
    steps = tuple(Step(Kind.LEAVING, None, str(n), "Ann", None) for n in range(46))
    told = many_leave(replace(EMPTY, leaving=steps, in_post_before=60))
    assert told == "This file would end 46 of 60 people. Is it the whole list?"


def test_without_the_answer_nothing_is_written(head: Any, today: date) -> None:  # noqa: F811
    for rows, whole in ((staff(5), False), (staff(2), True)):
        raw = content(*rows)
        file = actions.keep_file(name="staff.csv", content=raw, by=head)
        actions.settle_file(pk=file.pk, columns={}, absent_leave=True)
        fingerprint = look_at(raw, absent_leave=True, by=head, today=today).fingerprint
        asked = {"pk": file.pk, "fingerprint": fingerprint, "skip_bad": False, "by": head, "today": today}
        if whole:
            with pytest.raises(Refused, match="ends-many"):
                actions.import_file(**asked)
            assert Appointment.objects.not_over(today).count() == 6
        actions.import_file(**asked, end_many=whole)
    assert Appointment.objects.not_over(today).count() == 3


def test_the_page_asks_plainly_and_waits_for_the_tick(office: Any, at: Any, school: Any) -> None:  # noqa: F811
    file, page = look(office, at, school, content(*staff(6)))
    office.post(at(f"{file.pk}/"), {"fingerprint": page.context["preview"].fingerprint})
    file, page = look(office, at, school, content(*staff(2)))
    assert "Is it the whole list?" not in text(page)
    page = office.post(at(f"{file.pk}/"), {"look": "yes", "absent": "yes"}, follow=True)
    assert "This file would end 4 of 9 people. Is it the whole list?" in text(page)
    asked = {"fingerprint": page.context["preview"].fingerprint}
    refused = office.post(at(f"{file.pk}/"), asked)
    assert refused.status_code == 409
    assert "Nothing is written until somebody says that it is." in text(refused)
    done = office.post(at(f"{file.pk}/"), {**asked, "whole": "yes"}, follow=True)
    assert "Done: 4 leaving" in text(done)


def test_the_command_needs_to_be_told(school: Any, tmp_path: Any, capsys: pytest.CaptureFixture) -> None:
    file = tmp_path / "staff.csv"

    def run(rows: list[tuple[str, ...]], *options: str) -> int | None:
        file.write_bytes(content(*rows))
        try:
            call_command("people_import", str(file), "--school", str(school.urn), "--absent-have-left", *options)
        except SystemExit as ended:
            return int(ended.code or 0)
        return 0

    def here() -> int:
        with in_school(school.pk):
            return Appointment.objects.not_over(clock.today()).count()

    assert (run(staff(6)), here()) == (0, 6)
    assert (run(staff(2), "--dry-run"), here()) == (0, 6)
    assert (run(staff(2)), here()) == (2, 6)
    assert (
        "This file would end 4 of 6 people. Is it the whole list? If it is, say --end-many." in capsys.readouterr().err
    )
    assert (run(staff(2), "--end-many"), here()) == (0, 2)


def test_the_command_says_it_as_json(school: Any, tmp_path: Any) -> None:
    file, out = tmp_path / "staff.csv", StringIO()
    file.write_bytes(staff_files.small_primary_file())
    call_command("people_import", str(file), "--school", str(school.urn), "--json", stdout=out)
    assert '"ends_many": false' in out.getvalue()
