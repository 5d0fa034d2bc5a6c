"""The browser of the journeys: a real Chromium, wherever one is to be had."""

import os
from pathlib import Path

from playwright.sync_api import Browser, Playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}

WANTED = (
    "The journeys need a browser, and there is none. Install Chromium (Debian: apt install chromium), "
    "or name one in ACCORD_CHROMIUM."
)


def candidates(playwright: Playwright) -> list[Path]:
    """Where a browser may be, the most wanted first."""
    named = os.environ.get("ACCORD_CHROMIUM")
    if named:
        return [Path(named)]
    return [Path("/usr/bin/chromium"), Path("/usr/bin/google-chrome"), Path(playwright.chromium.executable_path)]


def launch(playwright: Playwright) -> Browser | None:
    """A browser, or None where there is none."""
    found = next((path for path in candidates(playwright) if path.is_file()), None)
    return playwright.chromium.launch(executable_path=found, headless=True, args=FLAGS) if found else None
