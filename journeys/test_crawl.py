"""Whatever a page offers, it leads somewhere: for each role every kind of page that its links reach, on desk and phone."""

import re
from collections import deque
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import APIResponse

from journeys import checking
from journeys.conftest import Visitor
from journeys.served import HOPEWELL, MILLBROOK

MOST_PAGES = 150  # Kinds of pages that one role reaches; far more than there are.
_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#][^"]*)"')
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")

ROLES = [
    *((HOPEWELL, role) for role in ("Headteacher", "Deputy Headteacher", "Senior leader", "School Business Manager")),
    *((HOPEWELL, role) for role in ("Designated Safeguarding Lead", "Data Protection Officer", "Network manager")),
    *((HOPEWELL, role) for role in ("IT technician", "Line manager", "Chair of Governors", "Governor")),
    *((HOPEWELL, role) for role in ("Clerk to the governors", "Teacher of English")),
    *((MILLBROOK, role) for role in ("Headteacher", "School Business Manager")),
]


def kind_of(address: str) -> str:
    """What pages of one kind have in common: their address without the names of things."""
    path = _ID.sub("*", urlsplit(address).path)
    path = re.sub(r"^/s/[^/]+/", "/s/*/", path)
    path = re.sub(r"(/guidance|/policies|/policies/\*)/[^/]+/", r"\1/*/", path)
    return re.sub(r"/\d+/", "/#/", path)


class Crawl:
    """One role's way through the pages, by the links on them."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.origin = visitor.served.address
        self.found: dict[str, str] = {}  # Each kind of page with the address of one.
        self.wrong: list[str] = []

    def go(self, start: str) -> None:
        waiting = deque([(start, "the first page")])
        while waiting and len(self.found) < MOST_PAGES:
            address, seen_on = waiting.popleft()
            kind = kind_of(address)
            if kind in self.found:
                continue
            answer = self.visitor.context.request.get(address)
            if answer.status >= 400:
                self.wrong.append(f"{answer.status} {address}, linked from {seen_on}")
            elif "text/html" in answer.headers["content-type"]:
                waiting.extend((link, kind) for link in self._links(answer))
            is_page = answer.ok and "text/html" in answer.headers["content-type"]
            self.found[kind] = address if is_page else ""  # A file that came is nothing to look at.

    def _links(self, answer: APIResponse) -> list[str]:
        if kind_of(answer.url) == "/mailbox/*/":
            return []  # Somebody else's mail, of any school.
        links = [urljoin(answer.url, unescape(link)) for link in _LINK.findall(answer.text())]
        return [link for link in links if link.startswith(f"{self.origin}/")]


@pytest.fixture(scope="session")
def looked_at() -> set[str]:
    """Kinds of pages that were looked at, by whichever role reached them first."""
    return set()


@pytest.mark.parametrize(("school", "role"), ROLES, ids=lambda part: part.replace(" ", "-"))
def test_every_page_that_a_role_can_reach_is_there_and_can_be_used(visit, looked_at, school, role):
    visitor = visit()
    page = visitor.be(role, school)
    crawl = Crawl(visitor)
    crawl.go(page.url)
    wrong = crawl.wrong
    home = kind_of(page.url)
    for kind, address in crawl.found.items():
        if address and (kind not in looked_at or kind == home):
            looked_at.add(kind)
            page.goto(address)
            wrong += [f"{address} ({kind}) {trouble}" for trouble in checking.troubles_at_both_sizes(page)]
            _keep(page, kind)
    assert not wrong, "\n".join(wrong)
    assert len(crawl.found) > 8


def _keep(page, kind: str) -> None:
    """For looking at, where somebody wants to."""
    folder = checking.looking()
    if folder:
        checking.picture_at_both_sizes(page, folder, "crawl" + kind.replace("/", "_").replace("*", "x"))


def test_every_public_page_is_there_and_can_be_used(visit, looked_at):
    visitor = visit()
    crawl = Crawl(visitor)
    crawl.go(f"{visitor.served.address}/accounts/login/")
    for start in ("/guidance/", f"/s/{HOPEWELL}/policies/", "/receipts/check/"):
        crawl.go(f"{visitor.served.address}{start}")
    wrong = crawl.wrong
    for address in crawl.found.values():
        if address:
            visitor.page.goto(address)
            wrong += [f"{address} {trouble}" for trouble in checking.troubles_at_both_sizes(visitor.page)]
    assert not wrong, "\n".join(wrong)
