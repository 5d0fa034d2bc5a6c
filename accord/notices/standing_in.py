"""Telling those concerned that somebody stands in for somebody, and that it is over."""

import json

from django.urls import reverse
from django.utils.translation import gettext as _

from accord.kernel import clock
from accord.kernel.jobs import job
from accord.kernel.models import Entry
from accord.notices import actions
from accord.notices.words import link
from accord.people.models import Person, RoleHeld
from accord.people.rules import HEADTEACHER
from accord.schools.reads import open_school

KIND = "role.standing-in"


@job()
def tell(entry: str) -> int:
    """Tell who stands in, who is away and every Headteacher, but for whoever did it; return how many.

    Safe to repeat: each is told once of each entry. Nothing is said where the entry's detail has been erased.
    """
    found = Entry.objects.get(pk=entry)
    if not found.detail:
        return 0
    detail = json.loads(found.detail)
    slug, concerned = open_school().slug, {detail["person"], detail["instead_of"]}
    heads = RoleHeld.objects.current(clock.today()).filter(role=HEADTEACHER).values_list("person_id", flat=True)
    people = Person.objects.filter(pk__in={*concerned, *map(str, heads)})
    drafts = []
    for person in people:
        if person.pk == found.actor_id:
            continue
        subject, body = _said(found.act, person, detail)
        once = f"{KIND}/{entry}/{person.pk}"
        page = link(reverse("people:away" if str(person.pk) in concerned else "people:roles", args=[slug]))
        drafts.append(actions.Draft(person, KIND, once, subject=subject, body=f"{body}\n{page}"))
    actions.queue(drafts, now=clock.now())
    return len(drafts)


def _said(act: str, person: Person, detail: dict[str, str]) -> tuple[str, str]:
    """Subject and body, without a name: a mail is read by more people than it is sent to."""
    is_over = act == "role.taken-back"
    if str(person.pk) == detail["person"]:
        if is_over:
            return _("You no longer stand in for a colleague"), _("What you could do in their place has ended:")
        return _("You stand in for a colleague"), _("For whom, until when, and what that allows you to do:")
    if str(person.pk) == detail["instead_of"]:
        if is_over:
            return _("Nobody stands in for you any longer"), _("Who did, and in which role:")
        return _("A colleague stands in for you"), _("Who does, in which role, and until when:")
    if is_over:
        return _("Somebody no longer stands in for a colleague"), _("The roles of everybody at the school:")
    return _("Somebody stands in for a colleague"), _("The roles of everybody at the school:")
