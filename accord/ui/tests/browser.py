"""A real Chromium that is given pages without a server, under the policy that the house serves them with."""

import mimetypes
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, sync_playwright

from accord.ui import theme
from accord.ui.build import MODULES
from accord.ui.fonts import BUILT

CHROMIUM = os.environ.get("ACCORD_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOME = "http://localhost:8000"


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser. It keeps an event loop in this thread, so nothing beside it may use the database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@contextmanager
def showing(browser: Browser, html: str, *, width: int, scripts: bool = True) -> Iterator[tuple[Page, list[str]]]:
    """`html` in a window of `width`, and a list that fills with what the browser complains of."""
    page = browser.new_page(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", lambda route: _answer(route, html))
    page.goto(HOME)
    page.wait_for_load_state("networkidle")
    yield page, complaints
    page.close()


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA, with the elements."""
    page.evaluate((MODULES / "axe-core/axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


def too_wide(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def _answer(route: Route, html: str) -> None:
    path = route.request.url.removeprefix(HOME).partition("?")[0]
    if path.startswith("/static/built/"):
        # Where the files were gathered already, their names hold a hash.
        _file(route, BUILT / re.sub(r"\.[0-9a-f]{12}\.", ".", path.removeprefix("/static/built/")))
    elif path.endswith("/theme.css"):
        route.fulfill(body=theme.stylesheet("#7a1f3d"), content_type="text/css")
    else:
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})


def _file(route: Route, path: Path) -> None:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    route.fulfill(body=path.read_bytes(), content_type=kind) if path.is_file() else route.fulfill(status=404)
