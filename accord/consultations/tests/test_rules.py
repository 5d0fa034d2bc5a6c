"""The rules of consultations, each with both edges of its limits."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from accord.consultations import rules
from accord.consultations.passages import LONGEST_QUOTATION, passages
from accord.consultations.rules import Consulted, Stage
from accord.consultations.voices import group_of

FIRST, LAST = date(2026, 11, 2), date(2026, 12, 4)
ONE, TWO, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        pytest.param(FIRST - DAY, {}, Stage.PLANNED, id="the day before"),
        pytest.param(FIRST, {}, Stage.OPEN, id="its first day"),
        pytest.param(LAST, {}, Stage.OPEN, id="its last day"),
        pytest.param(LAST + DAY, {}, Stage.ANSWERING, id="the day after"),
        pytest.param(LAST + DAY, {"is_running": False}, Stage.CONCLUDED, id="with an outcome"),
        pytest.param(FIRST, {"is_running": False, "is_called_off": True}, Stage.CALLED_OFF, id="called off"),
    ],
)
def test_stage(today: date, facts: dict, expected: Stage) -> None:
    given = {"is_running": True, "is_called_off": False, **facts}
    assert rules.stage(FIRST, LAST, today=today, **given) is expected


@pytest.mark.parametrize(
    ("consulted", "adopted", "expected"),
    [
        pytest.param(
            Consulted(ONE, OTHER, (2, 0), "draft"), Consulted(ONE, OTHER, (2, 0), "draft"), True, id="that draft"
        ),
        pytest.param(
            Consulted(ONE, OTHER, (2, 0), "discarded"),
            Consulted(TWO, OTHER, (2, 0), "draft"),
            True,
            id="the text changed since",
        ),
        pytest.param(
            Consulted(ONE, OTHER, (2, 0), "discarded"),
            Consulted(TWO, OTHER, (2, 1), "draft"),
            False,
            id="another number",
        ),
        pytest.param(
            Consulted(ONE, OTHER, (1, 0), "published"),
            Consulted(TWO, OTHER, (2, 0), "draft"),
            False,
            id="the version before",
        ),
        pytest.param(
            Consulted(ONE, OTHER, (1, 0), "replaced"),
            Consulted(TWO, OTHER, (1, 1), "draft"),
            False,
            id="a correction of it",
        ),
        pytest.param(
            Consulted(ONE, OTHER, (2, 0), "withdrawn"),
            Consulted(TWO, OTHER, (2, 0), "draft"),
            False,
            id="it was in force",
        ),
        pytest.param(
            Consulted(ONE, ONE, (2, 0), "discarded"), Consulted(TWO, TWO, (2, 0), "draft"), False, id="another document"
        ),
    ],
)
def test_what_a_consultation_covers(consulted: Consulted, adopted: Consulted, expected: bool) -> None:
    assert rules.covers(consulted, adopted) is expected


@pytest.mark.parametrize(
    ("state", "is_running", "code"),
    [
        ("draft", False, "ok"),
        ("draft", True, "running"),
        ("adopted", False, "adopted"),
        ("published", False, "not-draft"),
        ("discarded", False, "not-draft"),
    ],
)
def test_may_consult(state: str, is_running: bool, code: str) -> None:
    assert rules.may_consult(state, is_running=is_running).code == code


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "code"),
    [
        pytest.param(FIRST, FIRST + DAY, "ok", id="shortest"),
        pytest.param(FIRST, FIRST, "closes-too-soon", id="one day"),
        pytest.param(FIRST - DAY, LAST, "opens-in-past", id="yesterday"),
        pytest.param(FIRST, FIRST + rules.LONGEST, "ok", id="longest"),
        pytest.param(FIRST, FIRST + rules.LONGEST + DAY, "closes-too-late", id="a day longer"),
    ],
)
def test_may_run(opens_on: date, closes_on: date, code: str) -> None:
    assert rules.may_run(opens_on, closes_on, today=FIRST).code == code


@pytest.mark.parametrize(
    ("stage", "new", "today", "code"),
    [
        pytest.param(Stage.OPEN, LAST + DAY, FIRST, "ok", id="later"),
        pytest.param(Stage.OPEN, LAST, FIRST, "not-later", id="the same"),
        pytest.param(Stage.OPEN, LAST - DAY, FIRST, "not-later", id="earlier"),
        pytest.param(Stage.ANSWERING, LAST + DAY, LAST + DAY, "ok", id="opened again, for today"),
        pytest.param(Stage.ANSWERING, LAST + DAY, LAST + 2 * DAY, "over", id="a day that is over"),
        pytest.param(Stage.CONCLUDED, LAST + DAY, FIRST, "closed", id="after the outcome"),
        pytest.param(Stage.CALLED_OFF, LAST + DAY, FIRST, "called-off", id="called off"),
    ],
)
def test_may_move_closing(stage: Stage, new: date, today: date, code: str) -> None:
    assert rules.may_move_closing(stage, LAST, new, today=today).code == code


@pytest.mark.parametrize(
    ("stage", "unanswered", "code"),
    [
        (Stage.PLANNED, 0, "still-open"),
        (Stage.OPEN, 0, "still-open"),
        (Stage.ANSWERING, 1, "unanswered"),
        (Stage.ANSWERING, 0, "ok"),
        (Stage.CONCLUDED, 0, "closed"),
        (Stage.CALLED_OFF, 0, "called-off"),
    ],
)
def test_may_conclude(stage: Stage, unanswered: int, code: str) -> None:
    assert rules.may_conclude(stage, unanswered=unanswered).code == code


@pytest.mark.parametrize(
    ("stage", "by_letter", "has_responded", "code"),
    [
        (Stage.OPEN, False, False, "ok"),
        (Stage.OPEN, False, True, "responded"),
        (Stage.ANSWERING, False, False, "closed"),
        (Stage.ANSWERING, True, False, "ok"),
        (Stage.ANSWERING, True, True, "responded"),
        (Stage.CONCLUDED, True, False, "closed"),
        (Stage.PLANNED, True, False, "not-yet"),
    ],
)
def test_may_respond(stage: Stage, by_letter: bool, has_responded: bool, code: str) -> None:
    assert rules.may_respond(stage, has_responded=has_responded, by_letter=by_letter).code == code


@pytest.mark.parametrize(
    ("today", "is_called_off", "expected"),
    [
        pytest.param(LAST, False, True, id="the last day"),
        pytest.param(LAST + rules.LINK_OUTLIVES, False, True, id="to read the answers"),
        pytest.param(LAST + rules.LINK_OUTLIVES + DAY, False, False, id="run out"),
        pytest.param(LAST, True, False, id="called off"),
    ],
)
def test_link_works(today: date, is_called_off: bool, expected: bool) -> None:
    assert rules.link_works(LAST, is_called_off=is_called_off, today=today) is expected


@pytest.mark.parametrize(
    ("group", "numbers", "expected"),
    [
        pytest.param("staff", {"staff": 5, "governors": 0}, "A member of staff", id="enough, and nobody else"),
        pytest.param("staff", {"staff": 4}, "Somebody at the school", id="a few"),
        pytest.param(
            "staff", {"staff": 30, "governors": 1}, "Somebody at the school", id="the one other could be counted out"
        ),
        pytest.param("governors", {"staff": 30, "governors": 5}, "A governor", id="enough of both"),
        pytest.param("body", {"staff": 1, "body": 1}, "UNISON", id="a body speaks in its name"),
    ],
)
def test_the_boards_paper_names_no_group_that_gives_people_away(group: str, numbers: dict, expected: str) -> None:
    assert rules.said_by(group, "UNISON", numbers) == expected


@pytest.mark.parametrize(
    ("categories", "asked", "expected"),
    [
        ({"permanent"}, {"staff", "governors"}, "staff"),
        ({"governor"}, {"staff", "governors"}, "governors"),
        ({"governor", "permanent"}, {"staff", "governors"}, "staff"),
        ({"governor", "permanent"}, {"governors"}, "governors"),
        ({"volunteer"}, {"staff", "governors"}, ""),
        (set(), {"staff"}, ""),
    ],
)
def test_for_whom_somebody_speaks(categories: set, asked: set, expected: str) -> None:
    assert group_of(categories, asked) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<h2>A</h2>\n<p>B &amp; <em>C</em></p>", ["A", "B & C"], id="a heading and a paragraph"),
        pytest.param("<ul>\n<li>One</li>\n<li>Two</li></ul><p>X<br>Y</p>", ["One", "Two", "X Y"], id="item by item"),
        pytest.param(
            "<ul><li>One<ol><li>A</li><li>B</li></ol></li><li>Two</li></ul>", ["One A B", "Two"], id="a list in a list"
        ),
        pytest.param("<p>1 &lt; 2\n3</p><hr><p>End</p>", ["1 < 2 3", "", "End"], id="a rule says nothing"),
        pytest.param("Bare words<p>Then</p>", ["Bare words", "Then"], id="words outside any element"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_passages(html: str, expected: list[str]) -> None:
    found = passages(html)
    assert [each.words for each in found] == expected
    assert [each.number for each in found] == list(range(1, len(found) + 1))
    if "<ul" not in html:
        assert "".join(each.html for each in found) == html


def test_numbered_items_count_on() -> None:
    found = passages('<ol start="3"><li>Three</li><li>Four</li></ol>')
    assert [each.html for each in found] == ['<ol start="3"><li>Three</li></ol>', '<ol start="4"><li>Four</li></ol>']


def test_a_long_passage_is_quoted_in_part() -> None:
    [found] = passages(f"<p>{'word ' * 400}</p>")
    assert len(found.quotation) <= LONGEST_QUOTATION + 2
    assert found.quotation.endswith(" …")
