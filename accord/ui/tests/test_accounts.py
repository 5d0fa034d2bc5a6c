"""The pages of the account library, drawn with our elements."""

import pytest
from django import forms
from django.template import Origin, RequestContext, Template, engines, loader
from django.test import RequestFactory

from accord.ui.forms import Passphrase
from accord.ui.tests.reading import Page

ELEMENTS = """{% load allauth %}
{% element h1 %}Recovery codes{% endelement %}
{% element p %}Keep them safe.{% endelement %}
{% element alert %}{% slot message %}Only three are left.{% endslot %}{% endelement %}
{% element panel %}{% slot title %}Codes{% endslot %}{% slot body %}Ten of them{% endslot %}{% slot actions %}{% element button href="/x/" tags="panel" %}View{% endelement %}{% endslot %}{% slot actions %}{% element button href="/y/" tags="danger" %}Remove{% endelement %}{% endslot %}{% endelement %}
{% element field id="secret" type="text" value="ABC" disabled=True %}{% slot label %}Secret{% endslot %}{% slot help_text %}For later.{% endslot %}{% endelement %}
{% element field id="codes" type="textarea" rows=3 readonly=True %}{% slot label %}Codes{% endslot %}{% slot value %}one
two{% endslot %}{% endelement %}
{% element field id="saved" type="checkbox" name="saved" %}{% slot label %}I have saved them{% endslot %}{% endelement %}
{% element form form=form method="post" action="/accounts/login/" %}{% slot body %}{% element fields form=form unlabeled=True %}{% endelement %}{% endslot %}{% slot actions %}{% element button type="submit" %}Sign in{% endelement %}{% element button type="submit" form="out" tags="link,cancel" %}Cancel{% endelement %}{% endslot %}{% endelement %}
{% element details %}{% slot summary %}More{% endslot %}{% slot body %}Words{% endslot %}{% endelement %}
{% element table %}{% element thead %}{% element tr %}{% element th %}Where{% endelement %}{% endelement %}{% endelement %}{% element tbody %}{% element tr %}{% element td align="right" %}3{% endelement %}{% endelement %}{% endelement %}{% endelement %}
{% element badge %}Primary{% endelement %}{% element hr %}{% endelement %}{% element img src="/qr.svg" alt="A code to scan" %}{% endelement %}
{% element button_group %}{% element button href="/z/" tags="primary,outline" %}Another way{% endelement %}{% endelement %}
"""  # noqa: E501


class SignIn(forms.Form):
    login = forms.EmailField(label="E-mail address")
    password = forms.CharField(label="Passphrase", widget=Passphrase)


def rendered(form: forms.Form) -> Page:
    made = Template(ELEMENTS, Origin("elements", "elements.html"), engine=engines["django"].engine)
    return Page(made.render(RequestContext(RequestFactory().get("/"), {"form": form})))


@pytest.fixture
def page():
    return rendered(SignIn())


def test_the_elements_have_no_faults(page):
    assert page.faults == []


def test_the_one_thing_to_do_has_the_schools_colour_and_danger_is_red(page):
    look = {e.text: e.attrs["class"] for e in page.elements if e.tag in {"a", "button"} and e.text not in {"Show"}}
    assert look == {
        "View": "govuk-button govuk-button--secondary", "Remove": "govuk-button govuk-button--warning",
        "Sign in": "govuk-button", "Cancel": "button--plain", "Another way": "govuk-button govuk-button--secondary",
    }  # fmt: skip


def test_a_field_of_the_library_is_named_and_hinted(page):
    assert page.one("input", id="secret").attrs["aria-describedby"] == "secret_helptext"
    assert page.one("textarea", id="codes").text == "one two"


def test_a_form_says_its_problems_in_our_words_and_has_no_browser_bubbles():
    form = rendered(SignIn({})).one("form")
    assert "novalidate" in form.attrs
    assert "Fill in: Passphrase" in form.text


@pytest.mark.parametrize("layout", ["base", "entrance", "manage"])
def test_the_layouts_are_our_page(layout):
    page = Page(loader.get_template(f"allauth/layouts/{layout}.html").render({}, RequestFactory().get("/")))
    assert page.one("main", id="main")
    assert page.faults == []
