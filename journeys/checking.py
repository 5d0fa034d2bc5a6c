"""What holds of every page: people with a screen reader, a keyboard or a small phone can use it, and nothing breaks."""

import os
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Request

from journeys.browsers import DESKTOP, PHONE
from journeys.served import PROJECT

AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

_FIND = """async (rules) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]});
  return found.violations.map(each => `${each.id}: ${each.help}\\n    ` +
    each.nodes.slice(0, 4).map(node => node.html.slice(0, 160)).join("\\n    "));
}"""
_TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const inside = each => {
    for (let up = each.parentElement; up; up = up.parentElement)
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(up).overflowX)) return true;
    return false;
  };
  const over = [...document.body.querySelectorAll("*")].filter(
    each => each.getBoundingClientRect().right > wide + 1 && !inside(each));
  return over.slice(-4).map(each => `${each.tagName} .${each.className}: ${each.textContent.trim().slice(0, 60)}`)
    .concat(`${document.documentElement.scrollWidth} px wide`);
}"""


class Noise:
    """Collects what a page complains about: errors in the console, blocked by policy, requests that failed."""

    def __init__(self, page: Page) -> None:
        self.heard: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"{page.url}: {error}"))
        page.on("response", self._response)
        page.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        expected = "Failed to load resource" in message.text  # A refusal is a page, too; _response looks at these.
        if message.type == "error" and not expected:
            self.heard.append(f"console: {message.text}")

    def _response(self, response) -> None:
        is_page = response.request.is_navigation_request()
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.heard.append(f"{response.status} {response.url}")

    def _failed(self, request: Request) -> None:
        was_left = request.failure == "net::ERR_ABORTED"  # Somebody went on before a font had come, or downloads.
        if not was_left:
            self.heard.append(f"{request.failure} {request.url}")


def troubles(page: Page) -> list[str]:
    """What somebody could not use on the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = [f"axe, {trouble}" for trouble in page.evaluate(_FIND, RULES)]
    return found + [f"wider than the screen, {trouble}" for trouble in page.evaluate(_TOO_WIDE)]


def troubles_at_both_sizes(page: Page) -> list[str]:
    """The same on a phone and on a desk, leaving the page at the size that it had."""
    before, found = page.viewport_size, []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        found += [f"{size['width']} px: {trouble}" for trouble in troubles(page)]
    page.set_viewport_size(before or DESKTOP)
    return found


def picture(page: Page, folder: Path, name: str) -> None:
    """Keep what the page looks like, whole."""
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", full_page=True)


def picture_at_both_sizes(page: Page, folder: Path, name: str) -> None:
    before = page.viewport_size
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        picture(page, folder, f"{name.replace('/', '-')}-{size['width']}")
    page.set_viewport_size(before or DESKTOP)


def looking() -> Path | None:
    """Where every checked page is to be kept for looking at, if anywhere."""
    folder = os.environ.get("ACCORD_JOURNEYS_LOOK")
    return Path(folder) if folder else None
