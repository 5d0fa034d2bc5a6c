"""A workbook says what the list says, and calculates nothing."""

import os
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from openpyxl import load_workbook

from accord.ui import exports, xlsxfile
from accord.ui.states import DONE, State

FORMULAS = ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "=cmd|' /C calc'!A0", "#REF!"]


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


def sheet_of(content: bytes):
    return load_workbook(BytesIO(content)).active


def read(*row: object) -> list[object]:
    headings = [f"Column {n}" for n in range(len(row))]
    return [cell.value for cell in sheet_of(xlsxfile.workbook(headings, [row]))[2]]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_text(text):
    content = xlsxfile.workbook([text], [[text]])
    for cell in (sheet_of(content)["A1"], sheet_of(content)["A2"]):
        assert (cell.value, cell.data_type) == (text, "s")
    with ZipFile(BytesIO(content)) as parts:
        assert b"<f>" not in b"".join(parts.read(name) for name in parts.namelist())


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        ("", None),
        (0, 0),
        (1.5, 1.5),
        (True, "yes"),
        (State("In force", DONE), "In force"),
        (date(2026, 11, 27), datetime(2026, 11, 27)),  # noqa: DTZ001
        (datetime(2026, 7, 1, 12, 30, 5, 9, tzinfo=UTC), datetime(2026, 7, 1, 13, 30, 5)),  # noqa: DTZ001
        ("a\x00b\x0bc\ud800", "abc"),
        ("ß 漢 🎈\nnext line", "ß 漢 🎈\nnext line"),
    ],
)
def test_what_becomes_of_a_value(value, cell):
    assert read(value, "end") == [cell, "end"]


def test_a_day_is_a_day_to_a_spreadsheet():
    cell = sheet_of(xlsxfile.workbook(["Due"], [[date(2026, 11, 27)]]))["A2"]
    assert (cell.is_date, cell.number_format) == (True, xlsxfile.DAY)


def test_text_that_is_too_long_does_not_break_the_workbook():
    assert len(read("x" * 40_000)[0]) == xlsxfile.LONGEST_TEXT


def test_the_headings_stay_in_sight():
    sheet = sheet_of(xlsxfile.workbook(["Name", "Due"], []))
    assert sheet.freeze_panes == "A2"
    assert [cell.font.bold for cell in sheet[1]] == [True, True]


@pytest.mark.size
def test_25_000_rows_pass_one_by_one_and_leave_nothing_behind(home):
    seen = []

    def rows() -> Iterator[list[object]]:
        for number in range(25_000):
            if number == 20_000:
                seen.extend(os.listdir(home))
            yield [f"Person {number}", "a.b@example.org", "English", "Signed", date(2026, 11, 27), number]

    tracemalloc.start()
    began = time.monotonic()
    content = xlsxfile.workbook(["Name", "E-mail", "Team", "State", "Due", "Number"], rows())
    took = time.monotonic() - began
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sheet_of(content).max_row == 25_001
    assert seen, "The rows were not written while they came."
    assert os.listdir(home) == []
    assert peak < 12_000_000
    assert took < 60


@pytest.mark.parametrize(
    ("query", "name", "kind"),
    [
        ("", "people.csv", "text/csv; charset=utf-8"),
        ("as=csv", "people.csv", "text/csv; charset=utf-8"),
        ("as=xlsx", "people.xlsx", xlsxfile.MEDIA_TYPE),
        ("as=exe", "people.csv", "text/csv; charset=utf-8"),
    ],
)
def test_a_list_leaves_as_what_was_asked_for(query, name, kind):
    request = RequestFactory().get("/list/", QueryDict(query).dict())
    answer = exports.answer(request, exports.Listing("people", "People", ["Name"], iter([["=Ada"]])))
    assert answer["Content-Type"] == kind
    assert f'filename="{name}"' in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
