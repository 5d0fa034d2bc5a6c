from types import SimpleNamespace

import pytest
from django.forms import CharField, Form
from django.template import engines
from django.urls import NoReverseMatch

from accord.kernel.decision import ALLOW, refuse
from accord.ui.states import LATE, State
from accord.ui.templatetags.ui import initials
from accord.ui.tests.kitchen import Kitchen
from accord.ui.tests.reading import Page

pytestmark = pytest.mark.urls("accord.ui.tests.urls")


def rendered(template: str, **context) -> Page:
    made = engines["django"].from_string("{% load ui %}" + template)
    return Page(made.render(context, Kitchen().request()))


def test_an_act_posts_to_the_schools_own_address():
    page = rendered('{% act may "See" "person" 7 style="secondary" name="how" value="fast" %}', may=ALLOW)
    assert page.one("form").attrs["action"] == "/s/hopewell/people/7/"
    assert page.one("button").attrs["name"] == "how"
    assert page.one("button").has_class("govuk-button--secondary")


def test_an_act_takes_an_address_as_it_is():
    assert rendered('{% act may "Do" "/x/?y=1" %}', may=ALLOW).one("form").attrs["action"] == "/x/?y=1"
    assert rendered('{% act may "Do" %}', may=ALLOW).one("form").attrs["action"] == ""


def test_a_refused_act_needs_no_address_and_shows_words_only():
    page = rendered('{% act may "Do" "no-such-route" %}', may=refuse("no", "<b>Because</b>"))
    assert not page.all("form")
    assert not page.all("b")
    assert "<b>Because</b>" in page.one("div", class_="refusal").text


def test_a_route_that_does_not_exist_is_a_mistake_of_ours():
    with pytest.raises(NoReverseMatch):
        rendered('{% act may "Do" "no-such-route" %}', may=ALLOW)


def test_a_way_on_looks_like_a_button_and_may_be_refused():
    assert rendered('{% go "Start" "documents" %}').one("a").attrs["href"] == "/s/hopewell/documents/"
    page = rendered('{% go "Start" "documents" decision=may %}', may=refuse("no", "Not yet."))
    assert "Not yet." in page.one("div", class_="refusal").text


@pytest.mark.parametrize(("value", "word", "meaning"), [
    ("signed", "Signed", "done"), ("not_asked", "Not asked", "ended"), ("in-tension", "In tension", "heed"),
    ("never-heard-of", "Never heard of", "ended"), (State("Gone", LATE), "Gone", "late"),
])  # fmt: skip
def test_a_state_has_word_meaning_and_shape(value, word, meaning):
    page = rendered("{% tag it %}", it=value)
    assert page.one("span").text == word
    assert page.one("span").has_class(f"tag--{meaning}")
    assert page.one("path").attrs["d"]


def test_a_clause_leads_to_our_plain_words_of_it():
    link = rendered('{% clause "9.9.3b2" %}').one("a")
    assert (link.text, link.attrs["href"]) == ("Clause 9.9.3b2", "/guidance/#clause-9.9.3b2")


def test_a_summary_takes_a_mapping_or_rows_with_a_link():
    page = rendered("{% summary rows %}", rows={"Version": "4", "By": "<i>Board</i>"})
    assert [(k.text, v.text) for k, v in zip(page.all("dt"), page.all("dd"), strict=True)] == [
        ("Version", "4"), ("By", "<i>Board</i>"),
    ]  # fmt: skip
    page = rendered("{% summary rows %}", rows=[("Version", "4", "Change", "/change/")])
    assert page.one("a").text == "Change Version"


def test_one_question_one_page():
    class One(Form):
        name = CharField(label="Your full name")

    page = rendered("{% field form.name heading=True %}", form=One())
    assert page.one("h1").text == "Your full name"
    assert page.one("h1") in page.one("label").around
    assert page.faults == []


@pytest.mark.parametrize(("name", "letters"), [
    ("Hopewell Community School", "HC"), ("St Mary's CE Primary School", "M"), ("The Ridge", "R"), ("School", "S"),
    ("Łódź Road Academy", "ŁR"), ("", ""), ("3rd Avenue Infant School", "RA"), ("Ysgol Ŵyn", "YŴ"),
])  # fmt: skip
def test_the_crest_has_what_the_school_is_called(name, letters):
    assert initials(name) == letters


def test_filters_of_nothing_are_nothing():
    page = "{{ none|day }}{{ none|clock }}{{ none|moment }}{{ none|until }}{{ none|ago }}"
    made = engines["django"].from_string("{% load ui %}" + page)
    assert made.render({"none": None}, Kitchen().request()) == ""


def test_a_page_needs_no_middleware():
    made = engines["django"].from_string(
        '{% extends "ui/public.html" %}{% block heading %}<h1>Hello</h1>{% endblock %}'
    )
    page = Page(made.render({}, SimpleNamespace(META={}, path="/", COOKIES={})))
    assert page.one("h1").text == "Hello"
    assert page.faults == []
