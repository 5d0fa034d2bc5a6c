from datetime import date

import pytest

from accord.guidance import catalogue
from accord.guidance.catalogue import BadClause, Bearer, Clause, NoSuchClause, Source, Status, Strength, natural

# Every clause of the guidance, written out by hand in the guidance's order.
REGISTER = """
F.1 F.2 F.3 F.4 F.5 F.6 F.7 F.8 F.9 F.10
1.1 2.1 2.2
3.0a 3.0b 3.0c 3.1 3.2
4.1 4.2 4.3 4.4
5.1 5.2 5.3 5.4 5.5 5.6 5.7
6.1 6.2 6.3 6.4
7.1 7.2 7.3 7.4
8.1 8.2 8.3
9.1 9.2a 9.2b 9.2c 9.2d 9.3a 9.3b 9.4a 9.4b 9.4c
9.5a 9.5b 9.5c 9.5d 9.6 9.7 9.7a 9.7b 9.7c 9.7d 9.7e 9.7f 9.7g
9.8a 9.8b 9.8c 9.8d 9.8e 9.8f 9.8g
9.9.2a 9.9.2b 9.9.2c 9.9.2d 9.9.2e 9.9.2f 9.9.2g
9.9.3a 9.9.3b0 9.9.3b1 9.9.3b2 9.9.3b3 9.9.3b4 9.9.3b5 9.9.3c1 9.9.3c2 9.9.3c3
9.9.3d0 9.9.3d1 9.9.3d2 9.9.3d3 9.9.3d4 9.9.3d5
9.9.4a 9.9.4b 9.9.4c 9.9.4d 9.9.4e 9.9.4f 9.9.4g 9.9.4h 9.9.5
10.1 10.2 10.3 10.4 10.5
11.1 11.2 12.1 12.2
13.1 13.2 13.3 13.4 14.1 14.2
15.1 15.2 15.3 15.4 15.5 15.6
16.1 16.2 16.3
17.1a 17.1b 17.2 17.3
18.1 18.2
A1.1 A1.2 A1.3
A2.1 A2.2 A2.3 A2.4 A2.5 A2.6 A2.7 A2.8 A2.9 A2.10
"""
EVERY_NUMBER = REGISTER.split()

EVERY_CLAUSE = [pytest.param(clause, id=number) for number, clause in catalogue.clauses().items()]


def written(**changes) -> Clause:
    facts = {
        "number": "1.1",
        "section": "1",
        "who": "School",
        "strength": Strength.MUST,
        "strength_in_source": Strength.MUST,
        "title": "A title",
        "plain": "The school must.",
        "checked_on": date(2026, 11, 22),
    }
    return Clause(**facts | changes)


def test_every_clause_is_there_once_and_in_order():
    assert list(catalogue.clauses()) == EVERY_NUMBER
    assert [clause.number for section in catalogue.sections() for clause in section.clauses] == EVERY_NUMBER


@pytest.mark.parametrize(
    ("first", "then"),
    [
        pytest.param("F.2", "F.10", id="ten comes after two"),
        pytest.param("F.10", "1.1", id="the foreword comes first"),
        pytest.param("3.0c", "3.1", id="3.0 before 3.1"),
        pytest.param("9.7", "9.7a", id="the whole before its parts"),
        pytest.param("9.7g", "9.8a", id="letters end before the next number"),
        pytest.param("9.9.3b2", "9.9.3c1", id="letter before number"),
        pytest.param("9.9.3b5", "9.9.3c1", id="next letter"),
        pytest.param("9.9.5", "10.1", id="ten comes after nine"),
        pytest.param("18.2", "A1.1", id="appendices come last"),
        pytest.param("A1.3", "A2.1", id="second appendix"),
        pytest.param("A2.9", "A2.10", id="ten comes after nine in an appendix"),
    ],
)
def test_numbers_are_in_the_order_in_which_a_reader_counts(first, then):
    assert natural(first) < natural(then)


@pytest.mark.parametrize("clause", EVERY_CLAUSE)
def test_plain_words_say_what_they_hold(clause):
    words = {
        Strength.MUST: "must",
        Strength.SHOULD: "should",
        Strength.MAY: "may",
        Strength.MUST_NOT: "must not",
        Strength.SHOULD_NOT: "should not",
        Strength.SCOPE: "",
    }
    assert all(words[strength] in clause.plain for strength in clause.strengths)


@pytest.mark.parametrize("clause", EVERY_CLAUSE)
def test_plain_words_are_short(clause):
    sentences = clause.plain.replace("?", ".").rstrip(".").split(". ")
    assert len(sentences) <= 3
    assert max(len(sentence.split()) for sentence in sentences) <= 35
    assert len(clause.title) <= 60


@pytest.mark.parametrize("clause", EVERY_CLAUSE)
def test_a_clause_was_checked_on_a_day_after_the_guidance_came_out(clause):
    assert date(2023, 6, 1) <= clause.checked_on <= date(2026, 11, 22)


def test_what_is_not_simply_in_force_is_noted_with_its_sources():
    noted = {clause.number: clause.status for clause in catalogue.clauses().values() if not clause.is_in_force}
    assert noted == {
        "7.4": Status.SUPERSEDED,
        "8.1": Status.SUPERSEDED,
        "9.3a": Status.SUPERSEDED,
        "9.8a": Status.SUPERSEDED,
        "9.9.3c1": Status.IN_TENSION,
        "10.2": Status.SUPERSEDED,
        "15.1": Status.IN_TENSION,
    }
    assert all(catalogue.clause(number).note and catalogue.clause(number).sources for number in noted)


@pytest.mark.parametrize(
    "phrase", ["GDPR 2018", "without notice", "141", "sexting", "specific duty", "Government Offices", "section 12"]
)
def test_what_is_out_of_date_stands_in_notes_only(phrase):
    for clause in catalogue.clauses().values():
        assert phrase not in f"{clause.title} {clause.plain}"


def test_we_are_stricter_than_the_source_only_where_we_say_so():
    stricter = {
        clause.number: clause.strength_in_source
        for clause in catalogue.clauses().values()
        if clause.is_stronger_than_source
    }
    assert stricter == {
        "F.8": Strength.INFERRED,
        "7.2": Strength.SHOULD,
        "7.4": Strength.SHOULD,
        "9.5c": Strength.INFERRED,
        "9.7b": Strength.SHOULD,
        "9.9.3b0": Strength.INFERRED,
        "14.1": Strength.SHOULD,
    }


def test_one_clause_both_forbids_and_allows():
    both = [clause.number for clause in catalogue.clauses().values() if clause.second_strength]
    assert both == ["9.4c"]
    assert catalogue.clause("9.4c").strengths == (Strength.MUST_NOT, Strength.MAY)


@pytest.mark.parametrize(
    ("number", "bearers"),
    [
        pytest.param("9.8f", (Bearer.DSL, Bearer.HEADTEACHER), id="or"),
        pytest.param("9.3b", (Bearer.HEADTEACHER, Bearer.GOVERNING_BOARD), id="and"),
        pytest.param("9.7a", (Bearer.EVERYONE_ON_SITE,), id="one"),
    ],
)
def test_who_bears_a_duty(number, bearers):
    assert catalogue.clause(number).bearers == bearers


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"status": Status.SUPERSEDED}, id="superseded without a note"),
        pytest.param({"status": Status.IN_TENSION, "note": "It clashes."}, id="a note without a source"),
        pytest.param({"note": "By the way.", "sources": (Source("A book"),)}, id="a note on a clause in force"),
        pytest.param({"strength": Strength.INFERRED}, id="our own strength inferred"),
        pytest.param({"plain": ""}, id="no plain words"),
        pytest.param({"title": ""}, id="no title"),
    ],
)
def test_a_clause_that_contradicts_itself_is_refused(changes):
    with pytest.raises(BadClause, match="1.1"):
        written(**changes)


def test_nobody_unknown_bears_a_duty():
    with pytest.raises(ValueError, match="Caretaker"):
        written(who="Caretaker")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('code = "1"\ntitle = "One"\n[[clause]]\nnumber = "1.1"\n', id="nothing said"),
        pytest.param('title = "One"\nchecked_on = 2026-11-22\n', id="no code"),
        pytest.param(
            'code = "1"\ntitle = "One"\nchecked_on = 2026-11-22\n[[clause]]\nnumber = "1.1"\nwho = "School"\n'
            'strength = "must"\ntitle = "T"\nplain = "P"\ncolour = "red"\n',
            id="an unknown field",
        ),
    ],
)
def test_a_file_that_is_badly_written_is_named(tmp_path, text):
    path = tmp_path / "01-bad.toml"
    path.write_text(text)
    with pytest.raises(BadClause, match="01-bad.toml"):
        catalogue.read_section(path)


@pytest.mark.parametrize("number", ["9.99", "f.1", "", "1.1 "])
def test_an_unknown_number_is_no_clause(number):
    with pytest.raises(NoSuchClause):
        catalogue.clause(number)
