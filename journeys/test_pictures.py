"""The pictures of the documentation: `pytest journeys --pictures` makes them anew."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from journeys.conftest import SOCIAL_MEDIA
from journeys.served import HOPEWELL, PROJECT

PICTURES = PROJECT / "docs" / "pictures"


@pytest.fixture
def keep(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Page, str, int], None]:
    """Take a picture of the top of a page, for the documentation if that was asked for."""
    folder = PICTURES if request.config.getoption("--pictures") else tmp_path

    def take(page: Page, name: str, height: int) -> None:
        page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
        page.screenshot(path=folder / f"{name}.png", scale="css")

    return take


def test_pictures_of_the_documentation_can_be_taken(visit, as_role, keep):
    page = visit().page
    page.goto("/accounts/login/")
    keep(page, "sign-in", 700)
    head = as_role("Headteacher")
    keep(head, "home", 620)
    head.goto(f"/s/{HOPEWELL}/signing/")
    head.get_by_role("link", name=SOCIAL_MEDIA).first.click()
    keep(head, "board", 760)
    teacher = visit(phone=True).be("Teacher of English")
    keep(teacher, "phone", 640)
    clerk = as_role("Clerk to the governors")
    clerk.goto(f"/s/{HOPEWELL}/documents/")
    clerk.get_by_role("link", name="Off-site working policy").first.click()
    clerk.get_by_role("button", name="Record the adoption").click()
    keep(clerk, "adopt", 900)
    office = as_role("School Business Manager")
    office.goto(f"/s/{HOPEWELL}/signing/paper/")
    office.get_by_role("link", name="sheets.pdf").click()
    office.get_by_role("link", name=re.compile("^Page")).first.click()
    keep(office, "paper", 560)
    office.goto(f"/s/{HOPEWELL}/people/import/")
    rows = "Staff code,Surname,Forename,E-mail address,Post,Start date\nNEW1,Osei,Kwame,k.osei@hopewell.example,Teacher,1/1/27\n"
    staff = {"name": "staff.csv", "mimeType": "text/csv", "buffer": f"{rows}NEW2,Lowe,Ida,,Cook,31/2/27\n".encode()}
    office.locator("input[type=file]").set_input_files(staff)
    office.get_by_role("button", name="Read the file").click()
    office.get_by_role("button", name="Show what would change").click()
    keep(office, "import", 900)
    office.get_by_role("button", name=re.compile("^Cancel")).click()
