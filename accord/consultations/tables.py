"""The registers: consultations, what was said in one, and feedback."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from accord.consultations import words
from accord.consultations.actions.running import stage_of
from accord.consultations.models import Comment, Consultation
from accord.consultations.rules import Stage
from accord.kernel import clock
from accord.ui.links import address
from accord.ui.states import State
from accord.ui.tables import Column, Filter, Table


def stage_state(row: Consultation) -> State:
    return words.STAGES[stage_of(row, clock.today())]


def in_stage(rows: QuerySet[Consultation], chosen: str) -> QuerySet[Consultation]:
    today = clock.today()
    called_off = rows.exclude(called_off_because="")
    ended = rows.filter(is_running=False, called_off_because="")
    running = rows.filter(is_running=True)
    return {
        Stage.PLANNED.value: running.filter(opens_on__gt=today),
        Stage.OPEN.value: running.filter(opens_on__lte=today, closes_on__gte=today),
        Stage.ANSWERING.value: running.filter(closes_on__lt=today),
        Stage.CONCLUDED.value: ended,
        Stage.CALLED_OFF.value: called_off,
    }[chosen]


def _voices(row: Any) -> str:
    return f"{row.voices or 0} / {row.invited or 0}"


class Consultations(Table):
    """Every consultation that one may see."""

    search = ("document__title", "about")
    search_label = gettext_lazy("Search in titles and questions")
    order = "-opens"
    filters = (
        Filter(
            "stage",
            gettext_lazy("State"),
            [(stage.value, state.word) for stage, state in words.STAGES.items()],
            by=in_stage,
        ),
    )
    empty_title = gettext_lazy("No consultation yet")
    empty_text = gettext_lazy(
        "A consultation begins on the page of a draft: who is asked, how long, what they say and what the school answers "
        "stands here then."
    )

    def __init__(self, request: HttpRequest, rows: QuerySet[Consultation], *, leads: bool, **declared: Any) -> None:
        def url(row: Consultation) -> str:
            return address(request, "consultations:consultation", row.pk)

        self.columns = [
            Column("title", gettext_lazy("Document"), "document.title", sort="document__title", link=url),
            Column("version", gettext_lazy("Version"), "version.number"),
            Column("stage", gettext_lazy("State"), stage_state),
            Column("opens", gettext_lazy("First day"), "opens_on", sort="opens_on"),
            Column("closes", gettext_lazy("Last day"), "closes_on", sort="closes_on"),
        ]
        if leads:
            self.columns += [
                Column("said", gettext_lazy("Comments"), "said", sort="said", numeric=True),
                Column("unanswered", gettext_lazy("Unanswered"), "unanswered", sort="unanswered", numeric=True),
                Column("voices", gettext_lazy("Answered / asked"), _voices, numeric=True),
            ]
        super().__init__(request, rows, **declared)

    def lines(self) -> list[list[Any]]:
        """Everything that the filters leave, for the export."""
        return [
            [
                row.document.title,
                row.version.number,
                stage_state(row),
                row.opens_on,
                row.closes_on,
                row.said,
                row.unanswered,
                row.voices or 0,
                row.invited or 0,
            ]
            for row in self.everything
        ]


EXPORTED = (
    gettext_lazy("Document"),
    gettext_lazy("Version"),
    gettext_lazy("State"),
    gettext_lazy("First day"),
    gettext_lazy("Last day"),
    gettext_lazy("Comments"),
    gettext_lazy("Unanswered"),
    gettext_lazy("Bodies that answered"),
    gettext_lazy("Bodies asked"),
)

_ANSWERS = [("none", words.ANSWERS[""].word), *((code, state.word) for code, state in words.ANSWERS.items() if code)]
_FROM = [
    ("staff", gettext_lazy("Staff")),
    ("governors", gettext_lazy("Governors")),
    ("body", gettext_lazy("Bodies")),
]


def _answered(rows: QuerySet[Comment], chosen: str) -> QuerySet[Comment]:
    return rows.filter(answer="" if chosen == "none" else chosen)


class Comments(Table):
    """What was said, by whom as far as they said so, and what was answered."""

    search = ("words", "quotation", "answer_words")
    search_label = gettext_lazy("Search in what was said")
    order = "place"
    empty_title = gettext_lazy("Nobody has said anything yet")
    empty_text = gettext_lazy("Each comment will stand here with its answer.")

    def __init__(self, request: HttpRequest, rows: QuerySet[Comment], *, is_feedback: bool, **declared: Any) -> None:
        def url(row: Comment) -> str:
            return address(request, "consultations:answer", row.pk)

        about = Column("document", gettext_lazy("Document"), "document.title", sort="document__title")
        self.columns = [
            Column("words", gettext_lazy("What was said"), _short, link=url),
            Column("author", gettext_lazy("By"), words.author, sort="invitation__name,person__search"),
            *([about] if is_feedback else []),
            Column("place", gettext_lazy("About"), words.place, sort="page,paragraph"),
            Column("day", gettext_lazy("Day"), "made_on", sort="made_on"),
            Column("answer", gettext_lazy("Answer"), lambda row: words.ANSWERS[row.answer], sort="answer"),
        ]
        self.filters = [Filter("answer", gettext_lazy("Answer"), _ANSWERS, by=_answered)]
        if is_feedback:
            self.order = "-day"
        else:
            self.filters.append(Filter("from", gettext_lazy("From"), _FROM, by="invitation__group"))
        super().__init__(request, rows, **declared)

    def lines(self) -> list[list[Any]]:
        return [
            [
                row.document.title,
                row.version.number,
                words.author(row),
                row.made_on,
                words.place(row),
                row.quotation,
                row.words,
                row.is_formal,
                words.ANSWERS[row.answer],
                row.answer_words,
            ]
            for row in self.everything
        ]


COMMENTS_EXPORTED = (
    gettext_lazy("Document"),
    gettext_lazy("Version"),
    gettext_lazy("By"),
    gettext_lazy("Day"),
    gettext_lazy("About"),
    gettext_lazy("Passage"),
    gettext_lazy("What was said"),
    gettext_lazy("Formal response"),
    gettext_lazy("Answer"),
    gettext_lazy("Answer in words"),
)
COMMENTS_ON_PAPER = (2, 4, 6, 8, 9)


def _short(row: Comment) -> str:
    return row.words if len(row.words) <= 140 else row.words[:140].rsplit(" ", 1)[0] + " …"
