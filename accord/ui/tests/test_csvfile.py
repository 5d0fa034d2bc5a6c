import csv
import io
from datetime import date, datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.ui import csvfile
from accord.ui.states import COMMON


def read(headings, rows) -> list[list[str]]:
    text = "".join(csvfile.lines(headings, rows))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 1629", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\xa0=1", "＝1", "=cmd|' /C calc'!A0"]
)
def test_what_a_spreadsheet_would_run_is_text(text):
    assert csvfile.safe(text) == f"'{text}"


@pytest.mark.parametrize(("value", "cell"), [
    ("Patel, Priya", "Patel, Priya"), ("O'Brien", "O'Brien"), (None, ""), (-3, -3), (2.5, 2.5), (True, "yes"), (False, "no"),
    (date(2026, 11, 27), "2026-11-27"), (datetime(2026, 7, 1, 16, 44, tzinfo=timezone.utc), "2026-07-01 17:44"),
    (COMMON["signed"], "Signed"), ("a\x00b", "ab"),
], ids=str)  # fmt: skip
def test_other_values_stay_what_they_are(value, cell):
    assert csvfile.safe(value) == cell


def test_the_heading_is_made_safe_too():
    assert read(["=name"], []) == [["'=name"]]


def test_commas_quotes_and_lines_come_back():
    rows = [["Patel, Priya", 'she said "yes"', "two\nlines", "Ŵyn Łukasz"]]
    assert read(["a", "b", "c", "d"], rows)[1] == rows[0]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_no_cell_ever_begins_as_a_formula(cells):
    for cell in map(csvfile.safe, cells):
        assert not cell.lstrip().startswith(csvfile.SIGNS)
        assert not cell.startswith(csvfile.BREAKS)


def test_the_download_streams_and_says_what_it_is():
    made = []

    def rows():
        for number in range(3):
            made.append(number)
            yield [number]

    answer = csvfile.response("Who has signed – Ŵyn’s.csv", ["n"], rows())
    assert made == []
    assert b"".join(answer.streaming_content).decode("utf-8-sig") == "n\r\n0\r\n1\r\n2\r\n"
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Who%20has%20signed")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
