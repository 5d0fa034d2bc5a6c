"""Who must sign which document today, from what people are appointed to and the roles that they hold."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from functools import cache

from accord.kernel.clock import LONDON
from accord.people.models import Appointment, Category, RoleHeld
from accord.people.roles import ROLES
from accord.policies.models import Audience, Document, Version
from accord.policies.rules import Addressed, Post, Standing, asked_since
from accord.signing.asking import Ask

People = dict[uuid.UUID, date | None]  # Each person's id, and the day since which they are asked, if it is known.


def standings(today: date) -> dict[uuid.UUID, Standing]:
    """What everybody in post is at the school today. Two queries, whatever the size of the school."""
    posts: dict[uuid.UUID, list[Post]] = defaultdict(list)
    leads: dict[uuid.UUID, list[date | None]] = defaultdict(list)
    roles: dict[uuid.UUID, dict[str, date]] = defaultdict(dict)
    appointments = Appointment.objects.current(today).order_by()
    for person_id, category, team, since, manager in appointments.values_list(
        "person_id", "category", "team", "starts_on", "line_manager_id"
    ):
        posts[person_id].append(Post(category, team, since))
        if manager:
            leads[manager].append(since)
    for person_id, role, since in (
        RoleHeld.objects.current(today).order_by().values_list("person_id", "role", "starts_on")
    ):
        roles[person_id][role] = min(since, roles[person_id].get(role, since))
    return {pk: Standing(held, roles.get(pk, {}), leads.get(pk, ())) for pk, held in posts.items()}


def audience(document: Document, today: date) -> People:
    """Everyone who is to sign `document` today, and since when. Four queries."""
    return audiences([document.pk], today)[document.pk]


def audiences(documents: Collection[uuid.UUID], today: date) -> dict[uuid.UUID, People]:
    """The same for several documents. Four queries, whatever their number."""
    in_force = Version.objects.in_force().filter(document__in=list(documents))
    return _addressed(documents, dict(in_force.values_list("document_id", "published_at")), today)


def _addressed(
    documents: Collection[uuid.UUID], published: Mapping[uuid.UUID, datetime | None], today: date
) -> dict[uuid.UUID, People]:
    """Whom each of the documents addresses, given when the version in force was published. Three queries."""
    rows: dict[uuid.UUID, list[Audience]] = {pk: [] for pk in documents}
    for row in Audience.objects.filter(document__in=list(documents)):
        rows[row.document_id].append(row)
    published_on = {pk: at.astimezone(LONDON).date() for pk, at in published.items() if at}
    everybody = standings(today) if any(rows.values()) else {}
    # Most documents are for the same people: who they are is found out once.
    once = cache(lambda dated: people(everybody, dated))
    return {pk: once(tuple(_dated(row, published_on.get(pk)) for row in found)) for pk, found in rows.items()}


def people(everybody: Mapping[uuid.UUID, Standing], dated: Iterable[tuple[Addressed, date | None]]) -> People:
    """Those among `everybody` who belong to one of the audiences."""
    dated = list(dated)
    answers = {pk: asked_since(standing, dated) for pk, standing in everybody.items()}
    return {pk: since for pk, (asked, since) in answers.items() if asked}


def _dated(row: Audience, published_on: date | None) -> tuple[Addressed, date | None]:
    """An audience, with its day only if it was added to a text in force: before, nobody's time had begun."""
    is_new = published_on is not None and row.added_on > published_on
    return (row.by, row.value), row.added_on if is_new else None


class DocumentAsker:
    """What signing asks: each document in force that addresses somebody."""

    def asks(self, today: date) -> list[Ask]:
        """An ask for each document with a text in force and an audience that is not empty. Four queries."""
        versions = Version.objects.in_force().select_related("document", "text").order_by("document__title")
        found = {version.document_id: version for version in versions}
        asked = _addressed(found, {pk: version.published_at for pk, version in found.items()}, today)
        return [ask(version, asked[pk]) for pk, version in found.items() if asked[pk]]


def ask(version: Version, people: People) -> Ask:
    """What signing is told of a version in force."""
    assert version.due_on
    return Ask(
        series=version.document_id,
        line=version.text.line,
        title=version.document.title,
        clause=version.document.clause,
        due_on=version.due_on,
        people=people,
        minutes=version.text.minutes,
    )


documents_in_force = DocumentAsker()


# What the form offers


def teams(today: date) -> list[str]:
    """The names of the teams that somebody belongs to today."""
    named = Appointment.objects.current(today).exclude(team="").order_by("team")
    return list(named.values_list("team", flat=True).distinct())


def categories() -> list[tuple[str, str]]:
    return list(Category.choices)


def roles() -> list[tuple[str, str]]:
    return [(role.code, role.name) for role in ROLES.values()]
