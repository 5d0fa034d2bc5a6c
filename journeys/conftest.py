"""One served demonstration and one browser for all journeys; whoever walks one signs in as a person of the demonstration.

Journeys share the demonstration and run in any order: each signs as somebody of its own, and counts nothing that another
may change.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from journeys import browsers, checking
from journeys.served import HOME, HOPEWELL, Served, serving

FAILED = HOME / "failed"
PATIENCE_MS = 10_000


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", action="store_true", help="make the pictures of the documentation anew")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Pictures show the demonstration as it is when nobody has walked through it yet."""
    if config.getoption("--pictures"):
        items.sort(key=lambda item: "test_pictures" not in item.nodeid)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome = yield
    if outcome.get_result().failed:
        item.stash[_HAS_FAILED] = True


_HAS_FAILED = pytest.StashKey[bool]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [
        report for report in terminalreporter.stats.get("skipped", []) if browsers.WANTED in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.section("NO JOURNEY WAS WALKED", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} journeys were skipped. {browsers.WANTED}", red=True, bold=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = browsers.launch(playwright)
        if found is None:
            pytest.skip(browsers.WANTED)
        yield found
        found.close()


@pytest.fixture(scope="session")
def served(browser: Browser) -> Iterator[Served]:
    with serving() as running:
        expect.set_options(timeout=PATIENCE_MS)
        yield running


class Visitor:
    """Somebody in front of a browser, and what the pages complained about meanwhile."""

    def __init__(self, context: BrowserContext, served: Served) -> None:
        context.set_default_timeout(PATIENCE_MS)
        self.context = context
        self.served = served
        self.page = context.new_page()
        self.noise = checking.Noise(self.page)

    def be(self, role: str, school: str = HOPEWELL) -> Page:
        """Sign in by the one click that the demonstration offers for `role`."""
        self.page.goto("/accounts/login/")
        stage = self.page.get_by_role("button", name=re.compile(rf"^{re.escape(role)}\b"))
        stage.nth(0 if school == HOPEWELL else -1).click()
        expect(self.page).to_have_url(re.compile(rf"/s/{school}/$"))
        return self.page

    def be_person(self, email: str, school: str = HOPEWELL) -> Page:
        """Sign in as anybody of the demonstration, in the way of its one click."""
        self.page.goto("/accounts/login/")
        cookies = {cookie["name"]: cookie["value"] for cookie in self.context.cookies()}
        seat = self.served.seats()[school, email]
        fields = {"csrfmiddlewaretoken": cookies["accord_csrf"], "seat": seat}
        answer = self.context.request.post("/accounts/login/demonstration/", form=fields)
        assert answer.ok, answer.status
        self.page.goto(f"/s/{school}/")
        return self.page


@pytest.fixture
def visit(browser: Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """Make a visitor: `visit()` at a desk, `visit(phone=True)`, `visit(script=False)`."""
    visitors: list[Visitor] = []

    def begin(*, phone: bool = False, script: bool = True) -> Visitor:
        size = browsers.PHONE if phone else browsers.DESKTOP
        context = browser.new_context(
            base_url=served.address,
            viewport=size,
            java_script_enabled=script,
            has_touch=phone,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        visitors.append(Visitor(context, served))
        return visitors[-1]

    yield begin
    failed = request.node.stash.get(_HAS_FAILED, False)
    for number, visitor in enumerate(visitors):
        if failed and not visitor.page.is_closed():
            checking.picture(visitor.page, FAILED, f"{request.node.name}-{number}".replace("/", "-"))
        visitor.context.close()
    heard = [line for visitor in visitors for line in visitor.noise.heard]
    assert failed or not heard, "The pages complained:\n" + "\n".join(heard)


@pytest.fixture
def as_role(visit: Callable[..., Visitor]) -> Callable[..., Page]:
    """`as_role("Headteacher")` gives the page of somebody who has just signed in by one click."""

    def become(role: str, school: str = HOPEWELL, **device: bool) -> Page:
        return visit(**device).be(role, school)

    return become


@pytest.fixture
def check(request: pytest.FixtureRequest) -> Callable[[Page], None]:
    """`check(page)`: the page can be used by everybody, at 320 and at 1280 pixels."""
    seen: list[Page] = []

    def usable(page: Page, name: str = "") -> None:
        seen.append(page)
        folder = checking.looking()
        if folder:
            checking.picture_at_both_sizes(page, folder, f"{request.node.name}-{len(seen):02}{name}")
        found = checking.troubles_at_both_sizes(page)
        assert not found, f"{page.url}\n" + "\n".join(found)

    return usable


SOCIAL_MEDIA = "Social media policy"
# Whom the journeys call by their names.
KNOWN = {f"{name}@hopewell.example" for name in ("r.dellamonte", "p.patel", "d.ashworth", "z.clarkson")}


@pytest.fixture(scope="session")
def waiting(served: Served) -> list[str]:
    """Addresses of people at the secondary who owe a signature. A journey that changes that takes one out."""
    owing = served.owing(HOPEWELL, SOCIAL_MEDIA)
    return [email for email in owing if (HOPEWELL, email) in served.seats() and email not in KNOWN]
