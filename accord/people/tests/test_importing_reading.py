"""Files worse than any sample: each must come out as the same people, or be refused with a reason."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accord.people.importing import UnreadableFile, match_headings, read_table

from .staff_files import parents_file, secondary_file, small_primary_file, table

HEADINGS = ("Staff Code", "Surname", "Forename", "Email", "Job Title", "Start Date")
ADA = ("BEA01", "Begum", "Ada", "a.begum@hopewell.example", "Teacher", "01/09/2020")
ZOE = ("MUZ02", "Müller", "Zoë", "z.muller@hopewell.example", "Teacher of PE", "")
TEXT = table([HEADINGS, ADA, ZOE])
UTF8 = TEXT.encode()


def people(raw):
    """The cells and line of each row."""
    sheet = read_table(raw)
    return [(row.number, row.cells) for row in sheet.rows]


def line(cells, delimiter=","):
    return table([cells], delimiter=delimiter)


SAME_PEOPLE = [
    pytest.param(UTF8, "utf-8", ",", (2, 3), id="UTF-8"),
    pytest.param(TEXT.encode("utf-8-sig"), "utf-8-sig", ",", (2, 3), id="UTF-8 with BOM"),
    pytest.param(TEXT.encode("cp1252"), "cp1252", ",", (2, 3), id="Windows-1252"),
    pytest.param(b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le", ",", (2, 3), id="UTF-16 LE with BOM"),
    pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be", ",", (2, 3), id="UTF-16 BE with BOM"),
    pytest.param(TEXT.encode("utf-16-le"), "utf-16-le", ",", (2, 3), id="UTF-16 LE without BOM"),
    pytest.param(TEXT.encode("utf-16-be"), "utf-16-be", ",", (2, 3), id="UTF-16 BE without BOM"),
    pytest.param(TEXT.encode("utf-32"), "utf-32-le", ",", (2, 3), id="UTF-32 with BOM"),
    pytest.param(TEXT.replace(",", ";").encode(), "utf-8", ";", (2, 3), id="semicolons"),
    pytest.param(TEXT.replace(",", "\t").encode(), "utf-8", "\t", (2, 3), id="tabs"),
    pytest.param(TEXT.replace(",", "|").encode(), "utf-8", "|", (2, 3), id="bars"),
    pytest.param(TEXT.replace("\r\n", "\n").encode(), "utf-8", ",", (2, 3), id="LF"),
    pytest.param(TEXT.replace("\r\n", "\r").encode(), "utf-8", ",", (2, 3), id="CR alone"),
    pytest.param(TEXT.replace("\r\n", "\r\r\n").encode(), "utf-8", ",", (2, 3), id="CR CR LF of a double conversion"),
    pytest.param(TEXT.rstrip().encode(), "utf-8", ",", (2, 3), id="no line end at the end"),
    pytest.param(("sep=;\r\n" + TEXT.replace(",", ";")).encode(), "utf-8", ";", (3, 4), id="sep= line of Excel"),
    pytest.param(('"sep=,"\n' + TEXT).encode(), "utf-8", ",", (3, 4), id="sep= line in quotes"),
    pytest.param(("sep=^\n" + TEXT.replace(",", "^")).encode(), "utf-8", "^", (3, 4), id="sep= with an odd separator"),
    pytest.param(("sep=;\n" + TEXT).encode(), "utf-8", ",", (3, 4), id="sep= line that lies"),
    pytest.param(("Staff list\r\n\r\n" + TEXT).encode(), "utf-8", ",", (4, 5), id="title and blank line above"),
    pytest.param(
        ("Hopewell,,,,,\nStaff as at,22/11/2026,,,,\n" + TEXT).encode(), "utf-8", ",", (4, 5), id="titles with commas"
    ),
    pytest.param(("\n\n\n" + TEXT).encode(), "utf-8", ",", (5, 6), id="blank lines above"),
    pytest.param(("Person,,,,Work,\n" + TEXT).encode(), "utf-8", ",", (3, 4), id="row of group headings above"),
    pytest.param((TEXT + "Total: 2\r\n").encode(), "utf-8", ",", (2, 3), id="total below"),
    pytest.param((TEXT + "Total,,,,,2\r\n").encode(), "utf-8", ",", (2, 3), id="total in cells"),
    pytest.param(
        (TEXT + "\n\nReport printed on 22/11/2026 by J Smith\n").encode(), "utf-8", ",", (2, 3), id="printed on"
    ),
    pytest.param((TEXT + ",,,,,Page 1 of 1\n").encode(), "utf-8", ",", (2, 3), id="page number in the last cell"),
    pytest.param((TEXT + "2 records\n").encode(), "utf-8", ",", (2, 3), id="count of records"),
    pytest.param(
        (TEXT + "------\n*** End of report ***\n").encode(), "utf-8", ",", (2, 3), id="rule and end of report"
    ),
    pytest.param((TEXT + "For internal use only\n").encode(), "utf-8", ",", (2, 3), id="some remark at the foot"),
    pytest.param((TEXT + line(HEADINGS)).encode(), "utf-8", ",", (2, 3), id="headings again"),
    pytest.param(
        (line(HEADINGS) + "\n" + line(ADA) + ",,,\n \n" + line(ZOE)).encode(), "utf-8", ",", (3, 6), id="blank between"
    ),
    pytest.param(TEXT.replace("Begum", '"Begum"').encode(), "utf-8", ",", (2, 3), id="quotes without need"),
    pytest.param(
        TEXT.replace(",", ", ").replace("Begum", '"Begum"').encode(), "utf-8", ",", (2, 3), id="spaces after commas"
    ),
    pytest.param(TEXT.replace("Ada", "  Ada\u00a0 ").encode(), "utf-8", ",", (2, 3), id="spaces around"),
    pytest.param(TEXT.replace("Ada", "A\x00da\x00").encode(), "utf-8", ",", (2, 3), id="NULs in a cell"),
    pytest.param((TEXT + "\x1a").encode(), "utf-8", ",", (2, 3), id="Ctrl-Z at the end"),
    pytest.param(TEXT.replace("Begum", "\ufeffBegum").encode(), "utf-8", ",", (2, 3), id="a BOM in the middle"),
    pytest.param(TEXT.replace("\r\n", ",,,\r\n").encode(), "utf-8", ",", (2, 3), id="empty columns on the right"),
    pytest.param(
        TEXT.replace("\r\n", "," * 999 + "\r\n").encode(), "utf-8", ",", (2, 3), id="a thousand empty columns"
    ),
    pytest.param(TEXT.replace(",\r\n", "\r\n").encode(), "utf-8", ",", (2, 3), id="empty cells left off the end"),
    pytest.param(
        "".join('"' + one.replace('"', '""') + '"\n' for one in TEXT.split("\r\n") if one).encode(),
        *("utf-8", ",", (2, 3)),
        id="each row wrapped in quotes",
    ),
    pytest.param(
        line(HEADINGS).encode() + line(ADA).encode() + line(ZOE).encode("cp1252") + "Ämter: 2\n".encode(),
        *("mixed", ",", (2, 3)),
        id="lines in two encodings",
    ),
]


@pytest.mark.parametrize(("raw", "encoding", "delimiter", "lines"), SAME_PEOPLE)
def test_the_same_people_come_out(raw, encoding, delimiter, lines):
    sheet = read_table(raw)
    assert [row.cells[:6] for row in sheet.rows] == [ADA, ZOE]
    assert not any(any(row.cells[6:]) or row.fault for row in sheet.rows)
    assert sheet.headings[:6] == HEADINGS
    assert (sheet.encoding, sheet.delimiter) == (encoding, delimiter)
    assert tuple(row.number for row in sheet.rows) == lines


def test_a_quoted_line_break_keeps_the_lines_of_the_rows_below():
    noted = (*ADA[:4], "Teacher\r\nHead of Year 9", ADA[5])
    assert people(table([HEADINGS, noted, ZOE]).encode()) == [
        (2, (*ADA[:4], "Teacher\nHead of Year 9", ADA[5])),
        (4, ZOE),
    ]


@pytest.mark.parametrize(
    ("spoilt", "rest"),
    [
        pytest.param('BEA01,"Begum,Ada,a.begum@hopewell.example,Teacher,01/09/2020', [ZOE], id="first row"),
        pytest.param(
            'BEA01,Begum,"Ada,a.begum@hopewell.example,Teacher,01/09/2020', [ZOE] * 150, id="far from the end"
        ),
        pytest.param('BEA01,"Begum,Ada,a.begum@hopewell.example,Teacher,01/09/2020', [], id="last row"),
    ],
)
def test_a_quote_that_is_never_closed_swallows_nothing(spoilt, rest):
    found = people((line(HEADINGS) + spoilt + "\r\n" + table(rest)).encode())
    assert found == [(2, ADA), *((3 + at, cells) for at, cells in enumerate(rest))]


def test_two_forgotten_quotes_do_not_make_one_row_of_many():
    spoilt = ",".join(ADA).replace("Begum", '"Begum')
    found = people((line(HEADINGS) + spoilt + "\n" + line(ZOE) + spoilt + "\n" + line(ZOE)).encode())
    assert [cells[1] for _, cells in found] == ["Begum", "Müller", "Begum", "Müller"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param('5" disc', '5" disc', id="inch"),
        pytest.param('"Teacher ""Sparky"" of PE"', 'Teacher "Sparky" of PE', id="doubled quotes"),
        pytest.param('"Teacher" of PE', "Teacher of PE", id="quotes around a word"),
        pytest.param('"Art, Design"', "Art, Design", id="comma in quotes"),
        pytest.param("A; B | C", "A; B | C", id="other separators"),
    ],
)
def test_signs_inside_a_cell(written, read):
    raw = (line(HEADINGS) + f"BEA01,Begum,Ada,a@x.example,{written},01/09/2020\n" + line(ZOE)).encode()
    assert [cells[4] for _, cells in people(raw)] == [read, "Teacher of PE"]


def test_an_irish_name_in_windows_1252_is_not_taken_for_cyrillic():
    # The bytes of “Ó’” are valid UTF-8, for a letter that nobody meant.
    for others in ([], [ADA, ZOE]):
        raw = table([HEADINGS, ("OBI03", "Ó’Briain", "Ivy", "", "TA", ""), *others]).encode("cp1252")
        assert read_table(raw).rows[0].cells[1] == "Ó’Briain"
        assert read_table(raw).encoding == "cp1252"


def test_names_in_other_scripts_stay_utf8():
    assert (
        read_table(table([HEADINGS, ("1", "Іваненко", "Олена", "", "TA", "")]).encode()).rows[0].cells[1] == "Іваненко"
    )


def test_windows_letters_taken_for_latin_1_are_put_right():
    assert read_table(TEXT.replace("Begum", "O\x92Brien").encode()).rows[0].cells[1] == "O’Brien"


def test_lines_in_another_encoding_are_named_by_line_and_byte():
    first = (line(HEADINGS) + line(ZOE)).encode()
    sheet = read_table(first + line(ZOE).encode("cp1252"))
    assert [row.cells for row in sheet.rows] == [ZOE, ZOE]
    assert [(note.number, note.byte) for note in sheet.notes] == [(3, len(first) + len("MUZ02,M"))]


def test_bytes_that_are_no_letters_are_shown_as_such_and_named():
    sheet = read_table(UTF8.replace("ü".encode(), b"\x81"))
    assert sheet.rows[1].cells[1] == "M�ller"
    assert [(note.number, UTF8[: note.byte][-2:]) for note in sheet.notes] == [(3, b",M")]


def test_half_a_letter_at_the_end_of_utf16_is_no_disaster():
    sheet = read_table(b"\xff\xfe" + TEXT.encode("utf-16-le") + b"x")
    assert [row.cells[1] for row in sheet.rows[:2]] == ["Begum", "Müller"]
    assert sheet.notes


def test_a_row_with_too_many_cells_says_so():
    sheet = read_table((TEXT + "OKA03,Okafor,Kofi,k@x.example,Head of Art, Design,01/09/2021\n").encode())
    assert [bool(row.fault) for row in sheet.rows] == [False, False, True]
    assert "7 cells" in sheet.rows[2].fault


def test_a_row_broken_in_two_says_so_where_other_rows_are_whole():
    sheet = read_table((TEXT + "OKA03,Okafor,Kofi,k@x.example,Head\nof Art,01/09/2021\n").encode())
    assert [bool(row.fault) for row in sheet.rows] == [False, False, True, True]


def test_what_is_left_out_is_listed_with_its_line():
    sheet = read_table(("Staff list\n" + TEXT + "\nTotal: 2\n").encode())
    assert [(skipped.number, skipped.text) for skipped in sheet.skipped] == [(1, "Staff list"), (6, "Total: 2")]
    assert all(skipped.reason for skipped in sheet.skipped)
    assert sheet.heading_row == 2


@pytest.mark.parametrize("surname", ["Page", "Total", "Records", "Report", "Count", "End", "Print"])
def test_people_whose_names_are_words_of_reports_are_kept(surname):
    assert read_table(table([HEADINGS, ("P1", surname, "Ada", "", "", "")]).encode()).rows[0].cells[1] == surname
    assert read_table(table([("Surname", "Forename"), (surname, "Ada")]).encode()).rows[0].cells[0] == surname


def test_one_column_of_names_with_commas_stays_one_column():
    sheet = read_table(b"Name\nBegum, Ada\nOkafor, Kofi\n")
    assert [row.cells for row in sheet.rows] == [("Begum, Ada",), ("Okafor, Kofi",)]


def test_headings_whose_words_are_all_unknown_are_found_by_their_look():
    sheet = read_table(b"Rhestr staff\n\nCyfenw,Enw cyntaf,Cyfeiriad\nBegum,Ada,a@x.example\n")
    assert sheet.headings == ("Cyfenw", "Enw cyntaf", "Cyfeiriad")
    assert sheet.rows[0].number == 4


def test_duplicate_and_empty_headings_are_kept_as_written():
    sheet = read_table(parents_file())
    assert sheet.headings.count("ID") == 2
    assert read_table(b"Surname,,Forename,\nBegum,x,Ada,\n").headings == ("Surname", "", "Forename", "")


def test_files_of_the_usual_shapes():
    secondary, primary = read_table(secondary_file()), read_table(small_primary_file())
    assert (len(secondary.rows), secondary.encoding, secondary.rows[-1].number) == (168, "cp1252", 169)
    assert (len(primary.rows), primary.encoding) == (7, "utf-8")


@pytest.mark.slow
@pytest.mark.size
def test_25_000_rows_are_read_in_a_second_and_a_half():
    raw = secondary_file(25_000)
    began = time.process_time()
    assert len(read_table(raw).rows) == 25_000
    assert time.process_time() - began < 1.5


@pytest.mark.slow
def test_a_file_of_nothing_but_open_quotes_ends():
    raw = (line(HEADINGS) + 'BEA01,"Begum,Ada,a@x.example,Teacher,01/09/2020\n' * 5_000).encode()
    began = time.process_time()
    assert len(read_table(raw).rows) == 5_000
    assert time.process_time() - began < 3


@settings(deadline=None)
@given(st.binary(max_size=300))
@example(b'"')
@example(b'Surname,Forename\n"')
@example(b"\xff\xfe\x00")
@example(b"sep=")
@example(b"sep=\n")
@example(b'sep="\nSurname"Forename\nA"B\n')
def test_no_bytes_make_reading_fail_otherwise(raw):
    for prefix in (b"", b"Surname,Forename\n", b"\xef\xbb\xbfSurname;Forename\n"):
        try:
            sheet = read_table(prefix + raw)
        except UnreadableFile:
            continue
        assert all(len(row.cells) == len(sheet.headings) for row in sheet.rows)
        numbers = [row.number for row in sheet.rows]
        assert numbers == sorted(set(numbers))
        match_headings(sheet.headings)
