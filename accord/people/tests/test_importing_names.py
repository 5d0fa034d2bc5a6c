"""People's names, in parts and whole."""

import pytest

from accord.people.importing.names import FullName, read_full_name, read_name, read_title
from accord.people.importing.values import BadValue


@pytest.mark.parametrize(
    "name", ["O’Brien", "van der Berg", "Null", "Na", "Nil", "Smith-Jones (née Khan)", "ß", "李", "?ukasz", "J."]
)
def test_names_that_are_names(name):
    assert read_name(name) == name


@pytest.mark.parametrize("text", ["Smith2", "a@b.example", "<b>Ada</b>", "=HYPERLINK(1)", "13/04/2013", "Ada;Zoë"])
def test_names_that_are_none(text):
    with pytest.raises(BadValue, match="A name does not contain"):
        read_name(text)


@pytest.mark.parametrize("text", ["", "-", "N/A", ".", "--", "?"])
def test_empty_names(text):
    assert read_name(text) == ""
    assert read_title(text) == ""


def test_titles_lose_their_full_stop():
    assert read_title("Mrs.") == "Mrs"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Smith, Anna", FullName("", "Anna", "Smith")),
        ("Mr A Smith", FullName("Mr", "A", "Smith")),
        ("Dr. José García", FullName("Dr", "José", "García")),
        ("Anna van der Berg", FullName("", "Anna", "van der Berg")),
        ("Anna Maria Smith", FullName("", "Anna Maria", "Smith")),
        ("van der Berg, Anna Maria", FullName("", "Anna Maria", "van der Berg")),
        ("SMITH Anna", FullName("", "Anna", "SMITH")),
        ("SMITH JONES Anna Maria", FullName("", "Anna Maria", "SMITH JONES")),
        ("Anna SMITH JONES", FullName("", "Anna", "SMITH JONES")),
        ("ANNA SMITH", FullName("", "ANNA", "SMITH")),
        ("Smith, Mr John", FullName("Mr", "John", "Smith")),
        ("Mr Smith, John", FullName("Mr", "John", "Smith")),
        ("Smith John Mr", FullName("Mr", "John", "Smith")),
        ("Smith, John, Mr", FullName("Mr", "John", "Smith")),
        ("Smith, William (Bill)", FullName("", "William", "Smith", "Bill")),
        ('William "Bill" Smith', FullName("", "William", "Smith", "Bill")),
        ("Anna Smith (she/her)", FullName("", "Anna", "Smith")),
        ("Mrs. J. de la Cruz", FullName("Mrs", "J.", "de la Cruz")),
        ("Ms Mary-Jane O’Brien OBE", FullName("Ms", "Mary-Jane", "O’Brien")),
        ("Yo-Yo Ma", FullName("", "Yo-Yo", "Ma")),
        ("Mrs Begum", FullName("Mrs", "", "Begum")),
        ("Begum Mrs", FullName("Mrs", "", "Begum")),
        ("Anna Lord", FullName("", "Anna", "Lord")),
        ("Cher", FullName("", "", "Cher")),
        ("", FullName()),
        ("-", FullName()),
    ],
)
def test_full_names(text, name):
    assert read_full_name(text) == name
