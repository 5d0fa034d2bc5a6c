"""What people are told by mail: that there is a consultation, where, and what became of it. Nothing of what was said."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accord.consultations.models import Consultation, Invitation
from accord.notices.kinds import Words
from accord.notices.words import link
from accord.ui.times import day

OPENED, LINK, CHANGED, ANSWERED = (
    "consultation.opened",
    "consultation.link",
    "consultation.changed",
    "feedback.answered",
)


def _page(consultation: Consultation, slug: str) -> str:
    return link(reverse("consultations:consultation", args=[slug, consultation.pk]))


def opened(consultation: Consultation, slug: str) -> Words:
    """What staff and governors are told on the first day."""
    title = consultation.document.title
    parts = {"title": title, "until": day(consultation.closes_on), "link": _page(consultation, slug)}
    body = _(
        "The school would like to know what you think of the draft of “%(title)s”. You can read it and comment on it until "
        "%(until)s. You need not.\n\n%(link)s"
    )
    return Words(subject=_("Consultation: %(title)s") % parts, body=body % parts)


def personal_link(consultation: Consultation, invitation: Invitation, secret: str, slug: str) -> Words:
    """What a body's representative gets: the way in, for this one purpose."""
    parts = {
        "title": consultation.document.title,
        "body": invitation.name,
        "until": day(consultation.closes_on),
        "link": link(reverse("consulted:invitation", args=[slug, secret])),
    }
    body = _(
        "The school consults %(body)s on the draft of “%(title)s”. With this link you can read it, comment on it and send your "
        "response until %(until)s. You need no account. The link is for %(body)s alone. Nothing can be said with it once "
        "the consultation has closed.\n\n%(link)s"
    )
    return Words(subject=_("Consultation: %(title)s") % parts, body=body % parts)


def moved(consultation: Consultation, slug: str, *, outside: bool) -> Words:
    parts = {"title": consultation.document.title, "until": day(consultation.closes_on)}
    said = _("There is more time: you can comment on the draft of “%(title)s” until %(until)s.") % parts
    where = _("The link that you were sent still works.") if outside else _page(consultation, slug)
    return Words(subject=_("More time: %(title)s") % parts, body=f"{said}\n\n{where}")


def called_off(consultation: Consultation, slug: str, *, outside: bool) -> Words:
    parts = {"title": consultation.document.title}
    said = _("The consultation on “%(title)s” was called off. You need not do anything.") % parts
    return Words(
        subject=_("Called off: consultation on %(title)s") % parts,
        body=said if outside else f"{said}\n\n{_page(consultation, slug)}",
    )


def concluded(consultation: Consultation, slug: str, *, outside: bool) -> Words:
    parts = {"title": consultation.document.title}
    said = _("The consultation on “%(title)s” has an outcome. Every comment was answered. Thank you.") % parts
    where = _("The link that you were sent shows the answers.") if outside else _page(consultation, slug)
    return Words(subject=_("Outcome: consultation on %(title)s") % parts, body=f"{said}\n\n{where}")


def feedback_answered(title: str, address: str) -> Words:
    parts = {"title": title, "link": link(address)}
    body = _("What you said about “%(title)s” has an answer.\n\n%(link)s")
    return Words(subject=_("An answer for you: %(title)s") % parts, body=body % parts)
