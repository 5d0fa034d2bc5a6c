"""What changed since the version that somebody signed: shown where they read, word for word, and never unsafe."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as some

from accord.paper.compare import compare
from accord.people.models import Person
from accord.people.tests.cast import Cast
from accord.signing import comparing
from accord.signing.models import Text
from accord.signing.tests.test_pages import base, deliver_all, sign
from accord.signing.words import what_changed

OLD = "Keep your own phone switched off in every lesson, and out of sight."
NEW = "Keep your own phone and watch switched off in every lesson, and out of sight."


@pytest.fixture
def priya(cast: Cast) -> Person:
    return cast["staff"]


def signed(browser: Client, person: Person, ask: Callable[..., Text], body: str = OLD) -> Text:
    text = ask(person, pages=1, body=body)
    deliver_all(browser, person, text, pages=1)
    sign(browser, person)
    return text


def test_the_signer_of_a_new_version_sees_what_changed_since_the_one_they_signed(
    priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    browser = signed_in(priya)
    first = signed(browser, priya, ask)
    second = ask(priya, after=first, pages=1, body=NEW)
    page = browser.get(f"{base(priya)}/sign/{second.pk}/1/").content.decode()
    assert "What changed since you signed version 1" in page
    assert "1 passage changed." in page
    added = '<ins><span class="govuk-visually-hidden">(added: </span>and watch<span class="govuk-visually-hidden">'
    assert added in page
    own = browser.get(f"{base(priya)}/sign/{second.pk}/changes/").content.decode()
    assert "1 passage changed." in own
    assert added in own
    assert 'href="#change-1"' in own
    assert 'id="change-1"' in own


def test_a_minor_change_is_compared_with_the_version_that_was_signed(
    priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    browser = signed_in(priya)
    first = signed(browser, priya, ask)
    middle = ask(priya, after=first, pages=1, minor=True, body=NEW)
    last = ask(priya, after=middle, pages=1, minor=True, body=f"{NEW} Always.")
    page = browser.get(f"{base(priya)}/sign/{last.pk}/1/").content.decode()
    assert "What changed since you signed version 1" in page
    assert "and watch" in page


def test_a_first_signature_and_a_text_signed_already_have_nothing_to_compare(
    priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    browser = signed_in(priya)
    first = ask(priya, pages=1)
    address = f"{base(priya)}/sign/{first.pk}"
    assert "What changed since" not in browser.get(f"{address}/1/").content.decode()
    sign(browser, priya)
    assert "What changed since" not in browser.get(f"{address}/1/").content.decode()
    assert browser.get(f"{address}/changes/").url == f"{address}/1/"  # type: ignore[attr-defined]


def test_more_changes_than_fit_have_a_page_of_their_own(
    priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    many = [f"Rule number {n} holds for everybody in the school." for n in range(comparing.MOST_SHOWN + 1)]
    old = "</p><p>".join(many)
    browser = signed_in(priya)
    first = signed(browser, priya, ask, old)
    second = ask(priya, after=first, pages=1, body=old.replace("everybody", "all who work"))
    page = browser.get(f"{base(priya)}/sign/{second.pk}/1/").content.decode()
    assert "13 passages changed." in page
    assert "<ins>" not in page
    assert "See every change, word for word" in page
    own = browser.get(f"{base(priya)}/sign/{second.pk}/changes/").content.decode()
    assert own.count("(added:") == 13


def test_the_whole_text_is_a_switch_away(
    priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    stays = "This stays as it is in both of the versions."
    browser = signed_in(priya)
    first = signed(browser, priya, ask, f"{OLD}</p><p>{stays}")
    second = ask(priya, after=first, pages=1, body=f"{NEW}</p><p>{stays}")
    address = f"{base(priya)}/sign/{second.pk}/changes/"
    short = browser.get(address).content.decode()
    assert stays not in short
    assert "1 passage as it was" in short
    assert stays in browser.get(f"{address}?show=all").content.decode()


def test_opening_the_text_again_asks_no_more_than_before(
    priya: Person,
    ask: Callable[..., Text],
    signed_in: Callable[..., Client],
    django_assert_max_num_queries: Callable,
) -> None:
    browser = signed_in(priya)
    first = signed(browser, priya, ask)
    second = ask(priya, after=first, pages=1, body=NEW)
    with django_assert_max_num_queries(18):
        browser.get(f"{base(priya)}/sign/{second.pk}/1/")


@pytest.mark.parametrize(
    ("old", "new", "summary"),
    [
        pytest.param(OLD, OLD, "Not a word has changed.", id="nothing"),
        pytest.param(OLD, NEW, "1 passage changed.", id="one"),
        pytest.param("", "Wholly new words here.", "1 passage added.", id="added"),
        pytest.param(
            f"{OLD}<p>Old words that go away.",
            f"{NEW}<h2>A new chapter</h2><p>With words.",
            "1 passage changed, 1 added, 1 removed.",
            id="several",
        ),
    ],
)
def test_the_summary(old: str, new: str, summary: str) -> None:
    assert what_changed(compare([f"<p>{old}"], [f"<p>{new}"])) == summary


ALLOWED = {"div", "p", "h3", "ins", "del", "span", "a", "svg", "path"}


class Strict(HTMLParser):
    """Fails on any tag that our template does not write, and on any that is not closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, tag
        assert all(name in {"class", "id", "href", "viewbox", "aria-hidden", "d"} for name, _ in attrs), attrs
        assert all(str(value).startswith("#") for name, value in attrs if name == "href"), attrs
        if tag != "path":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "path":
            assert self.open.pop() == tag


NASTY = some.sampled_from(
    [
        "<script>x</script>",
        "</ins>",
        "&lt;img onerror=x&gt;",
        "<a href='javascript:x'>y</a>",
        "\"'>",
        "]]>",
        "<!--",
        "a b",
    ]
)
PAGES = some.lists(some.lists(NASTY | some.text(max_size=20), max_size=6).map("".join), max_size=3)


@given(PAGES, PAGES)
@settings(max_examples=100, deadline=None)
def test_no_text_can_put_a_tag_of_its_own_on_the_page(old: list[str], new: list[str]) -> None:
    found = compare([f"<p>{page}</p>" for page in old], [f"<p>{page}</p>" for page in new])
    reader = Strict()
    reader.feed(render_to_string("signing/parts/compared.html", comparing.shown(found, everything=True)))
    reader.close()
    assert reader.open == []
