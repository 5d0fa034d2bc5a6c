"""Declining some of what is owed and signing the rest; and what a page says that was overtaken while it was open."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people.models import Person
from accord.people.tests.cast import Cast
from accord.signing import actions
from accord.signing.evidence import DeclarationsMatchTheLedger
from accord.signing.models import Declaration, Signature, Text
from accord.signing.tests.conftest import Desk
from accord.signing.tests.test_pages import SIGN, base, deliver_all, fields, read_all, sign


@pytest.fixture
def priya(cast: Cast) -> Person:
    return cast["staff"]


@pytest.fixture
def owed(priya: Person, ask: Callable[..., Text]) -> dict[str, Text]:
    titles = ("Acceptable use policy", "Cameras policy", "Social media policy")
    return {title: ask(priya, title=title, pages=1) for title in titles}


def answers(person: Person) -> dict[str, list[str]]:
    """What was answered to which document, one entry for each signature."""
    with in_school(person.school_id):
        found: dict[str, list[str]] = {}
        for signature in Signature.objects.select_related("text").order_by("text__title"):
            found.setdefault(signature.kind, []).append(signature.text.title)
        return found


def said(answer: object) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", answer.content.decode()))  # type: ignore[attr-defined]


def post_all(browser: Client, person: Person, *texts: Text, **change: object) -> object:
    """Decline `texts` on the page that signs the others."""
    address = f"{base(person)}/sign/declaration/"
    page = fields(browser.get(address).content.decode())
    given = {"typed_name": person.name, "kind": "declined", "reason": "Not the cameras."}
    return browser.post(address, SIGN | page | given | {"which": [str(text.pk) for text in texts]} | change)


def test_one_is_declined_and_the_others_signed_in_one_act(
    priya: Person, owed: dict[str, Text], signed_in: Callable[..., Client], cast: Cast
) -> None:
    browser = signed_in(priya)
    read_all(browser, priya)
    done = post_all(browser, priya, owed["Cameras policy"])
    assert answers(priya) == {
        "declined": ["Cameras policy"],
        "signed": ["Acceptable use policy", "Social media policy"],
    }
    page = browser.get(done.url).content.decode()  # type: ignore[attr-defined]
    assert "You signed 2 and declined 1" in page
    assert page.count("Get my receipt") == 2
    assert "Nothing more for you to do" in page
    with in_school(priya.school_id):
        refused = Declaration.objects.get(kind="declined")
        signed = Declaration.objects.get(kind="signed")
        assert list(DeclarationsMatchTheLedger().check()) == []
    assert re.findall(r"^- ([^,]+), version", refused.statement, re.M) == ["Cameras policy"]
    assert re.findall(r"^- ([^,]+), version", signed.statement, re.M) == [
        "Acceptable use policy",
        "Social media policy",
    ]
    assert (refused.words, signed.words) == ("Not the cameras.", "")
    assert "Not the cameras." in signed_in(cast["headteacher"]).get(f"{base(priya)}/").content.decode()


def test_a_second_click_and_a_second_device_change_nothing(
    priya: Person, owed: dict[str, Text], signed_in: Callable[..., Client]
) -> None:
    phone, desktop = signed_in(priya), signed_in(priya)
    read_all(phone, priya)
    address = f"{base(priya)}/sign/declaration/"
    pages = [fields(browser.get(address).content.decode()) for browser in (phone, desktop)]
    given = {"typed_name": priya.name, "kind": "declined", "reason": "No.", "which": [str(owed["Cameras policy"].pk)]}
    first = phone.post(address, SIGN | pages[0] | given)
    for browser, page in ((phone, pages[0]), (desktop, pages[1])):
        assert browser.post(address, SIGN | page | given).url == first.url  # type: ignore[attr-defined]
    with in_school(priya.school_id):
        assert (Declaration.objects.count(), Signature.objects.count()) == (2, 3)


def test_declining_all_by_a_double_click_is_declining_once(
    priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    ask(priya)
    phone, desktop = signed_in(priya), signed_in(priya)
    address = f"{base(priya)}/sign/declaration/?how=declined"
    pages = [fields(browser.get(address).content.decode()) for browser in (phone, desktop)]
    given = {"typed_name": priya.name, "kind": "declined", "reason": "No."}
    first = phone.post(address, pages[0] | given)
    for browser, page in ((phone, pages[0]), (desktop, pages[1])):
        assert browser.post(address, page | given).url == first.url  # type: ignore[attr-defined]
    assert answers(priya) == {"declined": ["Social media policy"]}


def test_one_can_be_declined_before_anything_is_read_and_the_others_wait(
    priya: Person, owed: dict[str, Text], signed_in: Callable[..., Client]
) -> None:
    browser = signed_in(priya)
    assert "I cannot sign all of these documents" in browser.get(f"{base(priya)}/sign/").content.decode()
    done = declined_and_signed_later(browser, priya, owed["Cameras policy"])
    assert answers(priya) == {"declined": ["Cameras policy"]}
    assert "2 documents still wait for you" in browser.get(done.url).content.decode()  # type: ignore[attr-defined]
    read_all(browser, priya)
    sign(browser, priya, kind="objected", objection="Too long.")
    assert answers(priya)["objected"] == ["Acceptable use policy", "Social media policy"]


def declined_and_signed_later(browser: Client, person: Person, *texts: Text) -> object:
    address = f"{base(person)}/sign/declaration/?how=declined"
    page = fields(browser.get(address).content.decode())
    given = {"typed_name": person.name, "kind": "declined", "reason": "Not the cameras."}
    return browser.post(address, page | given | {"which": [str(text.pk) for text in texts]})


@pytest.mark.parametrize(
    ("change", "ticks", "message"),
    [
        pytest.param({}, 0, "Tick what you cannot sign.", id="nothing ticked"),
        pytest.param({"reason": " "}, 1, "Say why you cannot sign", id="no reason"),
        pytest.param({"kind": "signed", "reason": ""}, 1, "You ticked this, but chose another button", id="signed"),
        pytest.param({"training_title": ""}, 1, "Say which meeting or session it was", id="signs without training"),
        pytest.param({"typed_name": "Somebody Else"}, 1, "Type your own full name", id="another name"),
        pytest.param({"which": ["nonsense"]}, 0, "This page was changed on its way", id="nonsense ticked"),
        pytest.param(
            {"which": ["01a205c9-a193-7ace-be42-c76238d0562f"]}, 0, "changed on its way", id="another text ticked"
        ),
    ],
)
def test_what_is_not_right_is_said_beside_its_field_and_nothing_is_declined(
    change: dict, ticks: int, message: str, priya: Person, owed: dict[str, Text], signed_in: Callable[..., Client]
) -> None:
    browser = signed_in(priya)
    read_all(browser, priya)
    answer = post_all(browser, priya, *list(owed.values())[:ticks], **change)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert message in said(answer)
    assert answers(priya) == {}
    if ticks:
        first = str(next(iter(owed.values())).pk)
        assert re.search(rf'value="{first}"[^>]*checked', answer.content.decode())  # type: ignore[attr-defined]


def test_who_declines_all_needs_no_training(
    priya: Person, owed: dict[str, Text], signed_in: Callable[..., Client]
) -> None:
    browser = signed_in(priya)
    read_all(browser, priya)
    post_all(browser, priya, *owed.values(), training_title="")
    assert answers(priya) == {"declined": sorted(owed)}


def test_a_refusal_of_one_part_leaves_the_other_undone(
    priya: Person, owed: dict[str, Text], signed_in: Callable[..., Client], ask: Callable[..., Text]
) -> None:
    browser = signed_in(priya)
    read_all(browser, priya)
    address = f"{base(priya)}/sign/declaration/"
    page = fields(browser.get(address).content.decode())
    ask(priya, title="Visitors policy", pages=1)
    given = {"typed_name": priya.name, "kind": "declined", "reason": "No.", "which": [str(owed["Cameras policy"].pk)]}
    answer = browser.post(address, SIGN | page | given, follow=True)
    assert "You are now asked to sign “Visitors policy” as well." in said(answer)
    assert answers(priya) == {}


def publish_again(desk: Desk, priya: Person, text: Text) -> None:
    desk.publish([priya], after=text, title=text.title)


def withdraw(desk: Desk, priya: Person, text: Text) -> None:
    actions.take_out_of_force(series=text.series, now=clock.now())
    del desk.asked[text.series]
    desk.reconcile()


def ask_no_longer(desk: Desk, priya: Person, text: Text) -> None:
    desk.asked[text.series] = []
    desk.reconcile()


def ask_for_more(desk: Desk, priya: Person, text: Text) -> None:
    desk.publish([priya], title="Visitors policy")


@pytest.mark.parametrize(
    ("happens", "says", "lands_on"),
    [
        pytest.param(
            publish_again,
            "Another version of “Acceptable use policy” came into force while this page was open: version 2.",
            r"/sign/[0-9a-f-]{36}/1/$",
            id="another version",
        ),
        pytest.param(
            withdraw,
            "“Acceptable use policy” was withdrawn while this page was open.",
            "/declaration/$",
            id="withdrawn",
        ),
        pytest.param(
            ask_no_longer,
            "You are not asked to sign “Acceptable use policy” any longer.",
            "/declaration/$",
            id="no longer owed",
        ),
        pytest.param(
            ask_for_more,
            "You are now asked to sign “Visitors policy” as well.",
            r"/sign/[0-9a-f-]{36}/1/$",
            id="one more",
        ),
    ],
)
def test_a_page_that_was_overtaken_says_exactly_how_and_keeps_what_was_typed(
    happens: Callable,
    says: str,
    lands_on: str,
    priya: Person,
    owed: dict[str, Text],
    desk: Desk,
    signed_in: Callable[..., Client],
) -> None:
    browser = signed_in(priya)
    read_all(browser, priya)
    address = f"{base(priya)}/sign/declaration/"
    page = fields(browser.get(address).content.decode())
    with in_school(priya.school_id):
        happens(desk, priya, owed["Acceptable use policy"])
    given = {"typed_name": "Staff Of Staff half typ", "kind": "objected", "objection": "Not the cameras"}
    answer = browser.post(address, SIGN | page | given | {"typed_name": priya.name}, follow=True)
    assert says in said(answer)
    assert re.search(lands_on, answer.redirect_chain[-1][0])  # type: ignore[attr-defined]
    assert answers(priya) == {}
    read_all(browser, priya)
    again = browser.get(address).content.decode()
    assert f'value="{priya.name}"' in again
    assert "Not the cameras" in again
    assert 'value="INSET"' in again


def test_a_page_whose_documents_were_all_answered_elsewhere_says_so(
    priya: Person, owed: dict[str, Text], signed_in: Callable[..., Client]
) -> None:
    phone, desktop = signed_in(priya), signed_in(priya)
    read_all(phone, priya)
    address = f"{base(priya)}/sign/declaration/"
    page = fields(desktop.get(address).content.decode())
    post_all(phone, priya, owed["Cameras policy"])
    answer = desktop.post(address, SIGN | page | {"typed_name": priya.name, "kind": "signed"}, follow=True)
    assert "You have answered for “Acceptable use policy” already, on another page or device." in said(answer)
    assert answers(priya)["declined"] == ["Cameras policy"]


def test_after_declining_the_page_to_sign_after_all_offers_no_second_refusal(
    priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    text = ask(priya, pages=1)
    browser = signed_in(priya)
    sign(browser, priya, kind="declined", reason="Not yet.")
    deliver_all(browser, priya, text, pages=1)
    page = browser.get(f"{base(priya)}/sign/declaration/?again").content.decode()
    assert "Why can you not sign?" not in page
    assert 'value="signed"' in page
