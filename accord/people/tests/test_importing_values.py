"""Single cells: cleaning, what counts as equal, ids and addresses."""

import pytest

from accord.people.importing.values import (
    BadValue,
    as_written,
    clean,
    fold_id,
    fold_name,
    looks_damaged,
    or_empty,
    read_email,
    read_source_id,
)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        pytest.param("  Ada ", "Ada", id="trimmed"),
        pytest.param("Ada\u00a0\u2009 Begum", "Ada Begum", id="odd spaces"),
        pytest.param("Zoe\u0308", "Zoë", id="composed"),
        pytest.param("O\u200bBrien\u00ad", "OBrien", id="invisible signs"),
        pytest.param('="00123"', "00123", id="Excel text formula"),
        pytest.param("'00123", "00123", id="Excel text mark"),
        pytest.param("'s-Gravenhage", "'s-Gravenhage", id="an apostrophe in front"),
        pytest.param("ADA BEGUM", "ADA BEGUM", id="capitals stay"),
        pytest.param("O’Brien", "O’Brien", id="apostrophe stays"),
        pytest.param("=1+1", "=1+1", id="formula stays text"),
        pytest.param("two\nlines", "two lines", id="line break"),
    ],
)
def test_cleaning(text, cleaned):
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("one", "other", "match", "written_alike"),
    [
        ("O’Brien", "O'Brien", True, True),
        ("O‘Brien", "O´Brien", True, True),
        ("Smith‑Jones", "Smith-Jones", True, True),
        ("Smith-Jones", "Smith Jones", True, False),
        ("SMITH", "Smith", True, False),
        ("Zoë", "Zoe", True, False),
        ("Łukasz", "Lukasz", True, False),
        ("?ukasz", "Łukasz", False, False),
        ("MacDonald", "McDonald", False, False),
    ],
)
def test_names_that_match_and_names_that_read_alike(one, other, match, written_alike):
    assert (fold_name(one) == fold_name(other)) is match
    assert (as_written(one) == as_written(other)) is written_alike


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("A.Begum@Hopewell.Example", "a.begum@hopewell.example"),
        (" a@b.example ;", "a@b.example"),
        ("mailto:a@b.example", "a@b.example"),
        ("a@b.example.", "a@b.example"),
        ("Ada Begum <a@b.example>", "a@b.example"),
        ("a.o'brien+x@sub.school.example", "a.o'brien+x@sub.school.example"),
        ("a@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
        *((text, "") for text in ("", "-", "n/a", "No email", "none")),
    ],
)
def test_emails(text, email):
    assert read_email(text) == email


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(
            (text, "email-invalid")
            for text in ("ada", "@b.example", "a@", "a@b", "a b@c.example", "a..b@c.example", "a@-b.example")
        ),
        *((text, "email-invalid") for text in ("zoë@b.example", ".a@b.example", "a@b..example")),
        ("x" * 65 + "@b.example", "email-invalid"),
        ("a@b.example; c@d.example", "email-two"),
        ("a@b.example, c@d.example", "email-two"),
    ],
)
def test_emails_that_are_none(text, code):
    with pytest.raises(BadValue) as refused:
        read_email(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "source_id"),
    [("BEA01", "BEA01"), (" 00123 ", "00123"), ("123.0", "123"), ('="00123"', "00123"), ("n/a", ""), ("1E5X", "1E5X")],
)
def test_source_ids(text, source_id):
    assert read_source_id(text) == source_id


def test_a_number_that_a_spreadsheet_rounded_identifies_nobody():
    with pytest.raises(BadValue, match="rounded"):
        read_source_id("1.23457E+11")


def test_ids_match_without_case_and_leading_zeros():
    assert fold_id("00123") == fold_id("123")
    assert fold_id("bea01") == fold_id("BEA01")
    assert fold_id("0") == fold_id("000") != fold_id("1")


@pytest.mark.parametrize(
    ("text", "damaged"), [("?ukasz", True), ("Zo�", True), ("ChloÃ©", True), ("Zoë", False), ("Ó’Briain", False)]
)
def test_damaged_letters_are_noticed(text, damaged):
    assert looks_damaged(text) is damaged


def test_words_for_nothing():
    assert [or_empty(text) for text in ("N/A", " - ", "TBC", "Maths", "Unknown")] == ["", "", "", "Maths", ""]
