"""What a signer sees and does, from the request to the declaration, as pages."""

import re
import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from accord.kernel.scope import in_school
from accord.people.models import Person
from accord.people.tests.cast import Cast, make_cast
from accord.schools.models import School
from accord.signing.models import Declaration, Signature, Text

# Inside a test's own transaction the request opens a savepoint, releases it and puts the scope back.
OF_THE_TEST = 3
SIGN = {
    "training": "own",
    "training_title": "INSET",
    "training_day-day": "1",
    "training_day-month": "9",
    "training_day-year": "2025",
}


def base(person: Person) -> str:
    return f"/s/{School.objects.get(pk=person.school_id).slug}"


def read_all(browser: Client, person: Person) -> None:
    """Open every page that is owed, by the page's own Next."""
    page = browser.get(f"{base(person)}/sign/").content.decode()
    while link := re.search(
        r'href="([^"]+/sign/[0-9a-f-]{36}/\d+/)"[^>]*govuk-button|govuk-button"[^>]*href="([^"]+)"', page
    ):
        address = link[1] or link[2]
        if "declaration" in address:
            return
        page = browser.get(address).content.decode()


def deliver_all(browser: Client, person: Person, text: Text, pages: int = 2) -> None:
    for number in range(1, pages + 1):
        assert browser.get(f"{base(person)}/sign/{text.pk}/{number}/").status_code == 200


def fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(once|shown)" value="([^"]+)"', page))


def sign(browser: Client, person: Person, **change: str) -> object:
    address = f"{base(person)}/sign/declaration/"
    page = browser.get(address + ("?how=declined" if change.get("kind") == "declined" else "")).content.decode()
    given = SIGN | {"typed_name": person.name, "kind": "signed"} | fields(page) | change
    return browser.post(address, given)


@pytest.fixture
def priya(cast: Cast) -> Person:
    return cast["staff"]


@pytest.mark.clause("18.1")
def test_a_person_reads_every_page_signs_once_and_sees_it(
    priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    ask(priya)
    ask(priya, title="Acceptable use policy")
    browser = signed_in(priya)
    start = browser.get(f"{base(priya)}/sign/")
    assert "You have 2 documents to sign" in start.content.decode()
    read_all(browser, priya)
    done = sign(browser, priya)
    page = browser.get(done.url).content.decode()  # type: ignore[attr-defined]
    assert "Signed" in page
    assert "Social media policy" in page
    assert "Acceptable use policy" in page
    with in_school(priya.school_id):
        made = Declaration.objects.get()
        assert Signature.objects.filter(declaration=made).count() == 2
        assert made.method == "passphrase"
        assert made.training == "INSET, 1 September 2025, as the signer says"
    assert "You have nothing to sign" in browser.get(f"{base(priya)}/sign/").content.decode()


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        pytest.param("9.1", "for work and in private", marks=pytest.mark.clause("9.1")),
        pytest.param("9.3a", "I answer for what I do online, outside work too", marks=pytest.mark.clause("9.3a")),
        pytest.param(
            "7.2", "Nobody else in my household uses the school&#x27;s equipment", marks=pytest.mark.clause("7.2")
        ),
        pytest.param("9.7c", "switched off or silent", marks=pytest.mark.clause("9.7c")),
        pytest.param("A1.2", "I do not discuss work online, not even without names", marks=pytest.mark.clause("A1.2")),
    ],
)
def test_the_declaration_carries_its_terms(
    clause: str, words: str, priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    text = ask(priya)
    browser = signed_in(priya)
    deliver_all(browser, priya, text)
    page = browser.get(f"{base(priya)}/sign/declaration/").content.decode()
    assert words in page
    assert f"#clause-{clause}" in page
    sign(browser, priya)
    with in_school(priya.school_id):
        assert f"(clause {clause})" in Declaration.objects.get().statement


def test_a_page_that_was_not_delivered_stops_the_signing(
    priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    text = ask(priya)
    browser = signed_in(priya)
    assert browser.get(f"{base(priya)}/sign/{text.pk}/2/").status_code == 403
    browser.get(f"{base(priya)}/sign/{text.pk}/1/")
    answer = browser.get(f"{base(priya)}/sign/declaration/")
    assert answer.url.endswith(f"/{text.pk}/2/")  # type: ignore[attr-defined]
    post = {"typed_name": priya.name, "kind": "signed", "once": str(uuid.uuid4()), "shown": str(text.pk)}
    browser.post(f"{base(priya)}/sign/declaration/", SIGN | post)
    with in_school(priya.school_id):
        assert not Declaration.objects.exists()


def test_signing_twice_is_signing_once(
    priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    text = ask(priya)
    phone, desktop = signed_in(priya), signed_in(priya)
    deliver_all(phone, priya, text)
    page = fields(desktop.get(f"{base(priya)}/sign/declaration/").content.decode())
    first = sign(phone, priya)
    again = desktop.post(f"{base(priya)}/sign/declaration/", SIGN | page | {"typed_name": priya.name, "kind": "signed"})
    assert again.url == first.url  # type: ignore[attr-defined]
    with in_school(priya.school_id):
        assert Signature.objects.count() == 1


def test_an_old_sign_in_asks_for_the_passphrase_and_keeps_what_was_typed(
    priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    text = ask(priya)
    fresh, old = signed_in(priya), signed_in(priya, minutes_ago=16)
    deliver_all(fresh, priya, text)
    assert "/accounts/confirm/" in old.get(f"{base(priya)}/sign/declaration/").url  # type: ignore[attr-defined]
    page = fields(fresh.get(f"{base(priya)}/sign/declaration/").content.decode())
    session = fresh.session
    session["account_authentication_methods"][0]["at"] -= 16 * 60
    session.save()
    given = SIGN | page | {"typed_name": "Priya half typ", "kind": "objected", "objection": "Not the cameras"}
    sent = fresh.post(f"{base(priya)}/sign/declaration/", given)
    assert "/accounts/confirm/" in sent.url  # type: ignore[attr-defined]
    session = fresh.session
    session["account_authentication_methods"][0]["at"] += 16 * 60
    session.save()
    page_again = fresh.get(f"{base(priya)}/sign/declaration/").content.decode()
    assert "Priya half typ" in page_again
    assert "Not the cameras" in page_again
    assert re.search(r'name="training_day-year"[^>]*value="2025"|value="2025"[^>]*name="training_day-year"', page_again)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"typed_name": "Somebody Else"}, "Type your own full name", id="another name"),
        pytest.param({"kind": "objected"}, "Say what you object to", id="objection without words"),
        pytest.param({"objection": "Not the cameras"}, "You wrote this, but chose another button", id="left objection"),
        pytest.param({"training_title": ""}, "Say which meeting or session it was", id="no session"),
        pytest.param({"training_day-year": "2999"}, "has not come yet", id="a day to come"),
    ],
)
def test_bad_input_is_said_beside_its_field_and_nothing_is_lost(
    change: dict, message: str, priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    text = ask(priya)
    browser = signed_in(priya)
    deliver_all(browser, priya, text)
    answer = sign(browser, priya, **change)
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert message in page
    assert f'value="{change.get("typed_name", priya.name)}"' in page
    with in_school(priya.school_id):
        assert not Declaration.objects.exists()


def test_declining_needs_no_reading_and_reaches_the_headteacher(
    cast: Cast, priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    text = ask(priya)
    sign(signed_in(priya), priya, kind="declined", reason="I was never trained & I said so.")
    head = signed_in(cast["headteacher"])
    assert "I was never trained &amp; I said so." in head.get(f"{base(priya)}/").content.decode()
    story = head.get(f"{base(priya)}/signing/{text.series}/{priya.pk}/").content.decode()
    assert "I was never trained &amp; I said so." in story


def test_whoever_declined_can_sign_after_all(
    priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    text = ask(priya)
    browser = signed_in(priya)
    sign(browser, priya, kind="declined", reason="Not yet.")
    assert "Sign them after all" in browser.get(f"{base(priya)}/my-record/").content.decode()
    deliver_all(browser, priya, text)
    page = fields(browser.get(f"{base(priya)}/sign/declaration/?again").content.decode())
    browser.post(f"{base(priya)}/sign/declaration/", SIGN | page | {"typed_name": priya.name, "kind": "signed"})
    with in_school(priya.school_id):
        assert list(Signature.objects.order_by("signed_at").values_list("kind", flat=True)) == ["declined", "signed"]


def test_a_minor_change_keeps_the_signature_and_a_new_version_asks_again(
    priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    first = ask(priya)
    browser = signed_in(priya)
    deliver_all(browser, priya, first)
    sign(browser, priya)
    minor = ask(priya, after=first, minor=True)
    assert "You have nothing to sign" in browser.get(f"{base(priya)}/sign/").content.decode()
    ask(priya, after=minor)
    page = browser.get(f"{base(priya)}/sign/").content.decode()
    assert "You have 1 document to sign" in page
    assert "You signed version 1 on" in page


def test_another_version_meanwhile_is_read_first(
    priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    first = ask(priya)
    browser = signed_in(priya)
    deliver_all(browser, priya, first)
    page = fields(browser.get(f"{base(priya)}/sign/declaration/").content.decode())
    ask(priya, after=first)
    answer = browser.post(
        f"{base(priya)}/sign/declaration/", SIGN | page | {"typed_name": priya.name, "kind": "signed"}, follow=True
    )
    assert "Another version of “Social media policy” came into force" in answer.content.decode()
    with in_school(priya.school_id):
        assert not Declaration.objects.exists()


def test_my_record_is_mine_alone(
    cast: Cast, priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    text = ask(priya)
    browser = signed_in(priya)
    deliver_all(browser, priya, text)
    sign(browser, priya)
    with in_school(priya.school_id):
        made = Declaration.objects.get()
    mine = browser.get(f"{base(priya)}/my-record/{made.pk}/")
    assert text.sha256 in mine.content.decode()
    assert signed_in(cast["headteacher"]).get(f"{base(priya)}/my-record/{made.pk}/").status_code == 404


def test_signing_is_at_most_fifteen_queries(
    priya: Person,
    ask: Callable[..., Text],
    signed_in: Callable[..., Client],
    django_assert_max_num_queries: Callable,
) -> None:
    ask(priya)
    ask(priya, title="Acceptable use policy", pages=1)
    browser = signed_in(priya)
    read_all(browser, priya)
    page = fields(browser.get(f"{base(priya)}/sign/declaration/").content.decode())
    given = SIGN | page | {"typed_name": priya.name, "kind": "signed"}
    address = f"{base(priya)}/sign/declaration/"
    with django_assert_max_num_queries(15 + OF_THE_TEST):
        answer = browser.post(address, given)
    assert answer.status_code == 302


@pytest.mark.clause("2.1")
@pytest.mark.parametrize("category", ["permanent", "temporary", "volunteer", "governor"])
def test_everyone_whom_the_guidance_names_can_be_asked(
    category: str, school: School, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    person = make_cast(school, ("staff",))["staff"]
    with in_school(school.pk):
        person.appointments.update(category=category)
    ask(person)
    assert "You have 1 document to sign" in signed_in(person).get(f"{base(person)}/sign/").content.decode()
