"""What the pages of consultations show. Each function asks a fixed number of questions, however much was said."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from accord.consultations import rules
from accord.consultations.actions.running import stage_of
from accord.consultations.models import BoardPaper, Comment, Consultation, Invitation, Outcome
from accord.consultations.passages import Passage, passages
from accord.consultations.voices import asks
from accord.people.models import Person
from accord.policies.models import Adoption, Version
from accord.signing.models import Page

_STANDING = Q(comments__withdrawn_at__isnull=True, comments__isnull=False)


def counted() -> QuerySet[Consultation]:
    """Every consultation with how many voices it asks, how many have answered, and what was said and answered."""
    answered = Comment.objects.standing().filter(consultation=OuterRef("pk")).order_by()
    voices = answered.values("consultation").annotate(n=Count("invitation", distinct=True)).values("n")
    asked = Invitation.objects.filter(consultation=OuterRef("pk")).order_by()
    invited = asked.values("consultation").annotate(n=Count("pk")).values("n")
    return Consultation.objects.select_related("document", "version").annotate(
        invited=Subquery(invited),
        voices=Subquery(voices),
        said=Count("comments", filter=_STANDING),
        unanswered=Count("comments", filter=_STANDING & Q(comments__answer="")),
    )


@dataclass(frozen=True)
class Voice:
    """One that was asked, and how they answered."""

    invitation: Invitation
    comments: int
    response: Comment | None

    @property
    def has_answered(self) -> bool:
        return self.comments > 0

    @property
    def is_body(self) -> bool:
        return self.invitation.group == Invitation.Group.BODY


@dataclass(frozen=True)
class Sheet:
    """Everything that a consultation's page shows to those who lead or oversee it."""

    consultation: Consultation
    stage: rules.Stage
    voices: list[Voice]
    said: int
    unanswered: int
    outcome: Outcome | None
    papers: list[BoardPaper]

    @property
    def decision(self) -> Adoption | None:
        """What the governing board decided against a paper of this consultation."""
        return next((paper.adoption for paper in self.papers if paper.adoption), None)

    @property
    def answered_voices(self) -> int:
        return sum(voice.has_answered for voice in self.voices)


def sheet(consultation: Consultation, today: date) -> Sheet:
    """How a consultation stands. Five queries."""
    numbers = dict(
        Comment.objects.standing()
        .filter(consultation=consultation)
        .order_by()
        .values_list("invitation")
        .annotate(n=Count("pk"))
    )
    formal = Comment.objects.standing().filter(consultation=consultation, is_formal=True)
    responses = {comment.invitation_id: comment for comment in formal}
    rows = consultation.invitations.select_related("contact")
    return Sheet(
        consultation=consultation,
        stage=stage_of(consultation, today),
        voices=[Voice(row, numbers.get(row.pk, 0), responses.get(row.pk)) for row in rows],
        said=sum(numbers.values()),
        unanswered=Comment.objects.unanswered().filter(consultation=consultation).count(),
        outcome=Outcome.objects.filter(consultation=consultation).first(),
        papers=list(papers().filter(consultation=consultation)),
    )


def papers() -> QuerySet[BoardPaper]:
    return BoardPaper.objects.select_related("file", "asked_by", "adoption", "version", "document")


@dataclass(frozen=True)
class Marked:
    """A passage, and what the reader has said about it."""

    passage: Passage
    mine: list[Comment]


@dataclass(frozen=True)
class Shown:
    """A page of the text that a consultation is about."""

    number: int
    last: int
    pages: list[Page]
    passages: list[Marked]


def text(version: Version, number: int, mine: QuerySet[Comment]) -> Shown | None:
    """One page of a version's frozen text with the reader's own comments beside its passages. Three queries."""
    pages = list(Page.objects.filter(text=version.text_id).defer("html", "words"))
    html = Page.objects.filter(text=version.text_id, number=number).values_list("html", flat=True).first()
    if html is None:
        return None
    said: dict[int | None, list[Comment]] = {}
    for comment in mine.filter(version=version, page=number):
        said.setdefault(comment.paragraph, []).append(comment)
    marked = [Marked(found, said.get(found.number, [])) for found in passages(html)]
    return Shown(number, len(pages), pages, marked)


def said_by(person: Person) -> QuerySet[Comment]:
    """What this person said under their name and did not take back."""
    own = Person.objects.of(person).order_by().values("pk")
    return Comment.objects.standing().filter(person__in=own).select_related("document", "consultation", "version")


def neighbours(comments: QuerySet[Comment], here: uuid.UUID) -> tuple[list[uuid.UUID], int]:
    """The comments in the order in which they are answered, and the place of one among them. One query."""
    ordered = list(comments.order_by("-is_formal", "page", "paragraph", "made_on", "id").values_list("pk", flat=True))
    return ordered, ordered.index(here) if here in ordered else -1


def concluded_for(version: Version) -> Consultation | None:
    """The consultation with an outcome that stands for this version, if there is one (clause F.6). One query."""
    wanted = rules.Consulted(version.pk, version.document_id, (version.major, version.minor), version.state)
    ended = Consultation.objects.filter(
        Exists(Outcome.objects.filter(consultation=OuterRef("pk"))), document=version.document_id
    )
    for consultation in ended.select_related("version"):
        other = consultation.version
        consulted = rules.Consulted(other.pk, other.document_id, (other.major, other.minor), other.state)
        if rules.covers(consulted, wanted):
            return consultation
    return None


# Home


def open_today(person: Person, today: date) -> list[Consultation]:
    """The consultations that this person can say something in today. One query."""
    return list(asks(Consultation.objects.open_on(today), person, today).select_related("document"))


def to_answer() -> dict[str, int]:
    """How much was said and has no answer: in consultations that run, and as feedback. One query."""
    waiting = Comment.objects.unanswered().filter(Q(consultation__is_running=True) | Q(consultation=None))
    return waiting.aggregate(
        consulted=Count("pk", filter=Q(consultation__isnull=False)),
        feedback=Count("pk", filter=Q(consultation=None)),
    )
