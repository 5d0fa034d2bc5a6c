"""Who is asked to sign a document, and since when."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

Addressed = tuple[str, str]  # What an audience goes by (everyone, category, team, role), and its value.


def addressed(
    *, everyone: bool, categories: Iterable[str] = (), teams: Iterable[str] = (), roles: Iterable[str] = ()
) -> list[Addressed]:
    """What was ticked, as audiences. Everyone holds all the others."""
    if everyone:
        return [("everyone", "")]
    groups = (("category", categories), ("team", teams), ("role", roles))
    return [(by, value) for by, values in groups for value in dict.fromkeys(values)]


@dataclass(frozen=True)
class Post:
    """An appointment that somebody holds today. `since` is None where nobody knows."""

    category: str
    team: str
    since: date | None


@dataclass(frozen=True)
class Standing:
    """What somebody is at the school today: their posts, their roles, and since when they lead others.

    A role or a team to lead without a post makes nobody part of an audience: whoever left is not asked.
    """

    posts: Sequence[Post] = ()
    roles: Mapping[str, date] = field(default_factory=dict)
    leads_since: Sequence[date | None] = ()  # One for each of the people they lead.

    def days(self, audience: Addressed) -> list[date | None]:
        """The days since which they belong to one audience; none at all if they do not."""
        by, value = audience
        if not self.posts:
            return []
        if by == "everyone":
            return [post.since for post in self.posts]
        if by == "category":
            return [post.since for post in self.posts if post.category == value]
        if by == "team":
            return [post.since for post in self.posts if post.team == value]
        held: list[date | None] = [self.roles[value]] if value in self.roles else []
        return held + list(self.leads_since if value == "line-manager" else ())


def earliest(days: Collection[date | None]) -> date | None:
    """The first of some days, of which there is one at least. An unknown day may be as long ago as you like."""
    known = [day for day in days if day is not None]
    return min(known) if len(known) == len(days) else None


def later(day: date | None, floor: date | None) -> date | None:
    """The later of two days, of which an unknown one is as long ago as you like."""
    if day is None or floor is None:
        return day or floor
    return max(day, floor)


def asked_since(standing: Standing, audiences: Iterable[tuple[Addressed, date | None]]) -> tuple[bool, date | None]:
    """Whether somebody belongs to one of several audiences, and since when.

    Each audience may come with a day on which it was added to a text that was in force already: nobody was asked before.
    """
    days = [later(day, added) for audience, added in audiences for day in standing.days(audience)]
    return (True, earliest(days)) if days else (False, None)
