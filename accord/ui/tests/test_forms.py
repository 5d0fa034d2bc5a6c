import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from accord.ui.forms import Checkboxes, Field, Passphrase, Radios, Renderer, Search, problems
from accord.ui.tests.kitchen import EveryField, filled_in_badly
from accord.ui.tests.reading import Page

FILLED = {
    "name": "Priya Patel", "email": "p@school.sch.uk", "passphrase": "three plain words", "team": "pe", "answer": "sign",
    "audiences": ["staff"], "met_on-day": "9", "met_on-month": "11", "met_on-year": "2026", "read": "on",
}  # fmt: skip
FILE = SimpleUploadedFile("policy.pdf", b"%PDF-1.7")


def page_of(form: forms.BaseForm) -> Page:
    return Page(str(form))


def test_our_renderer_draws_every_form():
    assert isinstance(EveryField().renderer, Renderer)
    assert isinstance(EveryField()["name"], Field)


@pytest.mark.parametrize("form", [EveryField(), filled_in_badly(), EveryField({}), EveryField(FILLED, {"text": FILE})],
                         ids=["fresh", "filled in badly", "empty", "right"])  # fmt: skip
def test_a_form_has_no_faults_in_any_state(form):
    assert page_of(form).faults == []


def test_a_right_form_is_right():
    form = EveryField(FILLED, {"text": FILE})
    assert form.is_valid(), form.errors
    assert problems(form) == []
    assert not page_of(form).all(class_="govuk-error-summary")


def test_an_empty_form_names_every_field_that_is_missing_in_order():
    assert [(each.message, each.field_id) for each in problems(EveryField({}))] == [
        ("Fill in: Your full name", "id_name"),
        ("Fill in: Your e-mail address", "id_email"),
        ("Fill in: Your passphrase", "id_passphrase"),
        ("Choose from the list: Team", "id_team"),
        ("Choose an answer: What do you want to do?", "id_answer_0"),
        ("Tick at least one: Who is asked", "id_audiences_0"),
        ("Fill in: Date of the meeting", "id_met_on_day"),
        ("Choose a file: The document as a PDF", "id_text"),
        ("Tick the box: I have read and understood all of it", "id_read"),
    ]


def test_a_problem_stands_beside_its_field_too_and_the_field_points_at_it():
    page = page_of(filled_in_badly())
    field = page.one("input", id="bad_email")
    assert field.attrs["aria-invalid"] == "true"
    assert page.one(id=field.attrs["aria-describedby"]).text == (
        "Please check: Your e-mail address must be whole, such as name@school.sch.uk"
    )


def test_only_the_wrong_part_of_a_date_is_marked():
    page = page_of(filled_in_badly())
    marked = [e.attrs["id"] for e in page.all("input") if "aria-invalid" in e.attrs and "met_on" in e.attrs["id"]]
    assert marked == ["bad_met_on_day"]


def test_a_passphrase_never_comes_back():
    page = page_of(EveryField({"passphrase": "three plain words"}))
    assert "value" not in page.one("input", id="id_passphrase").attrs
    assert page.one("input", id="id_passphrase").attrs["type"] == "password"


def test_optional_is_said_where_it_is_not_plain():
    page = page_of(EveryField())
    optional = [label.text for label in page.all("label") if "(optional)" in label.text]
    assert optional == ["Why can you not sign? (optional)", "Anything else (optional)"]


def test_the_browsers_own_bubbles_are_off():
    assert not [e for e in page_of(EveryField()).elements if "required" in e.attrs]


def test_pasted_text_is_never_cut_off_but_counted():
    page = page_of(EveryField())
    area = page.one("textarea", id="id_reason")
    assert "maxlength" not in area.attrs
    assert page.one(class_="govuk-character-count").attrs["data-maxlength"] == "500"
    assert page.one(id="id_reason-info").text == "You can write up to 500 characters"


def test_an_answer_opens_its_own_field_which_stands_nowhere_else():
    page = page_of(EveryField())
    opening = page.one("input", id="id_answer_2")
    area = page.one("textarea", id="id_reason")
    assert opening.attrs["data-reveals"] in [e.attrs.get("id") for e in area.around]


def test_a_hint_under_an_option_is_read_with_it():
    page = page_of(EveryField())
    option = page.one("input", id="id_answer_1")
    assert page.one(id=option.attrs["aria-describedby"]).text == "What you write is kept with your signature."


def test_a_problem_of_the_whole_form_has_no_link():
    class Two(forms.Form):
        one = forms.CharField(label="One")

        def clean(self):
            raise forms.ValidationError("These two do not go together.")

    found = problems(Two({"one": "x"}))
    assert [(each.message, each.field_id) for each in found] == [("These two do not go together.", "")]
    assert not page_of(Two({"one": "x"})).all("a")


def test_words_in_a_problem_are_only_words():
    class Echo(forms.Form):
        kind = forms.ChoiceField(label="<i>Kind</i>", choices=[("a", "A")])

    html = str(Echo({"kind": "<script>alert(1)</script>"}))
    assert "<script>" not in html
    assert "<i>" not in html


def test_the_same_form_twice_on_a_page_with_prefixes_has_no_doubled_ids():
    page = Page(str(EveryField(prefix="a")) + str(EveryField(prefix="b")))
    assert page.faults == []


def test_a_formset_is_drawn_by_us_too():
    several = forms.formset_factory(EveryField, extra=2)()
    page = Page(str(several))
    assert page.faults == []
    assert len(page.all("fieldset")) >= 2


@pytest.mark.parametrize(("widget", "kind"), [
    (Radios, "radios"), (Checkboxes, "checkboxes"), (Passphrase, "passphrase"), (Search, "input"), (forms.Textarea, "textarea"),
    (forms.Select, "select"), (forms.RadioSelect, "radios"), (forms.ClearableFileInput, "file"), (forms.NumberInput, "input"),
])  # fmt: skip
def test_each_widget_has_its_component(widget, kind):
    form = forms.Form()
    form.fields["it"] = forms.ChoiceField(widget=widget, choices=[("a", "A")]) if "hoi" in str(widget.__mro__) else (
        forms.CharField(widget=widget)
    )  # fmt: skip
    assert form["it"].kind == kind
    assert page_of(form).faults == []


def test_no_hint_vanishes_while_one_types():
    form = forms.Form()
    form.fields["login"] = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "E-mail"}))
    assert "placeholder" not in page_of(form).one("input", name="login").attrs


def test_a_width_of_its_own_is_kept_beside_ours():
    form = forms.Form()
    form.fields["code"] = forms.CharField(widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}))
    assert page_of(form).one("input", name="code").attrs["class"] == "govuk-input govuk-input--width-5"
