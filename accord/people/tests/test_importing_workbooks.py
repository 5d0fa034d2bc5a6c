"""Excel workbooks are read as any other export is."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from accord.people.importing import read_table

HEADINGS = ["Staff code", "Surname", "Forename", "Start date"]


def saved(book):
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def with_rows(*rows, book=None, title="Staff"):
    book = book or Workbook()
    sheet = book.active if book.active.max_row == 1 and book.active.title == "Sheet" else book.create_sheet(title)
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (datetime(2019, 9, 1), "01/09/2019"),  # noqa: DTZ001
        (date(2019, 9, 1), "01/09/2019"),
        (datetime(2019, 9, 1, 8, 30), "01/09/2019 08:30"),  # noqa: DTZ001
        (42, "42"),
        (42.0, "42"),
        (42.5, "42.5"),
        ("00042", "00042"),
        ("  two\nlines ", "two lines"),
        ("a\ttab", "a tab"),
        ('says "so"', 'says "so"'),
        ("Ó\u2019Briain", "Ó\u2019Briain"),
        (None, ""),
        (True, "True"),
    ],
)
def test_a_cell_is_read_as_people_see_it(cell, text):
    sheet = read_table(saved(with_rows(["Surname", "Forename", "Note", "Email"], ["Lee", "Ann", cell, "a@b.example"])))
    assert sheet.rows[0].cells == ("Lee", "Ann", text, "a@b.example")


def test_rows_are_numbered_as_the_workbook_numbers_them():
    sheet = read_table(
        saved(with_rows(["Report of staff"], [], HEADINGS, [], ["L1", "Lee", "Ann", None], ["Total: 1"]))
    )
    assert (sheet.heading_row, sheet.encoding) == (3, "xlsx")
    assert [(row.number, row.cells[1], row.fault) for row in sheet.rows] == [(5, "Lee", "")]
    assert {skipped.number for skipped in sheet.skipped} == {1, 6}


def test_the_list_is_found_among_sheets_and_hidden_ones_are_left_alone():
    book = with_rows(["Dear all,"], ["the list is on the next sheet"], title="Read me")
    with_rows(HEADINGS, ["L1", "Lee", "Ann", None], book=book, title="Export")
    with_rows([*HEADINGS, "Email"], ["X1", "Hidden", "Harry", None, "h@x.example"], book=book, title="Old")
    book["Old"].sheet_state = "hidden"
    assert [row.cells[1] for row in read_table(saved(book)).rows] == ["Lee"]


def test_a_formula_is_what_it_last_showed_and_is_never_run():
    book = with_rows(["Surname", "Forename", "Email"], ["Lee", "=1+1", "ann@hopewell.example"])
    [row] = read_table(saved(book)).rows
    assert row.cells == (
        "Lee",
        "",
        "ann@hopewell.example",
    )  # It was never opened in Excel, so it never showed anything.
