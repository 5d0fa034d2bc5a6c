"""Consultations in words: where they stand, what a comment is about, what an answer is called."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accord.consultations.models import Comment, Outcome
from accord.consultations.reads import Sheet
from accord.consultations.rules import Stage
from accord.ui.states import DONE, DUE, ENDED, YOURS, State

STAGES: dict[Stage, State] = {
    Stage.PLANNED: State(gettext_lazy("Not open yet"), ENDED),
    Stage.OPEN: State(gettext_lazy("Open"), YOURS),
    Stage.ANSWERING: State(gettext_lazy("Closed, no outcome yet"), DUE),
    Stage.CONCLUDED: State(gettext_lazy("Outcome recorded"), DONE),
    Stage.CALLED_OFF: State(gettext_lazy("Called off"), ENDED),
}
ANSWERS: dict[str, State] = {
    "": State(gettext_lazy("No answer yet"), DUE),
    Comment.Answer.ACCEPTED: State(gettext_lazy("Accepted"), DONE),
    Comment.Answer.NOTED: State(gettext_lazy("Noted"), YOURS),
    Comment.Answer.NOT_TAKEN: State(gettext_lazy("Not taken up"), ENDED),
}
RECOMMENDED = {
    "as-it-is": gettext_lazy("recommended for adoption as it is"),
    "adapted": gettext_lazy("recommended for adoption as adapted"),
    "not-adopted": gettext_lazy("not recommended for adoption"),
}


def this_day(value: date) -> str:
    """Friday 4 December: near enough that nobody needs the year."""
    return date_format(value, "l j F")


def comments(number: int) -> str:
    if not number:
        return _("no comment yet")
    return ngettext("%(n)d comment", "%(n)d comments", number) % {"n": number}


def heading(sheet: Sheet) -> str:
    """The answer that a consultation's page begins with, for those who lead or oversee it."""
    consultation, parts = sheet.consultation, {"said": comments(sheet.said), **_voices(sheet)}
    if sheet.stage is Stage.PLANNED:
        return _("Opens on %(day)s") % {"day": this_day(consultation.opens_on)}
    if sheet.stage is Stage.OPEN:
        parts["day"] = this_day(consultation.closes_on)
        return _("Open until %(day)s: %(said)s, %(answered)d of %(asked)d have answered") % parts
    if sheet.stage is Stage.ANSWERING and sheet.unanswered:
        left = ngettext("%(n)d needs an answer", "%(n)d need an answer", sheet.unanswered) % {"n": sheet.unanswered}
        return _("Closed with %(said)s: %(left)s") % {**parts, "left": left}
    if sheet.stage is Stage.ANSWERING:
        return _("Closed with %(said)s, all answered: record the outcome") % parts
    if sheet.outcome:
        return _("%(outcome)s, with %(said)s from %(answered)d of %(asked)d") % {
            **parts,
            "outcome": outcome(sheet.outcome),
        }
    return _("Called off: %(because)s") % {"because": consultation.called_off_because}


def _voices(sheet: Sheet) -> dict[str, int]:
    return {"answered": sheet.answered_voices, "asked": len(sheet.voices)}


def outcome(found: Outcome) -> str:
    """Recommended for adoption as adapted."""
    said = str(RECOMMENDED[found.recommendation])
    return said[0].upper() + said[1:]


def heading_for_staff(sheet: Sheet, *, is_asked: bool) -> str:
    """The same for those who are asked."""
    consultation = sheet.consultation
    if sheet.stage is Stage.OPEN and is_asked:
        return _("What do you think? Open until %(day)s") % {"day": this_day(consultation.closes_on)}
    if sheet.stage is Stage.OPEN:
        return _("Open until %(day)s") % {"day": this_day(consultation.closes_on)}
    if sheet.stage is Stage.PLANNED:
        return _("Opens on %(day)s") % {"day": this_day(consultation.opens_on)}
    if sheet.stage is Stage.ANSWERING:
        return _("Closed on %(day)s. The school is answering") % {"day": this_day(consultation.closes_on)}
    return outcome(sheet.outcome) if sheet.outcome else _("Called off")


def place(comment: Comment) -> str:
    """Where in the text a comment points."""
    if comment.page is None:
        return _("The whole text")
    return _("Page %(page)d, paragraph %(paragraph)d") % {"page": comment.page, "paragraph": comment.paragraph or 0}


def author(comment: Comment) -> str:
    """Whom those who lead see beside a comment."""
    voice = comment.invitation
    if voice is not None and voice.group == "body":
        return voice.name
    group = _("governor") if voice is not None and voice.group == "governors" else _("staff")
    if comment.person is None:
        return _("Without a name (%(group)s)") % {"group": group}
    return _("%(name)s (%(group)s)") % {"name": comment.person.name, "group": group}
