"""From the sheets of a printing to what stands on paper."""

import uuid
from collections import defaultdict

from django.conf import settings

from accord.paper.receipts import Letterhead
from accord.paper.sheets import Sheet as PaperSheet
from accord.paper.sheets import SheetText as PaperText
from accord.schools.models import School
from accord.schools.reads import open_school
from accord.signing.models import Text
from accord.signing.paper_route.models import Printing, SheetText
from accord.signing.receipts import Origin, origins
from accord.signing.statement import TERMS, opening
from accord.ui.templatetags.ui import initials


def letterhead(school: School) -> Letterhead:
    """How the school's papers begin."""
    return Letterhead(school.name, str(school.urn), initials(school.name), school.accent)


def printed(printing: Printing) -> list[PaperSheet]:
    """The sheets as they are set, in the order of their names. Three queries."""
    named: dict[uuid.UUID, list[Text]] = defaultdict(list)
    for row in SheetText.objects.filter(sheet__printing=printing).select_related("text").order_by("text__title"):
        named[row.sheet_id].append(row.text)
    known: dict[uuid.UUID, Origin] = {}
    for source in origins:
        known.update(source.of({text.pk for texts in named.values() for text in texts}))
    school = open_school()
    terms = tuple((term.words, term.clause) for term in TERMS)
    return [
        PaperSheet(
            code=sheet.code,
            name=sheet.person_name,
            role=sheet.person_role,
            opening=opening(school.name),
            texts=tuple(_text(text, known) for text in named[sheet.pk]),
            training=sheet.training,
            terms=terms,
        )
        for sheet in printing.sheets.order_by("person__surname", "person__forename", "pk")
    ]


def _text(text: Text, known: dict[uuid.UUID, Origin]) -> PaperText:
    address = known[text.pk].address if text.pk in known else ""
    return PaperText(text.title, text.label, text.sha256, f"{settings.PUBLIC_URL}{address}" if address else "")


def public_texts(printing: Printing) -> list[tuple[Text, str]]:
    """The texts that stand on the sheets of a printing, each with the path of its public page, to be printed as well."""
    texts = list(Text.objects.filter(pk__in=SheetText.objects.filter(sheet__printing=printing).values("text")))
    known: dict[uuid.UUID, Origin] = {}
    for source in origins:
        known.update(source.of([text.pk for text in texts]))
    return [(text, known[text.pk].address if text.pk in known else "") for text in texts]
