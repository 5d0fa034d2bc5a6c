"""Every list that leaves Accord, leaves in every form: found by asking each page, not by a list of ours."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import pypdfium2
import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from openpyxl import load_workbook

from accord.config.tests.test_access import OF_A_SCHOOL, World, make_world
from accord.exports import jobs as exports
from accord.kernel.scope import in_school
from accord.ui import xlsxfile

pytestmark = pytest.mark.whole

NO_LISTS = ("/people/import/sample/",)  # A file to begin with, for people to fill in.


@pytest.fixture
def world(db: None, signed_in: Callable[..., Client], settings: Any, tmp_path: Any) -> World:
    settings.VAULT = tmp_path / "vault"
    return make_world(signed_in)


def lists(world: World, browser: Client) -> list[str]:
    addresses = [world.address(entry) for entry in OF_A_SCHOOL]
    found = [each for each in addresses if browser.get(each).get("Content-Type", "").startswith("text/csv")]
    return [each for each in found if not each.endswith(NO_LISTS)]


def content(answer: HttpResponseBase) -> bytes:
    return b"".join(answer)  # type: ignore[arg-type]


@pytest.mark.slow
def test_what_leaves_as_csv_leaves_as_a_workbook_with_the_same_rows(
    world: World, signed_in: Callable[..., Client]
) -> None:
    head = signed_in(world.person("headteacher"))
    found = lists(world, head)
    assert len(found) >= 5
    for address in found:
        rows = list(csv.reader(StringIO(content(head.get(address)).decode("utf-8-sig"))))
        answer = head.get(f"{address}?as=xlsx")
        assert answer["Content-Type"] == xlsxfile.MEDIA_TYPE, address
        sheet = load_workbook(BytesIO(content(answer))).active
        assert [cell.value for cell in sheet[1]] == rows[0], address
        assert sheet.max_row == len(rows), address


@pytest.mark.slow
def test_what_leaves_as_csv_leaves_as_a_paper(world: World, signed_in: Callable[..., Client]) -> None:
    head = signed_in(world.person("headteacher"))
    for address in lists(world, head):
        place = head.post(f"{address}?as=pdf").get("Location", "")
        assert "/lists/" in place, address
        with in_school(world.cast.school.pk):
            exports.set_list(copy=place.strip("/").rpartition("/")[2])
        paper = pypdfium2.PdfDocument(head.get(place).content)
        said = paper[0].get_textpage().get_text_bounded()
        assert world.cast.school.name in said, address
        assert "Page 1 of" in said, address
