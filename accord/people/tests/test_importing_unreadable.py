"""Files that hold no table are refused with a reason that helps."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from accord.people.importing import UnreadableFile, read_table

HEADINGS = b"Staff Code,Surname,Forename,Email,Job Title,Start Date\r\n"
ROWS = b"BEA01,Begum,Ada,a.begum@hopewell.example,Teacher,01/09/2020\r\nKHB02,Khan,Ben,,Teacher,\r\n"


def zipped(*names):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        for name in names:
            book.writestr(name, "<Types/>")
    return made.getvalue()


def bomb():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book, book.open("xl/worksheets/sheet1.xml", "w") as sheet:
        for _ in range(201):
            sheet.write(bytes(1_000_000))
    return made.getvalue()


def workbook(*rows):
    made = io.BytesIO()
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("raw", "code", "says"),
    [
        pytest.param(b"", "empty", "empty", id="nothing"),
        pytest.param(b" \r\n\r\n\t\n", "empty", "empty", id="blank lines"),
        pytest.param(b"\xef\xbb\xbf", "empty", "empty", id="a BOM alone"),
        pytest.param(b"\xff\xfe", "empty", "empty", id="a UTF-16 BOM alone"),
        pytest.param(b"\x00" * 400, "empty", "empty", id="NULs alone"),
        pytest.param(b",,,,\n,,,\n", "no-headings", "headings", id="commas alone"),
        pytest.param(zipped("[Content_Types].xml"), "binary", "no Excel workbook", id="zip"),
        pytest.param(zipped("xl/workbook.xml"), "binary", "damaged", id="workbook without its parts"),
        pytest.param(workbook(["Surname", "Forename"])[:-200], "binary", "damaged", id="workbook cut short"),
        pytest.param(zipped("xl/workbook.xml", "xl/vbaProject.bin"), "binary", "macros", id="workbook with macros"),
        pytest.param(bomb(), "wide", "far too large", id="zip bomb"),
        pytest.param(workbook(), "empty", "workbook is empty", id="empty workbook"),
        pytest.param(workbook(["Surname", "Forename"]), "no-rows", "no rows", id="workbook with headings alone"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "binary", "old Excel", id="xls"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "binary", "PDF", id="PDF renamed"),
        pytest.param(b"\n<html><table><tr><td>Surname", "binary", "web page", id="HTML that calls itself xls"),
        pytest.param(b"\xef\xbb\xbf<?xml version='1.0'?>", "binary", "XML", id="XML with BOM"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary", "picture", id="picture"),
        pytest.param(b"\x1f\x8b\x08" + bytes(range(256)), "binary", "Unpack", id="gzip"),
        pytest.param(bytes(range(1, 9)) * 500, "binary", "not text", id="no text at all"),
        pytest.param(b"Surname,Forename" + b",More" * 199 + b"\r\n" + ROWS, "wide", "200 columns", id="too wide"),
        pytest.param(HEADINGS, "no-rows", "no rows", id="headings without rows"),
        pytest.param(HEADINGS + b"Total: 0\n", "no-rows", "no rows", id="headings and a total"),
        pytest.param(ROWS, "no-headings", "headings", id="rows without headings"),
        pytest.param(b"Dear all,\nplease find the list attached.\n", "no-headings", "headings", id="a letter"),
    ],
)
def test_unreadable_files_say_why(raw, code, says):
    with pytest.raises(UnreadableFile, match=says) as refused:
        read_table(raw)
    assert refused.value.code == code
    assert refused.value.reason == str(refused.value)
