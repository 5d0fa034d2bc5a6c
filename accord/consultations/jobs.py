"""What the worker does for consultations: tell people, make the board's paper, and tie the board's decision to it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accord.consultations import actions, evidence, messages
from accord.consultations.actions.running import stage_of
from accord.consultations.models import BoardPaper, Comment, Consultation, Invitation
from accord.consultations.rules import Stage
from accord.consultations.voices import STAFF_CATEGORIES
from accord.kernel import clock
from accord.kernel.jobs import job
from accord.kernel.models import Entry
from accord.notices import actions as notices
from accord.notices.kinds import Words
from accord.notices.models import Notice
from accord.people.models import Appointment, Category, Person
from accord.policies.models import Adoption
from accord.schools.reads import open_school

_TOLD = {
    evidence.MOVED: messages.moved,
    evidence.CALLED_OFF: messages.called_off,
    evidence.CONCLUDED: messages.concluded,
}


@job()
def invite(entry: str = "") -> int:
    """Tell whoever is asked, in every consultation that is open and has not told them; return how many messages.

    After a consultation was started or a body got an address, and each morning for those that open that day. Safe to
    repeat: a person is told once, and a link that went out stays.
    """
    now, today = clock.now(), clock.today()
    school = open_school()
    told = 0
    for consultation in Consultation.objects.open_on(today).select_related("document", "folder"):
        waiting = Invitation.objects.filter(consultation=consultation, told_at=None).select_for_update(of=("self",))
        drafts = []
        for invitation in waiting.select_related("contact"):
            if invitation.group == Invitation.Group.BODY:
                drafts += _link(consultation, invitation, school.slug, now)
            else:
                drafts += _to_group(consultation, invitation, school.slug)
                Invitation.objects.filter(pk=invitation.pk).update(told_at=now)
        notices.queue(drafts, now=now)
        told += len(drafts)
    return told


def _link(consultation: Consultation, invitation: Invitation, slug: str, now: datetime) -> list[notices.Draft]:
    if invitation.contact is None or not invitation.contact.email:
        return []  # On the consultation's page it stands as not told; there the school can give an address.
    secret = actions.mint_link(invitation, now=now)
    said = messages.personal_link(consultation, invitation, secret, slug)
    once = f"{messages.LINK}/{invitation.pk}/{invitation.link_number}"
    return [_draft(consultation, invitation.contact, messages.LINK, once, said)]


def _to_group(consultation: Consultation, invitation: Invitation, slug: str) -> list[notices.Draft]:
    said = messages.opened(consultation, slug)
    return [
        _draft(consultation, person, messages.OPENED, f"{messages.OPENED}/{consultation.pk}/{person.pk}", said)
        for person in _people(invitation.group)
    ]


def _people(group: str) -> Iterable[Person]:
    """Everybody in post today who is staff, or who is a governor."""
    wanted = [Category.GOVERNOR] if group == Invitation.Group.GOVERNORS else STAFF_CATEGORIES
    held = Appointment.objects.current(clock.today()).filter(person=OuterRef("pk"), category__in=wanted)
    return Person.objects.filter(Exists(held))


def _draft(consultation: Consultation, person: Person, kind: str, once: str, said: Words) -> notices.Draft:
    return notices.Draft(
        person=person, kind=kind, once=once, subject=said.subject, body=said.body, folder=consultation.folder
    )


@job()
def tell(entry: str) -> int:
    """Tell whoever was invited what became of the consultation; return how many messages. Safe to repeat."""
    now = clock.now()
    found = Entry.objects.get(pk=entry)
    assert found.subject_id
    consultation = Consultation.objects.select_related("document", "folder").get(pk=found.subject_id)
    school, made = open_school(), _TOLD[found.act]
    drafts: dict[uuid.UUID, notices.Draft] = {}
    told = Invitation.objects.filter(consultation=consultation, told_at__isnull=False).select_related("contact")
    for invitation in told:
        outside = invitation.group == Invitation.Group.BODY
        people = _people(invitation.group) if not outside else filter(None, [invitation.contact])
        said = made(consultation, school.slug, outside=outside)
        for person in people:
            once = f"{messages.CHANGED}/{entry}/{person.pk}"
            drafts.setdefault(person.pk, _draft(consultation, person, messages.CHANGED, once, said))
    notices.queue(list(drafts.values()), now=now)
    return len(drafts)


@job()
def tell_answer(entry: str) -> int:
    """Tell whoever gave feedback that it has an answer. In a consultation people are told once, with its outcome."""
    found = Entry.objects.get(pk=entry)
    assert found.subject_id
    comment = Comment.objects.select_related("document", "folder", "person").get(pk=found.subject_id)
    if comment.consultation_id or comment.person is None:
        return 0
    address = reverse("consultations:mine", args=[open_school().slug])
    said = messages.feedback_answered(comment.document.title, address)
    once = f"{messages.ANSWERED}/{entry}"
    draft = notices.Draft(comment.person, messages.ANSWERED, once, said.subject, said.body, folder=comment.folder)
    notices.queue([draft], now=clock.now())
    return 1


def still_open(waiting: Sequence[Notice], now: datetime) -> Mapping[uuid.UUID, Words | None]:
    """An invitation that waits over a holiday is not sent once the consultation is over."""
    asked = {notice.pk: uuid.UUID(notice.once.split("/")[1]) for notice in waiting}
    found = Consultation.objects.filter(pk__in=asked.values())
    today = clock.today()
    open_now = {row.pk for row in found if stage_of(row, today) is Stage.OPEN}
    return {pk: None for pk, consultation in asked.items() if consultation not in open_now}


@job()
def make_paper(entry: str) -> None:
    """Set and seal the board's paper that somebody asked for. Run twice it does nothing: the paper is there."""
    from accord.consultations.board_paper import render
    from accord.witnesses.sealing import seal

    paper_id = Entry.objects.get(pk=entry).subject_id
    assert paper_id
    rows = BoardPaper.objects.select_for_update(of=("self",)).filter(pk=paper_id, file=None)
    row = rows.select_related("document", "version__text", "folder", "consultation", "asked_by").first()
    if row is None:
        return
    school = open_school()
    reason = f"Paper for the governing board: {row.document.title}"[:200]
    content, _untimed = seal(render(row, school), school, reason=reason)
    actions.keep_paper(row, content, name=f"board paper {row.document.slug} {row.version.number}.pdf", now=clock.now())


@job()
def bind_decision(entry: str) -> None:
    """Note on the board's paper which decision was recorded against it. Safe to repeat."""
    found = Entry.objects.get(pk=entry)
    adoption = Adoption.objects.filter(entry_id=found.pk).first()
    if adoption is not None:
        actions.bind_decision(adoption)
