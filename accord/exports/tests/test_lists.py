"""A list is asked for as a paper, set by the worker, fetched by whoever asked, and gone within the hour."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accord.exports import jobs
from accord.exports.models import ListCopy
from accord.exports.papers import paper_of
from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.kernel.scope import in_school
from accord.paper.lists import MOST_ROWS
from accord.paper.tests.test_lists import pages
from accord.people.tests.cast import Cast, make_person
from accord.ui.exports import Listing


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accord.exports.views.PATIENCE_SECONDS", 0.0)


@pytest.fixture
def head(cast: Cast, signed_in: Callable[..., Client]) -> Client:
    return signed_in(cast["headteacher"])


def ask(browser: Client, cast: Cast, query: str = "state=here&q=lovelace") -> str:
    with in_school(cast.school.pk):
        make_person("Ada", "Lovelace", team="Engines")
        make_person("Charles", "Babbage", team="Engines")
    answer = browser.post(f"/s/{cast.school.slug}/people/export/?{query}&as=pdf")
    assert answer.status_code == 302
    return answer["Location"]


def work(cast: Cast) -> None:
    with in_school(cast.school.pk):
        for pk in ListCopy.objects.values_list("pk", flat=True):
            jobs.set_list(copy=str(pk))


def text_of(pdf: bytes) -> str:
    return "\n".join(pages(pdf))


def test_the_paper_holds_what_the_list_was_narrowed_to(cast: Cast, head: Client) -> None:
    place = ask(head, cast)
    waiting = head.get(place)
    assert (waiting.status_code, "Your list is being set" in waiting.content.decode()) == (200, True)
    work(cast)
    answer = head.get(place)
    assert answer["Content-Type"] == "application/pdf"
    assert 'filename="people.pdf"' in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    said = text_of(answer.content)
    assert "Lovelace" in said
    assert "Babbage" not in said
    assert cast.school.name in said
    assert "State: Here. Search: “lovelace”." in said


def test_it_lies_sealed_and_goes_within_the_hour(cast: Cast, head: Client) -> None:
    place = ask(head, cast)
    work(cast)
    work(cast)  # A job may run twice.
    with in_school(cast.school.pk):
        copy = ListCopy.objects.get()
        assert b"Lovelace" not in bytes(copy.given) + bytes(copy.content)
        assert jobs.forget() == 0
        ListCopy.objects.update(asked_at=clock.now() - timedelta(hours=1, seconds=1))
        assert jobs.forget() == 1
    assert head.get(place).status_code == 404


def test_nobody_else_fetches_it(cast: Cast, head: Client, signed_in: Callable[..., Client]) -> None:
    place = ask(head, cast)
    work(cast)
    assert signed_in(cast["business-manager"]).get(place).status_code == 404
    assert Client().get(place).status_code == 302


def test_whoever_may_not_see_a_list_gets_no_paper_of_it(cast: Cast, signed_in: Callable[..., Client]) -> None:
    answer = signed_in(cast["staff"]).post(f"/s/{cast.school.slug}/people/export/?as=pdf")
    assert answer.status_code == 403
    with in_school(cast.school.pk):
        assert not ListCopy.objects.exists()


def test_a_look_at_the_address_makes_nothing(cast: Cast, head: Client) -> None:
    assert head.get(f"/s/{cast.school.slug}/people/export/?as=pdf").status_code == 405


@pytest.mark.parametrize(("rows", "code"), [(MOST_ROWS, None), (MOST_ROWS + 1, "too-long")])
def test_what_is_too_long_for_a_paper_is_refused_with_the_way_out(rows: int, code: str | None) -> None:
    listing = Listing("people", "People", ["Name", "Number"], ([f"Person {n}", n] for n in range(rows)))
    if code is None:
        paper = paper_of(listing, made_by="Ms Okafor")
        assert (len(paper.rows), paper.numeric) == (rows, (False, True))
        return
    with pytest.raises(Refused) as refused:
        paper_of(listing, made_by="Ms Okafor")
    assert refused.value.decision.code == code
    assert "Excel" in refused.value.decision.reason
