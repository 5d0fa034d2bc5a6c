"""`accord account invite`: the first Headteacher of a new school comes in."""

import json
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accord.kernel.scope import in_school
from accord.notices.models import Notice
from accord.people.models import Account, Person, Seat
from accord.schools.models import School
from accord.signin.tests.conftest import link_in


def invite(school: School, *more: str, email: str = "head@ashwood.example") -> str:
    out = StringIO()
    given = ["--school", str(school.urn), "--role", "headteacher", "--forename", "Zoë", "--surname", "O’Brien"]
    call_command("account_invite", email, *given, *more, stdout=out)
    return out.getvalue()


def test_the_link_leads_to_a_passphrase_and_the_passphrase_to_the_school(school):
    told = json.loads(invite(school, "--json"))
    browser, link = Client(), urlsplit(told["link"]).path
    chosen = browser.get(link, follow=True).redirect_chain[-1][0]
    words = {"password1": "three random words 7", "password2": "three random words 7"}
    assert browser.post(chosen, words).status_code == 302
    account = Account.objects.get(email="head@ashwood.example")
    assert account.check_password("three random words 7")
    assert "password1" not in Client().get(link, follow=True).content.decode()


def test_a_second_invitation_changes_nothing_but_the_link(school):
    invite(school)
    invite(school)
    with in_school(school.pk):
        person = Person.objects.get()
        assert person.roles.get().role == "headteacher"
        assert person.appointments.get().job_title == "Headteacher"
    assert Seat.objects.get(person_id=person.pk).closed_at is None


@pytest.mark.parametrize("email", ["", "head", "head@", "a b@c.example"])
def test_what_is_no_address_is_refused(school, email):
    with pytest.raises(CommandError, match="not an e-mail address"):
        invite(school, email=email)


def test_an_unknown_school_is_said(school):
    given = ["--school", "1", "--role", "headteacher", "--forename", "Zoë"]
    with pytest.raises(CommandError, match="no school with URN 1") as refused:
        call_command("account_invite", "head@ashwood.example", *given)
    assert refused.value.returncode == 2


@pytest.mark.parametrize("server", ["", "smtp://127.0.0.1:25"])
def test_the_link_is_sent_as_well_where_there_is_a_mail_server(school, settings, server):
    settings.EMAIL_URL = server
    told = json.loads(invite(school, "--json"))
    assert (told["email"], told["school"], told["sent"]) == ("head@ashwood.example", school.urn, bool(server))
    with in_school(school.pk):
        sent = list(Notice.objects.filter(person=told["person"]))
    assert len(sent) == bool(server)
    for notice in sent:
        assert (notice.urgent, notice.subject) == (True, f"Come in: {school.name}")
        assert "Choose a passphrase" in Client().get(link_in(notice), follow=True).content.decode()


def test_without_json_it_says_what_to_do_with_the_link(school):
    assert "hand it over in person" in invite(school)
