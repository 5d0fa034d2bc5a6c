import pytest

from accord.guidance import catalogue, reads, words
from accord.guidance.proofs import Proof, Standing, proofs


def numbers(**conditions: str) -> list[str]:
    return [line.clause.number for group in reads.groups(**conditions) for line in group.lines]


@pytest.fixture
def one_proof(monkeypatch):
    """Accord as it was when only adoption had been built."""
    monkeypatch.setattr(proofs, "_items", [])
    return proofs.register(Proof("F.1", "Adoptions with their minute reference.", "guidance:clauses", "0.1"))


def test_without_conditions_everything_is_there_in_order():
    assert numbers() == list(catalogue.clauses())


@pytest.mark.parametrize(
    ("search", "found"),
    [
        pytest.param("9.9.3c", ["9.9.3c1", "9.9.3c2", "9.9.3c3"], id="the beginning of a number"),
        pytest.param("LADO", ["9.9.3c2"], id="a word"),
        pytest.param("lado allegation", ["9.9.3c2"], id="both words, any case"),
        pytest.param("lado kangaroo", [], id="one word too many"),
        pytest.param("gdpr", ["9.3a"], id="a word of a note"),
        pytest.param("local authority chair", ["9.9.4g"], id="who bears it"),
        pytest.param("home-school brochure", ["9.9.2a", "9.9.5"], id="a plain hyphen finds a dash"),
        pytest.param("encryption portable", ["14.1", "14.2"], id="a word of the section"),
    ],
)
def test_search(search, found):
    assert numbers(search=search) == found


def test_a_clause_that_forbids_and_allows_is_found_under_both():
    assert "9.4c" in numbers(strength="must-not")
    assert "9.4c" in numbers(strength="may")
    assert "9.4c" not in numbers(strength="must")


def test_a_duty_of_two_is_found_under_each():
    assert "9.8f" in numbers(who="Headteacher")
    assert "9.8f" in numbers(who="Designated Safeguarding Lead")
    assert "9.8f" not in numbers(who="School")


def test_what_is_not_simply_in_force_can_be_asked_for():
    assert numbers(status="in-tension") == ["9.9.3c1", "15.1"]
    assert numbers(status="superseded") == ["7.4", "8.1", "9.3a", "9.8a", "10.2"]


def test_conditions_add_up():
    assert numbers(who="Headteacher", strength="should-not") == ["9.9.3d0"]


def test_clauses_with_and_without_proof(one_proof):
    assert numbers(proof=Standing.PROOF_SO_FAR) == ["F.1"]
    assert len(numbers(proof=Standing.NOTHING_YET)) == len(catalogue.clauses()) - 1
    assert reads.summary().with_proof == 1


def test_sections_left_empty_are_left_out():
    assert [group.section.code for group in reads.groups(search="lado")] == ["9.9.3"]


@pytest.mark.parametrize(
    ("number", "before", "after"),
    [
        pytest.param("F.1", None, "F.2", id="first"),
        pytest.param("F.10", "F.9", "1.1", id="over a section's end"),
        pytest.param("A2.10", "A2.9", None, id="last"),
    ],
)
def test_neighbours(number, before, after):
    found = reads.neighbours(catalogue.clause(number))
    assert [clause and clause.number for clause in found] == [before, after]


@pytest.mark.parametrize(
    ("number", "who", "strength"),
    [
        pytest.param("9.8f", "Designated Safeguarding Lead or Headteacher", "Must", id="or"),
        pytest.param("9.3b", "Headteacher and Governing board", "Must", id="and"),
        pytest.param("9.4c", "Staff", "Must not, may", id="two strengths"),
        pytest.param("2.1", "Everyone", "Says what is covered", id="scope"),
    ],
)
def test_who_and_how_strongly_in_words(number, who, strength):
    clause = catalogue.clause(number)
    assert (words.who(clause), words.strength(clause)) == (who, strength)


@pytest.mark.parametrize("number", list(catalogue.clauses()))
def test_every_code_has_its_word(number):
    line = reads.line(catalogue.clause(number))
    assert line.who
    assert line.strength
    assert line.status_state.word
    assert line.standing_state.word
    assert bool(line.strength_in_source) is line.clause.is_stronger_than_source
