import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest

from accord.ui.charts import Event, Group, Mark, Segment, bars, progress, timeline, weeks
from accord.ui.clausegrid import ClauseCell, clause_grid
from accord.ui.states import COMMON, DONE, SHAPES, State
from accord.ui.tests import kitchen

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = [kitchen.signing, kitchen.teams, kitchen.year, kitchen.case]


@pytest.mark.parametrize("make", DRAWN)
def test_a_drawing_is_sound_named_and_has_nothing_inline(make):
    chart = make()
    root = ET.fromstring(chart.svg)
    assert root.find(f"{SVG}title").text == str(chart.title)
    assert root.find(f"{SVG}desc").text
    ids = [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
    assert len(ids) == len(set(ids))
    assert set(root.attrib["aria-labelledby"].split()) <= set(ids)
    assert not [e for e in root.iter() if "style" in e.attrib or any(name.startswith("on") for name in e.attrib)]
    for used in re.findall(r"url\(#([^)]+)\)", chart.svg):
        assert used in ids


@pytest.mark.parametrize("make", DRAWN)
def test_a_paper_gets_the_same_drawing_with_a_size(make):
    root = ET.fromstring(make().paper(300))
    assert "%" not in root.attrib["width"]
    assert root.attrib["viewBox"] == f"0 0 {root.attrib['width']} {root.attrib['height']}"


def test_the_parts_of_a_bar_stand_after_each_other_and_fill_what_they_should():
    chart = progress("t", [Segment(COMMON["signed"], 50), Segment(COMMON["declined"], 25)], 100)
    parts = [e.attrib for e in ET.fromstring(chart.svg).findall(f"{SVG}rect")][1:]
    assert [(part["x"], part["width"]) for part in parts] == [("0%", "50%"), ("50%", "25%")]
    assert chart.rows[-1] == ("The others", 25, "25 %")
    assert [str(item.text) for item in chart.legend] == ["50 signed", "25 declined"]


def test_two_states_of_one_meaning_are_told_apart_by_more_than_a_colour():
    chart = progress("t", [Segment(COMMON[code], 3) for code in ("signed", "viewed", "asked", "outdated")], 12)
    fills = [e.attrib["fill"] for e in ET.fromstring(chart.svg).findall(f"{SVG}rect")][1:]
    assert len(set(fills)) == len(fills) == 4
    drawn = {e.attrib["id"]: ET.tostring(e[1]) for e in ET.fromstring(chart.svg).iter(f"{SVG}pattern")}
    assert len(set(drawn.values())) == len(drawn) == 3
    swatches = [re.sub(r"-l\d", "", each.swatch) for each in chart.legend]
    assert len(set(swatches)) == 4


def test_one_state_without_number_leaves_the_other_its_usual_look():
    chart = progress("t", [Segment(COMMON["viewed"], 0), Segment(COMMON["asked"], 3)], 3)
    assert "again" not in chart.svg


@pytest.mark.parametrize(("done", "total", "share"), [
    (0, 0, "–"), (0, 7, "0 %"), (1, 1000, "1 %"), (999, 1000, "99 %"), (1000, 1000, "100 %"), (148, 160, "92 %"),
])  # fmt: skip
def test_a_share_never_says_all_while_one_is_missing(done, total, share):
    assert bars("t", [Group("g", done, total)]).rows[0][3] == share


def test_nobody_at_all_is_no_error():
    assert progress("t", [], 0).rows == []
    assert bars("t", []).rows == []
    assert timeline("t", ["A"], []).rows == []
    assert weeks("t", date(2026, 11, 2), date(2026, 11, 2), []).rows == []


def test_a_name_is_words_in_a_drawing_too():
    name = "<script>x</script> & co"
    for chart in (bars(name, [Group(name, 1, 2)]), progress(name, [Segment(State(name, DONE), 1)], 1)):
        assert "<script>" not in chart.svg
        assert ET.fromstring(chart.svg).find(f"{SVG}title").text == name


@pytest.mark.parametrize(("day", "is_shown"), [
    (date(2026, 11, 1), False), (date(2026, 11, 2), True), (date(2026, 11, 15), True), (date(2026, 11, 16), False),
])  # fmt: skip
def test_a_strip_shows_what_falls_into_its_weeks(day, is_shown):
    chart = weeks("t", date(2026, 11, 4), date(2026, 11, 12), [Mark(day, "It", COMMON["due"])])
    assert bool(chart.rows) is is_shown


@pytest.mark.parametrize("number", [1, 9, 14], ids=["one week", "eight weeks ahead", "a term"])
def test_a_strip_says_its_words_in_full(number):
    last = date(2026, 11, 2) + timedelta(weeks=number - 1)
    marks = [Mark(last, name, COMMON["due"]) for name in ("Sign: Photographs and video of pupils", "INSET day")]
    root = ET.fromstring(weeks("t", date(2026, 11, 2), last, marks).svg)
    boxes = []
    for group in root.findall(f"{SVG}g"):
        words = [e for e in group.findall(f"{SVG}text")]
        assert " ".join(e.text for e in words) == group.find(f"{SVG}title").text
        box = group.find(f"{SVG}rect").attrib
        boxes.append((float(box["y"]), float(box["y"]) + float(box["height"])))
        assert all(boxes[-1][0] < float(e.attrib["y"]) < boxes[-1][1] for e in words)
    assert boxes[0][1] < boxes[1][0], "marks do not cover each other"
    assert boxes[-1][1] <= float(root.attrib["height"])


def test_a_strip_over_new_year_has_every_week():
    assert weeks("t", date(2026, 12, 28), date(2027, 1, 10), []).width == 2 * 150


def test_events_are_numbered_in_order_and_told_with_their_lane():
    events = [
        Event(date(2026, 11, 3), 1, "Second", COMMON["done"]),
        Event(date(2026, 11, 2), 0, "First", COMMON["done"]),
    ]
    chart = timeline("t", ["Head", "Police"], events)
    assert [(row[0], row[2], row[3]) for row in chart.rows] == [(1, "Head", "First"), (2, "Police", "Second")]


def test_events_of_one_day_in_one_lane_do_not_cover_each_other():
    same = [Event(date(2026, 11, 2), 0, "A", COMMON["done"]), Event(date(2026, 11, 2), 0, "A", COMMON["done"])]
    circles = [e.attrib["cx"] for e in ET.fromstring(timeline("t", ["Head"], same).svg).iter(f"{SVG}circle")]
    assert len(set(circles)) == 2


def test_every_clause_is_a_link_that_says_how_it_stands():
    grid = clause_grid("The guidance", [("Adopting", [ClauseCell("F.1", COMMON["done"], "/guidance/#clause-F.1")])])
    link = next(ET.fromstring(grid.sections[0].svg).iter(f"{SVG}a"))
    assert link.attrib == {"href": "/guidance/#clause-F.1", "aria-label": "Clause F.1: Done"}
    assert grid.rows == [("Adopting", "F.1", "Done")]


def test_no_meaning_is_told_by_colour_alone():
    assert len(set(SHAPES.values())) == len(SHAPES)
